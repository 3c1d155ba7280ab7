/** A piece of one line of study text. */
export type StudySpan =
  | { readonly kind: 'plain' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  /** A formula in LaTeX and what a screen reader says for it. */
  | { readonly kind: 'formula'; readonly latex: string; readonly spoken: string }
  /** What a learner fills in; shown as a gap until then. */
  | { readonly kind: 'blank'; readonly answer: readonly StudySpan[] }

const PARTS = /(\[\[.+?\]\]|\$[^$]+\$|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|`[^`]+`)/

/**
 * The spans of one paragraph: `**strong**`, `*emphasis*`, back-quoted code, `$LaTeX|spoken words$` and `[[blank]]`, whose inside
 * may be a formula. A lone sign, and a formula without spoken words, stay plain text.
 */
export function studySpans(text: string): readonly StudySpan[] {
  return text
    .split(PARTS)
    .filter((part) => part !== '')
    .map(spanOf)
}

function spanOf(part: string): StudySpan {
  if (/^\[\[.+\]\]$/.test(part)) return { kind: 'blank', answer: studySpans(part.slice(2, -2)) }
  if (/^\*\*[^*]+\*\*$/.test(part)) return { kind: 'strong', text: part.slice(2, -2) }
  if (/^\*[^*\s][^*]*\*$/.test(part)) return { kind: 'emphasis', text: part.slice(1, -1) }
  if (/^`[^`]+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) }
  const formula = /^\$([^$]+)\|([^$|]+)\$$/.exec(part)
  const [latex, spoken] = [formula?.[1]?.trim() ?? '', formula?.[2]?.trim() ?? '']
  if (latex !== '' && spoken !== '') return { kind: 'formula', latex, spoken }
  return { kind: 'plain', text: part }
}

/** The text as plain words: formulas as they are spoken, blanks with their answers; for search, the typed answer, the terminal. */
export function plainStudyText(text: string): string {
  return studySpans(text).map(plainSpan).join('')
}

function plainSpan(span: StudySpan): string {
  if (span.kind === 'formula') return span.spoken
  return span.kind === 'blank' ? span.answer.map(plainSpan).join('') : span.text
}

/** What is wrong with a text that is shipped or imported as study text; null when nothing is. */
export function studyTextProblem(text: string): string | null {
  for (const span of studySpans(text)) {
    if (span.kind === 'plain' && span.text.includes('$'))
      return `the formula in "${span.text.slice(0, 60)}" needs its spoken words: $LaTeX|spoken words$`
    if (span.kind === 'plain' && (span.text.includes('[[') || span.text.includes(']]')))
      return `a blank is not closed in "${span.text.slice(0, 60)}": [[answer]]`
  }
  return null
}
