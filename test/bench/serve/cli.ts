/** `npm run bench:serve [-- --short]`: what the simulators and the suite cost, without the bench of the clients. */
import { measureServe } from './run.ts'

for (const line of await measureServe(process.argv.slice(2))) console.log(line)
