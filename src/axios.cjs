/*
 * The parts of axios that are used, from its build for browsers: that has all of axios but the adapters for Node, in whose
 * place we have our own, in one file that loads in a fraction of the time. CommonJS, because Node reads all of a CommonJS
 * file in search of names when an ES module imports it, and for that build nothing takes longer.
 */
const { Axios, AxiosHeaders } = withoutFetch(() => require('axios/dist/browser/axios.cjs'))

module.exports = { Axios, AxiosHeaders }

/**
 * axios looks at the classes of fetch while it is loaded. Node then loads its fetch, which takes longer than axios does and
 * is not used here. So they are out of sight meanwhile: nothing else can run, and they come back as they were.
 */
function withoutFetch(load) {
  const hidden = ['FormData', 'Request', 'Response'].map((name) => [
    name,
    Object.getOwnPropertyDescriptor(globalThis, name),
  ])
  const movable = hidden.filter(([, descriptor]) => descriptor?.configurable)
  for (const [name] of movable) Object.defineProperty(globalThis, name, { value: undefined, configurable: true })
  try {
    return load()
  } finally {
    for (const [name, descriptor] of movable) Object.defineProperty(globalThis, name, descriptor)
  }
}
