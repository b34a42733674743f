/** Tells the parent process where this one listens, and from then on its CPU time whenever asked. */
export function announce(port: number): void {
  process.send?.({ port })
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpuMs: (user + system) / 1_000 })
  })
  process.on('disconnect', () => process.exit(0))
}
