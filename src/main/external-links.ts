/** The addresses that the page may open in the system's browser, letter by letter; everything else is refused. */
const EXTERNAL_LINKS: ReadonlySet<string> = new Set([
  'https://proceedings.mlr.press/v9/glorot10a.html',
  'https://arxiv.org/abs/1502.01852',
  'https://arxiv.org/abs/1312.6120',
  'https://arxiv.org/abs/1511.06422',
  'https://arxiv.org/abs/1606.05340',
  'https://arxiv.org/abs/1611.01232',
])

export function isExternalLink(address: string): boolean {
  return EXTERNAL_LINKS.has(address)
}
