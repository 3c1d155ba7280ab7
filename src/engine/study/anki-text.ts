import { decodeHTMLStrict } from 'entities'

/** Tags that only dress their text, or part it from the next. All others are text: a deck may hold any sign. */
const DRESS = /<\/?(?:span|font|u|s|a|section|article|ul|ol|table|tbody|thead|tr|td|th)(?:\s[^<>]*)?>/gi
const PARTS = /<(?:br|hr)\s*\/?>|<\/?(?:div|p|blockquote|h[1-6])(?:\s[^<>]*)?>/gi

/** Longer than any card may be, marks and all: it is refused, so nobody has to wait for it. */
const MOST_LETTERS = 40_000

/**
 * A field of Anki's as study text: blanks and formulas as the lab marks them, and a line of the field as a line of the card.
 * @param isHtml whether the field is HTML, as the header of the file says
 */
export function studyTextOfField(field: string, isHtml: boolean): string {
  if (field.length > MOST_LETTERS) return field
  const text = isHtml ? textOfHtml(field) : field
  return blanks(formulas(lines(text.replaceAll(/\r\n?/g, '\n')))).trim()
}

export function isAnkiCloze(field: string): boolean {
  return /\{\{c\d+::/.test(field)
}

/** Nothing of it is ever run or shown as HTML; what is no known tag stays as it was typed. */
function textOfHtml(html: string): string {
  return html
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(/<(b|strong)>([^<>*]+)<\/\1>/gi, '**$2**')
    .replaceAll(/<(i|em)>([^<>*\s][^<>*]*)<\/\1>/gi, '*$2*')
    .replaceAll(/<code>([^<>`]+)<\/code>/gi, '`$1`')
    .replaceAll(/<sub>([^<>]*)<\/sub>/gi, '_$1')
    .replaceAll(/<sup>([^<>]*)<\/sup>/gi, '^$1')
    .replaceAll(/<\/?(?:b|strong|i|em|code|sub|sup)>/gi, '')
    .replaceAll(/<li(?:\s[^<>]*)?>/gi, '\n- ')
    .replaceAll(/<\/li>/gi, '')
    .replaceAll(/<\/(?:ul|ol|tr)>/gi, '\n')
    .replaceAll(/<img\s[^<>]*?src="?([^"<>\s]+)"?[^<>]*>/gi, (tag, file: string) =>
      /\son\w+\s*=|:/i.test(tag) ? tag : `(picture: ${file})`,
    )
    .replaceAll(PARTS, '\n')
    .replaceAll(DRESS, '')
    .replaceAll(/&[#\w]+;/g, plainEntity)
    .replaceAll(/[ \t]*\n[ \t]*/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
}

/** The letter of an entity; a space that does not break is one that does, and what no letter can be seen of stays as it was typed. */
function plainEntity(entity: string): string {
  const letter = decodeHTMLStrict(entity).replaceAll('\u00a0', ' ')
  return /^[\p{C}\ufffd]/u.test(letter) ? entity : letter
}

/** Study text joins lines into paragraphs; Anki shows each on its own. Lists and programs keep their lines. */
function lines(text: string): string {
  if (text.includes('```')) return text
  return text.replaceAll(/([^\n])\n(?!\n)(?![ \t]*(?:[-*]|\d+[.)])[ \t])/g, '$1\n\n')
}

/** `\(x^2\)` becomes a formula; nobody wrote how it is spoken, so its own letters stand for that. */
function formulas(text: string): string {
  return text.replaceAll(/\\\(([^$]+?)\\\)|\\\[([^$]+?)\\\]/g, (whole, inline?: string, display?: string) => {
    const latex = (inline ?? display ?? '').replaceAll(/\s+/g, ' ').trim()
    const spoken = latex
      .replaceAll(/[\\{}|$]+/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
    return spoken === '' ? whole : `$${latex}|${spoken}$`
  })
}

/** `{{c1::answer::hint}}` becomes `[[answer]]`; all numbers are blanks of one card, and an inner blank joins the one around it. */
function blanks(text: string): string {
  let before = ''
  let after = text
  while (before !== after) {
    before = after
    after = before.replaceAll(/\{\{c\d+::((?:(?!\{\{c\d+::|\}\}).)+)\}\}/gs, (_, inner: string) => {
      const [answer = ''] = inner.split('::')
      return `[[${answer
        .replaceAll(/\[\[|\]\]/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim()}]]`
    })
  }
  return after
}
