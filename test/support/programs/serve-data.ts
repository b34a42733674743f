import { serve } from '../../../conformance/simulators/serve.ts'

/** Serves from a data file that becomes a snapshot every few changes, so that a kill can hit a rewrite too. */
const [data = ''] = process.argv.slice(2)
const server = await serve({ port: 0, data, seed: 1, leastLogBytes: 20_000, notify: (notice) => console.error(notice) })
console.log(server.url)
