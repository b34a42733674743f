/*
 * Writes the generated half of docs/performance.md again, from the results that `npm run bench -- --write` left in
 * test/bench/results.json. A test fails while the two differ.
 * Run: npx tsx scripts/performance-page.ts
 */
import { readResults, writePage } from '../test/bench/page.ts'

writePage(readResults())
