import type { SweepDocument } from '@shared/sweep-spec'
import { draftName, draftNotes } from './draft-document'

/** The question that a preset asks: the first sentence of its notes, without Markdown's signs; else its name. */
export function presetQuestion(document: SweepDocument): string {
  const line = draftNotes(document)
    .split('\n')
    .map((text) => text.replace(/^[#>*\s-]+/, '').trim())
    .find((text) => text !== '')
  if (line === undefined) return draftName(document)
  return /^.*?[?.!](?=\s|$)/.exec(line)?.[0] ?? line
}
