import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Answer } from './shared/http.ts'

/**
 * The page under `/_polykms/`: one document that has everything in it and nothing of the simulators; its script asks the
 * control surface, as a test would. Nobody may frame it, and it may load nothing and ask nobody else.
 */
export const servePage = (): Answer => {
  const [style, script] = [asset('serve.css'), asset('serve.js')]
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
    body: document(style, script),
  }
}

const asset = (name: string): string => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const document = (style: string, script: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>polykms serve</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>polykms serve</h1>
<p id="status" role="status">Looking …</p>
</header>
<main>
<noscript><p class="empty">This page needs scripts: it shows what they find.</p></noscript>
<ul id="clouds" aria-label="Clouds"></ul>
<section aria-labelledby="time-title">
<h2 id="time-title">Time</h2>
<p>Keys are deleted, material and tokens expire on a clock of their own. It only goes forward.</p>
<form id="time">
<label>of <select id="time-cloud"><option value="">all clouds</option></select></label>
<span class="steps" role="group" aria-label="Go forward by"><button type="button" data-by="1h">+ 1 hour</button><button type="button" data-by="1d">+ 1 day</button><button type="button" data-by="7d">+ 7 days</button><button type="button" data-by="31d">+ 31 days</button></span>
<label>or by <input id="by" placeholder="90m, 12h, 365d" autocomplete="off" spellcheck="false"></label>
<button type="submit">Go</button>
</form>
</section>
<section aria-labelledby="keys-title">
<div class="title"><h2 id="keys-title">Keys</h2><label>of <select id="keys-cloud"><option value="">all clouds</option></select></label></div>
<div class="scroll" tabindex="0" role="region" aria-labelledby="keys-title"><table><thead><tr><th scope="col">key</th><th scope="col">cloud</th><th scope="col">state</th><th scope="col">spec</th><th scope="col">usage</th><th scope="col">region</th><th scope="col">created</th></tr></thead><tbody id="keys"></tbody></table></div>
<p id="no-keys" class="empty" hidden>No keys yet. Call <code class="url"></code> with any client: access key <code>test</code> (OTC <code>test-otc</code>, Quilibrium <code>test-quilibrium</code>), secret <code>test</code>.</p>
</section>
<section aria-labelledby="calls-title">
<h2 id="calls-title">Recent calls</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="calls-title"><table><thead><tr><th scope="col">action</th><th scope="col">verdict</th><th scope="col">cloud</th><th scope="col">key</th><th scope="col">region</th><th scope="col">time</th></tr></thead><tbody id="calls"></tbody></table></div>
<p id="no-calls" class="empty" hidden>No calls yet.</p>
</section>
</main>
<script>${script}</script>
</body>
</html>
`
