import { serve } from '../../../conformance/simulators/serve.ts'
import { announce } from './announce.ts'

const [data] = process.argv.slice(2)
const server = await serve({ port: 0, ...(data !== undefined && { data }) })
announce(server.port)
