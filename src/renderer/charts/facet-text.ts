import { STANDARD_BAND } from '@shared/statistics/convergence-bands'
import { formatCount, formatNoun } from '../common/format'
import { byFinalMedian, isStartOnly, lastPoint, type ConvergenceLine } from './convergence-data'
import { bandWords } from './convergence-text'
import type { FacetData } from './facet-data'
import { axisPositions, type FactorAxis } from './factor-axes'
import { formatMeasure } from './number-format'
import type { ShownSweep } from './shown-sweep'

function endOf({ band }: ConvergenceLine): number {
  return lastPoint(band)?.line ?? NaN
}

/** The colours that end best, each with the number of panels in which it does; the most frequent first. */
function winners(
  data: FacetData,
  positions: ReadonlyMap<number, number>,
): readonly (readonly [name: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const { lines } of data.panels) {
    const [best, second] = [...lines]
      .filter((line) => Number.isFinite(endOf(line)))
      .sort(byFinalMedian(data.metric))
    // A line that is alone in its panel, or level with another, beats nobody.
    if (best === undefined || lines.length < 2 || (second !== undefined && endOf(second) === endOf(best)))
      continue
    const name = data.colour?.places[positions.get(best.configuration) ?? -1]?.name
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])
}

/** Place of each configuration along the colours. */
export function colourPlaces(
  { expansion }: Pick<ShownSweep, 'expansion'>,
  colour: FactorAxis | null,
): ReadonlyMap<number, number> {
  if (colour === null) return new Map()
  return new Map(
    axisPositions(expansion, [colour]).map(([place = -1], configuration) => [configuration, place]),
  )
}

/** What the lines are, where they are not the usual ones. */
function choiceWords({ choice }: FacetData): string {
  const isStandard = choice.line === STANDARD_BAND.line && choice.spread === STANDARD_BAND.spread
  return isStandard ? '' : `, ${bandWords(choice)}:`
}

/** What is to be seen where no colour wins a panel: one line in each, lines that are level, or nothing finite. */
function withoutWinner(data: FacetData, compared: number): string {
  const ends = data.panels
    .flatMap(({ name, lines }) => lines.map((line) => ({ name, line, end: endOf(line) })))
    .filter(({ end }) => Number.isFinite(end))
    .sort((a, b) => byFinalMedian(data.metric)(a.line, b.line))
  const [best, second] = ends
  if (best === undefined) return 'The median trial of every line diverged'
  const words = choiceWords(data)
  const end = data.metric === 'trainLoss' ? 'lowest' : 'highest'
  if (compared > 0)
    return `On mini-batches${words} no colour ends ${end} alone in any of ${formatNoun(compared, 'panel')}`
  const value = formatMeasure(best.end, 2)
  if (second === undefined) return `On mini-batches${words} ${best.line.label} ends at ${value}`
  if (ends.every(({ end: own }) => own === best.end))
    return `On mini-batches${words} every panel ends at ${value}`
  return `On mini-batches${words} ${best.name} ends ${end} of ${formatNoun(ends.length, 'panel')}, at ${value}`
}

/** `On mini-batches he-normal ends lowest in 2 of 3 panels, xavier-normal in 1; n=60, 5 diverged.` */
export function facetCaption(data: FacetData, places: ReadonlyMap<number, number>): string {
  const measured = data.panels.filter(({ n }) => n > 0)
  if (measured.length === 0) return 'No trial has ended yet.'
  if (isStartOnly({ lines: data.lines }))
    return `No trial of this sweep took an update: each mark is the ${data.metric === 'trainLoss' ? 'loss' : 'accuracy'} of the first mini-batch.`
  const best = winners(data, places)
  const [first, ...others] = best
  const end = data.metric === 'trainLoss' ? 'lowest' : 'highest'
  const compared = measured.filter(({ lines }) => lines.length > 1)
  const n = measured.reduce((sum, panel) => sum + panel.n, 0)
  const diverged = measured.reduce((sum, panel) => sum + panel.diverged, 0)
  const worst = [...measured].sort((a, b) => b.diverged / b.n - a.diverged / a.n)[0]
  const parts = [
    ...(first !== undefined
      ? [
          `On mini-batches${choiceWords(data)} ${first[0]} ends ${end} in ${first[1]} of ${formatNoun(compared.length, 'panel')}`,
          ...others.slice(0, 2).map(([name, count]) => `${name} in ${count}`),
        ]
      : [withoutWinner(data, compared.length)]),
  ].join(', ')
  return `${[
    parts,
    `${formatNoun(n, 'trial')}${diverged === 0 ? '' : `, ${formatCount(diverged)} diverged`}`,
    ...(diverged > 0 && worst !== undefined && measured.length > 1
      ? [`most at ${worst.name}: ${worst.diverged} of ${worst.n}`]
      : []),
    ...(data.rowCount < data.allRows
      ? [`rows ${data.from + 1} to ${data.from + data.rowCount} of ${data.allRows} drawn`]
      : []),
    ...(data.columnsLeft > 0 ? [`${data.columnsLeft} more columns left out`] : []),
    ...(data.mixed.length > 0 ? [`${data.mixed.join(', ')} told apart by dashes at most`] : []),
  ].join('; ')}.`
}
