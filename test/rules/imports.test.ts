import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { forbiddenImports, importsOf } from './imports.ts'
import { parse, ROOT, readSources } from './source-tree.ts'

const FOLDERS = ['src', 'providers', 'conformance', 'examples']

const scratch = mkdtempSync(join(tmpdir(), 'polykms-imports-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** What the checker says of a tree that holds one file. */
function complaintsAbout(path: string, text: string): string[] {
  const root = mkdtempSync(join(scratch, 'tree-'))
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  return forbiddenImports(readSources(root, FOLDERS))
}

test('every part of the project imports only what the table of parts allows', () => {
  const sources = readSources(ROOT, FOLDERS)
  expect(sources.length).toBeGreaterThan(100)
  expect(forbiddenImports(sources)).toEqual([])
})

describe('a planted import is found', () => {
  test.each([
    ['src/call.ts', `import { aws } from '../providers/aws/index.ts'`],
    ['src/call.ts', `import type { Cell } from '../conformance/matrix/index.ts'`],
    ['src/call.ts', `import axios from 'axios'`],
    ['src/call.ts', `import * as z from 'zod'`],
    ['src/call.ts', `export type { AxiosError } from 'axios'`],
    ['src/call.ts', `const load = () => import('axios')`],
    ['src/transport.ts', `import { HttpsProxyAgent } from 'https-proxy-agent'`],
    ['src/index.ts', `import { main } from './cli/main.ts'`],
    ['src/cli/serve.ts', `import { aws } from '../../providers/aws/index.ts'`],
    ['src/cli/serve.ts', `import { call } from '../call.ts'`],
    ['src/cli/serve.ts', `import { createAwsEngine } from '../../conformance/simulators/aws/engine.ts'`],
    ['providers/index.ts', `import { aws } from './aws/index.ts'`],
    ['providers/aws/wire.ts', `import { otc } from '../otc/index.ts'`],
    ['providers/aws/wire.ts', `import axios from 'axios'`],
    ['providers/aws/wire.ts', `import * as z from 'zod'`],
    ['providers/aws/wire.ts', `import { call } from '../../src/call.ts'`],
    ['providers/aws/sign.ts', `import { SignatureV4 } from '@aws-sdk/signature-v4'`],
    ['providers/aws/wire.ts', `let cell: import('../../conformance/matrix/types.ts').Cell`],
    ['providers/shared/sigv4.ts', `import { aws } from '../aws/index.ts'`],
    ['conformance/matrix/aws.ts', `import { KEY_STATES } from '../../src/key-state.ts'`],
    ['conformance/matrix/aws.ts', `import { type KeyState } from '../../src/key-state.ts'`],
    ['conformance/matrix/aws.ts', `import { readFileSync } from 'node:fs'`],
    ['conformance/simulators/aws/engine.ts', `import type { KeyState } from '../../../src/index.ts'`],
    ['conformance/simulators/aws/engine.ts', `import { awsCells } from '../../matrix/aws.ts'`],
    ['conformance/simulators/aws/engine.ts', `import * as z from 'zod'`],
    ['conformance/simulators/aws/engine.ts', `import { http } from 'msw'`],
    ['conformance/simulators/huawei/engine.ts', `import { specs } from '../aws/specs.ts'`],
    ['conformance/simulators/shared/store.ts', `import { specs } from '../aws/specs.ts'`],
    ['conformance/simulators/serve.ts', `import { http } from 'msw'`],
    ['conformance/run.ts', `import { createSimulator } from './simulators/index.ts'`],
    ['conformance/scenarios/lifecycle.ts', `import { aws } from '../../providers/aws/index.ts'`],
    ['conformance/behaviours/time.ts', `import { call } from '../../src/call.ts'`],
    ['conformance/targets/simulator.ts', `import type { KeyKind } from '../matrix/types.ts'`],
    ['conformance/report/html.ts', `import { verdictOf } from '../verdict.ts'`],
    ['examples/encrypt.ts', `import { createClient } from '../src/index.ts'`],
    ['src/call.ts', `const name = 'axios'; const load = () => import(name)`],
    ['src/call.ts', `const load = () => require('axios')`],
  ])('%s: %s', (path, text) => {
    expect(complaintsAbout(path, text)).toEqual([expect.stringContaining(`${path} imports `)])
  })
})

describe('what the table allows is allowed', () => {
  test.each([
    ['src/axios.cjs', `const axios = require('axios/dist/browser/axios.cjs')`],
    ['src/proxy.ts', `const load = () => import('https-proxy-agent')`],
    ['providers/index.ts', `const load = () => import('./aws/index.ts')`],
    ['providers/aws/index.ts', `import { createSigV4Signer } from '../shared/sigv4.ts'`],
    ['providers/shared/sigv4.ts', `import { SignatureV4 } from '@aws-sdk/signature-v4'`],
    ['providers/aws/wire.ts', `import * as z from 'zod/mini'`],
    ['conformance/report/result.ts', `import * as z from 'zod'`],
    ['conformance/matrix/aws.ts', `import type { KeyState } from '../../src/key-state.ts'`],
    ['conformance/simulators/quilibrium/engine.ts', `import { specs } from '../aws/specs.ts'`],
    ['conformance/targets/simulator.ts', `const load = () => import('msw/node')`],
    ['examples/encrypt.ts', `import { createClient } from 'polykms'`],
  ])('%s: %s', (path, text) => {
    expect(complaintsAbout(path, text)).toEqual([])
  })
})

test('a file in a folder that the table does not know is found', () => {
  expect(complaintsAbout('providers/stray.ts', '')).toEqual(['providers/stray.ts belongs to no zone'])
})

test('an import is seen in every syntax there is for it', () => {
  const source = parse(
    'src/a.ts',
    `import './b.ts'
     import type { C } from './c.ts'
     export { d } from './d.ts'
     export type { E } from './e.ts'
     const f = import('./f.ts')
     let g: import('./g.ts').G
     const text = "import './h.ts'"`,
  )
  expect(importsOf(source).map(({ file, kind }) => `${kind} ${file}`)).toEqual([
    'value src/b.ts',
    'type src/c.ts',
    'value src/d.ts',
    'type src/e.ts',
    'lazy src/f.ts',
    'type src/g.ts',
  ])
})
