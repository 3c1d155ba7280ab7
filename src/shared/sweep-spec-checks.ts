import { countText, nounText } from './count-text'
import { CONFIGURATIONS, GRID_POINTS, SPEC_PROBLEMS, TRIALS } from './limits'
import { checkSelection } from './selection-checks'
import type { GridPoint } from './sweep-grid'
import { gridSize, indexAt, selectionAt, sweepGrid } from './sweep-grid'
import type { SweepSpec } from './sweep-spec-model'
import { FIELD_KEYS } from './sweep-spec-model'
import type { Place } from './sweep-spec-problems'
import { pathText, placeOfKey } from './sweep-spec-problems'

/**
 * Reports a grid, a number of configurations or of trials past the limits, rules that leave nothing, and every combination
 * of values that cannot be trained, at each point that the rules keep.
 */
export function checkSpec(spec: SweepSpec, top: Place): null {
  const longest = FIELD_KEYS.reduce((left, right) =>
    spec.fields[right].values.length > spec.fields[left].values.length ? right : left,
  )
  const place = placeOfKey(top, longest)
  const size = gridSize(spec.fields)
  if (size > GRID_POINTS)
    return tooLarge(place, `the grid has ${countText(size)} points; the limit is ${countText(GRID_POINTS)}`)
  const { points } = sweepGrid(spec)
  if (points.length === 0) {
    return top.child('rules').report('the rules leave no configuration; remove one of them', { part: 'key' })
  }
  if (points.length > CONFIGURATIONS) {
    return tooLarge(
      place,
      `the sweep has ${countText(points.length)} configurations; the limit is ${countText(CONFIGURATIONS)}`,
    )
  }
  const trials = points.length * spec.seeds.length
  if (trials > TRIALS) {
    const product = `${nounText(points.length, 'configuration')} x ${nounText(spec.seeds.length, 'seed')}`
    return tooLarge(
      top.child('seeds'),
      `${product} = ${countText(trials)} trials; the limit is ${countText(TRIALS)}`,
    )
  }
  return checkPoints(spec, points, top)
}

/** Each problem once, however many points have it. */
function checkPoints({ fields }: SweepSpec, points: readonly GridPoint[], top: Place): null {
  const told = new Set<string>()
  for (const point of points) {
    for (const { key, message } of checkSelection(selectionAt(fields, point))) {
      const place = placeOfKey(top, key)
      const at = fields[key].isFactor ? place.child(indexAt(point, key)) : place
      const text = `${pathText(at.path)} ${message}`
      if (told.has(text)) continue
      told.add(text)
      if (told.size > SPEC_PROBLEMS) return null
      at.report(message)
    }
  }
  return null
}

function tooLarge(place: Place, message: string): null {
  return place.report(message, { code: 'spec-too-large' })
}
