import { CONFIGURATIONS, GRID_POINTS, TRIALS } from './limits'
import { gridSize, sweepGrid } from './sweep-grid'
import type { SpecFields, SweepSpec } from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { shown } from './sweep-spec-problems'

/** A width per layer says the depth itself: a depth beside it has to be equal. */
export function checkLayers(fields: SpecFields, top: Place): null {
  for (const { value: width, written: text } of fields['model.width'].values) {
    if (typeof width === 'number') continue
    for (const { value: depth } of fields['model.depth'].values) {
      if (depth === null || depth === width.length) continue
      const place = top.child('model').child('depth')
      return place.report(
        `${depth} does not fit the ${width.length} layers of width ${shown(text)}; remove depth and write every width layer by layer`,
      )
    }
  }
  return null
}

/** Reports a grid, a number of configurations or of trials past the limits, and rules that leave nothing. */
export function checkSize(spec: SweepSpec, top: Place): null {
  const longest = FIELD_KEYS.reduce((left, right) =>
    spec.fields[right].values.length > spec.fields[left].values.length ? right : left,
  )
  const [section = '', word = ''] = longest.split('.')
  const place = top.child(section).child(word)
  const size = gridSize(spec.fields)
  if (size > GRID_POINTS) return tooLarge(place, `the grid has ${size} points; the limit is ${GRID_POINTS}`)
  const configurations = sweepGrid(spec).points.length
  if (configurations === 0) {
    return top.child('rules').report('the rules leave no configuration; remove one of them', { part: 'key' })
  }
  if (configurations > CONFIGURATIONS) {
    return tooLarge(place, `the sweep has ${configurations} configurations; the limit is ${CONFIGURATIONS}`)
  }
  const trials = configurations * spec.seeds.length
  if (trials <= TRIALS) return null
  const product = `${configurations} configurations x ${spec.seeds.length} seeds`
  return tooLarge(top.child('seeds'), `${product} = ${trials} trials; the limit is ${TRIALS}`)
}

function tooLarge(place: Place, message: string): null {
  return place.report(message, { code: 'spec-too-large' })
}
