import { HISTOGRAM_STEPS, STEPS } from './limits'
import type { FactorValue } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { shown } from './sweep-spec-problems'
import { isList, readNumber } from './sweep-spec-values'
import type { RecordSettings } from './trial-settings'

/** A list of steps, `last` for the last one: `[0, 100, last]`. */
export function readHistograms(value: FactorValue, place: Place): RecordSettings['histograms'] | null {
  if (!isList(value)) {
    return place.report(`${shown(value)} is not possible; give a list of steps, such as [0, last]`)
  }
  if (value.length > HISTOGRAM_STEPS) {
    return place.report(`${value.length} steps are too many for histograms; the limit is ${HISTOGRAM_STEPS}`)
  }
  const steps: number[] = []
  let hasLast = false
  for (const [index, item] of value.entries()) {
    const at = place.child(index)
    if (item === 'last' ? hasLast : steps.some((step) => step === item)) {
      return at.report(`${shown(item)} is given twice`)
    }
    if (item === 'last') {
      hasLast = true
      continue
    }
    if (typeof item !== 'number') return at.report(`${shown(item)} is no step; give an integer or last`)
    const step = readNumber(item, at, { min: 0, max: STEPS, integer: true })
    if (step === null) return null
    steps.push(step)
  }
  steps.sort((left, right) => left - right)
  return hasLast ? [...steps, 'last'] : steps
}
