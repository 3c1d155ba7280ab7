import { BUILT_IN_DATASETS } from './built-in-datasets'
import { CLASSES, PATH_CHARACTERS, SAMPLES } from './limits'
import type { FactorValue } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { shown } from './sweep-spec-problems'
import { hasControlCharacter, isList, readChoice, readNumber } from './sweep-spec-values'
import type { TaskSettings } from './trial-settings'

const DATASET_NAMES = BUILT_IN_DATASETS.map(({ name }) => name)

export function readDataset(value: FactorValue, place: Place): string | null {
  if (typeof value === 'string' && value.startsWith('csv:')) {
    const path = value.slice(4)
    if (path.trim() !== '' && path.length <= PATH_CHARACTERS && !hasControlCharacter(path)) return value
    return place.report(`${shown(value)} names no file; write csv:<path>`)
  }
  return readChoice(value, place, DATASET_NAMES, { what: 'a data set', otherwise: 'csv:<path>' })
}

export function readTrainSize(value: FactorValue, place: Place): TaskSettings['trainSize'] | null {
  if (value === 'all') return value
  const range = { min: 2, max: SAMPLES, integer: true }
  if (typeof value === 'number') return readNumber(value, place, range)
  return place.report(`${shown(value)} is not possible; give all or an integer from 2 to ${SAMPLES}`)
}

export function readLabels(value: FactorValue, place: Place): TaskSettings['labels'] | null {
  if (value === 'all' || value === 'parity') return value
  if (!isList(value))
    return place.report(`${shown(value)} is not possible; give all, parity or a list of classes`)
  const labels: number[] = []
  for (const [index, item] of value.entries()) {
    const at = place.child(index)
    const label = readNumber(item, at, { min: 0, max: CLASSES - 1, integer: true })
    if (label === null) return null
    if (labels.includes(label)) return at.report(`class ${label} is given twice`)
    labels.push(label)
  }
  if (labels.length < 2)
    return place.report(`${shown(value)} keeps fewer than two classes; give at least two`)
  return labels.sort((left, right) => left - right)
}
