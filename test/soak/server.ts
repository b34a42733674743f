import { serve } from '../../conformance/simulators/serve.ts'
import { sampleHere } from './sample.ts'

/** The served side of the soak: a process of its own, that tells how it is when it is asked. */
const server = await serve({ port: 0 })

/** Rows that come and go with calls: nonces are kept for a quarter of an hour of real time. */
const rows = () =>
  server.simulators
    .flatMap(({ control }) => control.store.contents())
    .reduce((sum, { entries }) => sum + entries.length, 0)

const lines = () => server.simulators.reduce((sum, { calls }) => sum + calls().length, 0)

process.on('message', () => process.send?.({ ...sampleHere(), rows: rows(), lines: lines() }))
process.on('disconnect', () => process.exit(0))
process.send?.({ url: server.url })
