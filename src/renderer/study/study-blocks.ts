/** A paragraph, a list or a program of a study text. */
export interface StudyBlock {
  readonly kind: 'paragraph' | 'list' | 'code'
  readonly tag: 'p' | 'ul' | 'ol' | 'pre'
  /** Items of a list, or one text. */
  readonly lines: readonly string[]
}

/** Blocks are parted by empty lines; `- ` and `1. ` open lists, three back quotes a program. */
export function studyBlocks(text: string): readonly StudyBlock[] {
  return text
    .split(/^(```[^\n]*\n[\s\S]*?^```[ \t]*$)/m)
    .flatMap((part) => (part.startsWith('```') ? [part] : part.split(/\n[ \t]*\n/)))
    .map((block) => block.replace(/^\n+|\s+$/g, ''))
    .filter((block) => block.trim() !== '')
    .map(blockOf)
}

function blockOf(block: string): StudyBlock {
  const code = /^```[^\n]*\n([\s\S]*?)\n?(?:```)?$/.exec(block)
  if (code !== null) return { kind: 'code', tag: 'pre', lines: [code[1] ?? ''] }
  for (const [tag, mark] of [
    ['ul', /^\s*[-*]\s+/],
    ['ol', /^\s*\d+[.)]\s+/],
  ] as const) {
    const lines = block.split('\n')
    if (!mark.test(lines[0] ?? '')) continue
    const items: string[] = []
    for (const line of lines)
      if (mark.test(line)) items.push(line.replace(mark, ''))
      else items.push(`${items.pop() ?? ''} ${line.trim()}`)
    return { kind: 'list', tag, lines: items }
  }
  return { kind: 'paragraph', tag: 'p', lines: [block.replace(/\s*\n\s*/g, ' ')] }
}
