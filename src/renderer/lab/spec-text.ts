import { parseSweepText, type SpecProblem, type SweepDocument } from '@shared/sweep-spec'
import { formatSweepYaml } from '@shared/sweep-spec-yaml'
import { readSpecText } from '@shared/sweep-spec-text'
import { isRecord } from './document-path'

export interface DraftText {
  /** As written, without defaults filled in; null when the text is no possible spec. */
  readonly document: SweepDocument | null
  readonly problems: readonly SpecProblem[]
}

/** The text of the Spec tab, or of a file, as a draft. */
export function readDraftText(text: string): DraftText {
  const checked = parseSweepText(text, 'spec')
  if (!checked.ok) return { document: null, problems: checked.problems }
  const reading = readSpecText(text)
  const document = reading.ok && isRecord(reading.document) ? reading.document : checked.value.document
  return { document, problems: [] }
}

/** A draft as the text of a spec file. */
export function writeDraftText(document: SweepDocument): string {
  return formatSweepYaml(document)
}
