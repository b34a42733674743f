/*
 * The parts of axios that are used, from its build for browsers: that has all of axios but the adapters for Node, in whose
 * place we have our own, in one file that loads in a fraction of the time. CommonJS, because Node reads all of a CommonJS
 * file in search of names when an ES module imports it, and for that build nothing takes longer.
 */
const { Axios, AxiosHeaders } = require('axios/dist/browser/axios.cjs')

module.exports = { Axios, AxiosHeaders }
