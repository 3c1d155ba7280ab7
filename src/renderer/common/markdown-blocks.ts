/** The part of Markdown that notes use, as data: a view draws it with elements, never from HTML text. */
export interface MarkdownSpan {
  readonly text: string
  readonly look: 'plain' | 'strong' | 'emphasis' | 'code'
}

export interface MarkdownBlock {
  readonly kind: 'heading' | 'paragraph' | 'list' | 'code'
  /** Lines of a list, or one line of anything else. */
  readonly lines: readonly (readonly MarkdownSpan[])[]
}

/** Blocks are parted by empty lines; `#`, `-` or `*` and three back quotes open headings, lists and code. */
export function markdownBlocks(text: string): readonly MarkdownBlock[] {
  return text
    .split(/\n[ \t]*\n/)
    .map((block) => block.replace(/^\n+|\s+$/g, ''))
    .filter((block) => block.trim() !== '')
    .map(toBlock)
}

function toBlock(block: string): MarkdownBlock {
  const code = /^```[^\n]*\n([\s\S]*?)\n?(?:```)?$/.exec(block)
  if (code !== null) return { kind: 'code', lines: [[{ text: code[1] ?? '', look: 'code' }]] }
  const heading = /^#{1,6}\s+(.*)$/.exec(block)
  if (heading !== null) return { kind: 'heading', lines: [spans(heading[1] ?? '')] }
  if (/^\s*[-*]\s/.test(block)) {
    const items = block.split(/\n(?=\s*[-*]\s)/).map((item) => item.replace(/^\s*[-*]\s+/, ''))
    return { kind: 'list', lines: items.map((item) => spans(joined(item))) }
  }
  return { kind: 'paragraph', lines: [spans(joined(block))] }
}

function joined(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}

/** `**strong**`, `*emphasis*` and back-quoted code; anything else is plain, a lone sign included. */
function spans(text: string): readonly MarkdownSpan[] {
  return text
    .split(/(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part): MarkdownSpan => {
      if (/^\*\*[^*]+\*\*$/.test(part)) return { text: part.slice(2, -2), look: 'strong' }
      if (/^\*[^*\s][^*]*\*$/.test(part)) return { text: part.slice(1, -1), look: 'emphasis' }
      if (/^`[^`]+`$/.test(part)) return { text: part.slice(1, -1), look: 'code' }
      return { text: part, look: 'plain' }
    })
}
