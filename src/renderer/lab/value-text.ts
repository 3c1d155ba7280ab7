import { parameterText } from '@shared/parameter-text'
import type { FactorValue } from '@shared/sweep-spec'
import { fileName } from '../common/format'
import { isList, isRecord } from './document-path'

/** A number as a person writes it: `0.01`, `1e-4`, `64`. */
export function numberText(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e6) return String(value)
  return value.toExponential().replace('e+', 'e')
}

/** A value of a factor in one line: `he-normal`, `normal (std 0.01)`, `3x3 (channels 16)`, `[3, 8]`, `csv: iris.csv`. */
export function valueText(value: FactorValue): string {
  if (value === null) return 'none'
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string') return value.startsWith('csv:') ? fileName(value.slice(4)) : value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isList(value)) return value.length === 0 ? 'none' : `[${value.map(valueText).join(', ')}]`
  if (!isRecord(value)) return ''
  const { scheme, name, branch, kernel, ...parameters } = value
  const head = typeof kernel === 'number' ? `${kernel}x${kernel}` : (scheme ?? name ?? branch)
  const rest = Object.entries(parameters).map(([key, parameter]) =>
    parameterText(key, parameter, key === 'overrides' ? overridesText(parameter) : valueText(parameter)),
  )
  if (typeof head !== 'string') return rest.join(', ')
  return rest.length === 0 ? head : `${head} (${rest.join(', ')})`
}

/** The layers with a scheme of their own: `1: xavier-normal; 3: gain 2; last: zeros`. */
export function overridesText(overrides: FactorValue): string {
  if (!isRecord(overrides)) return ''
  return Object.entries(overrides)
    .map(([layer, scheme]) => `${layer}: ${valueText(scheme)}`)
    .join('; ')
}
