import type { SweepDocument } from '@shared/sweep-spec'
import { draftName, draftNotes } from './draft-document'

/** The question that a preset asks: its notes up to the first question mark, or their first sentence; else its name. */
export function presetQuestion(document: SweepDocument): string {
  const paragraph = draftNotes(document)
    .split(/\n\s*\n/)
    .map(plainText)
    .find((text) => text !== '')
  if (paragraph === undefined) return draftName(document)
  const [question] = /^.*?\?(?=\s|$)/.exec(paragraph) ?? /^.*?[.!](?=\s|$)/.exec(paragraph) ?? [paragraph]
  return question
}

/** A paragraph on one line, without a leading `**Question.**` and other signs of Markdown. */
function plainText(paragraph: string): string {
  return paragraph
    .replace(/\s+/g, ' ')
    .replace(/^[#>*\s-]*Question[.:]?\**\s*/i, '')
    .replace(/^[#>\s-]+/, '')
    .replace(/[*_`]/g, '')
    .trim()
}
