# Steps with a result each, added up. Sourced by run and full.

passed=0
failed=0
started=$SECONDS
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# step SENTENCE COMMAND...: one check. Prints its output only if it fails.
step() {
  local sentence=$1 begun=$SECONDS
  shift
  if bounded "$@"; then
    passed=$((passed + 1))
    said ok "$sentence" "$begun"
  else
    failed=$((failed + 1))
    said FAILED "$sentence" "$begun"
    cat "$logs/output"
    return 1
  fi
}

# tests SENTENCE COMMAND...: a run of vitest, every test of which counts. The command gets the reporter's options.
tests() {
  local sentence=$1 begun=$SECONDS status=0 counts good bad skipped
  shift
  rm -f "$logs/tests.json"
  bounded "$@" --reporter=default --reporter=json --outputFile.json="$logs/tests.json" || status=1
  counts=$(node -e '
    const report = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))
    // A file that cannot be loaded has no tests to fail.
    const broken = report.testResults.filter((file) => file.status === "failed" && !file.assertionResults.some((one) => one.status === "failed"))
    console.log(report.numPassedTests, report.numFailedTests + broken.length, report.numPendingTests + report.numTodoTests)
  ' "$logs/tests.json" 2>/dev/null) || counts='0 0 0'
  read -r good bad skipped <<<"$counts"
  # A run that ended badly, or saw no test, has failed even if no single test did.
  if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$good" -eq 0 ]; }; then bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  if [ "$bad" -eq 0 ]; then
    said ok "$sentence: $good passed, $skipped skipped" "$begun"
  else
    said FAILED "$sentence: $good passed, $bad failed, $skipped skipped" "$begun"
    cat "$logs/output"
    return 1
  fi
}

bounded() {
  local left=$((limit_seconds - (SECONDS - started)))
  if [ "$left" -le 0 ]; then
    echo "no time left: the limit is $limit_seconds s" >"$logs/output"
    return 1
  fi
  # To the whole group of processes, so that nothing of a step outlives it.
  timeout --kill-after=5 "$left" "$@" >"$logs/output" 2>&1 </dev/null
  local status=$?
  [ "$status" -ne 124 ] || echo "stopped: the limit is $limit_seconds s" >>"$logs/output"
  return "$status"
}

said() {
  printf '%-7s%s (%s s)\n' "$1" "$2" "$((SECONDS - $3))"
}

# Makes a new machine ready; what is installed already is not installed again.
ready() {
  step 'Node is new enough (20.19 or later)' node -e '
    const [major, minor] = process.versions.node.split(".").map(Number)
    console.error(process.version)
    process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)
  ' || finish
  if [ -n "${CI:-}" ] || [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
    step 'dependencies can be installed from the lock, and the package builds' npm ci || finish
  fi
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}
