/**
 * Are colours wanted on a stream? `NO_COLOR` forbids them, `FORCE_COLOR` asks for them where there is no terminal;
 * otherwise a terminal has them.
 *
 * @see https://no-color.org and https://force-color.org
 */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined && forced !== '') return forced !== '0'
  return stream.isTTY === true && env['TERM'] !== 'dumb'
}
