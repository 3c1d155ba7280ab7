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

/** A document crosses as JSON text; only the spec's own parser turns it into something the engine takes. */
export function specOf(text: string): Result<SweepSpec> {
  const json = jsonOf(text)
  return json.ok ? parseSweepDocument(json.value) : json
}
