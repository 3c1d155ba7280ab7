import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { REPORT_LIMITS } from '@shared/report'
import type { JsonObject, JsonValue } from '@shared/report'

/** Keys through which an object of a file could reach the prototypes of the program. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key)
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Levels of brackets outside of strings; stops counting above `limit`. Linear and without recursion. */
function nestingDepth(text: string, limit: number): number {
  let depth = 0
  let deepest = 0
  let inString = false
  for (let at = 0; at < text.length && deepest <= limit; at++) {
    const char = text.charCodeAt(at)
    if (inString) {
      if (char === 0x5c) at++
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x5b || char === 0x7b) deepest = Math.max(deepest, ++depth)
    else if (char === 0x5d || char === 0x7d) depth--
  }
  return deepest
}

function forbiddenKeyIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  for (const [key, child] of Object.entries(value)) {
    if (!Array.isArray(value) && isForbiddenKey(key)) return key
    const found = forbiddenKeyIn(child)
    if (found !== null) return found
  }
  return null
}

/** Parses a JSON object whose depth is bounded and that holds no prototype key. */
export function readJsonObject(text: string, place: string): Result<JsonObject> {
  if (nestingDepth(text, REPORT_LIMITS.jsonDepth) > REPORT_LIMITS.jsonDepth) {
    return failure(
      'report-invalid',
      `Its JSON is nested deeper than ${String(REPORT_LIMITS.jsonDepth)} levels.`,
      place,
    )
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return failure(
      'report-invalid',
      `It is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      place,
    )
  }
  if (!isJsonObject(value)) return failure('report-invalid', 'It is not a JSON object.', place)
  const forbidden = forbiddenKeyIn(value)
  if (forbidden !== null)
    return failure('report-invalid', `It holds the forbidden key "${forbidden}".`, place)
  return success(value)
}

function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0'
  if (Number.isFinite(value)) return JSON.stringify(value)
  // A number of a kept key that was too large for a double is read as infinite and stays so.
  return Number.isNaN(value) ? '"NaN"' : value > 0 ? '1e999' : '-1e999'
}

/** JSON text in which -0 stays -0. The outer `levels` of objects have one line a key, the rest is compact. */
export function writeJson(value: JsonValue, levels = 0, indent = ''): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = levels > 0 ? `${indent}  ` : ''
  const isList = Array.isArray(value)
  const parts = isList
    ? value.map((item: JsonValue) => writeJson(item))
    : Object.entries(value).map(([key, item]) => {
        return `${JSON.stringify(key)}:${levels > 0 ? ' ' : ''}${writeJson(item, levels - 1, inner)}`
      })
  if (isList) return `[${parts.join(',')}]`
  if (levels <= 0 || parts.length === 0) return `{${parts.join(',')}}`
  return `{\n${parts.map((part) => inner + part).join(',\n')}\n${indent}}`
}

/** The entries of `value` whose key is not known. */
export function keysBesides(value: JsonObject, known: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !known.includes(key)))
}
