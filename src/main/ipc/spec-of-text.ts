import { failure } from '@shared/errors'
import type { Result } from '@shared/errors'
import { parseSweepDocument } from '@shared/sweep-spec'
import type { SweepSpec } from '@shared/sweep-spec'

function jsonOf(text: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, value }
  } catch {
    return failure('spec-syntax', 'The sweep did not arrive as JSON.')
  }
}

let last: { readonly text: string; readonly spec: Result<SweepSpec> } | null = null

/**
 * A document crosses as JSON text; only the spec's own parser turns it into something the engine takes. The last one is
 * remembered: after an edit the page asks several questions about the same draft, and one of 10,000 configurations takes
 * tens of milliseconds to read.
 */
export function specOf(text: string): Result<SweepSpec> {
  if (last?.text !== text) {
    const json = jsonOf(text)
    last = { text, spec: json.ok ? parseSweepDocument(json.value) : json }
  }
  return last.spec
}
