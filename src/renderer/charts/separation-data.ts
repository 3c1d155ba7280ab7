import { probabilityText } from '@shared/statistics/comparison-text'
import type { Separation, SeparationCell, SeparationPlace } from '@shared/statistics/first-separation'
import type { LayerQuantity } from '@shared/statistics/layer-bands'
import type { DataTable } from './data-table'
import { LAYER_QUANTITIES } from './layer-quantities'
import type { LineStyle } from './line-styles'
import { formatMeasure } from './number-format'

/** Quantities that every trial with layers has at every step, and whose values seldom tie. */
export const SEPARATION_QUANTITIES = [
  'z2',
  'h2',
  'delta2',
  'weightGradient',
  'update',
] as const satisfies readonly LayerQuantity[]
export type SeparationQuantity = (typeof SEPARATION_QUANTITIES)[number]

export interface SeparationSideLabel {
  readonly label: string
  readonly style: LineStyle
}

export interface SeparationData {
  readonly a: SeparationSideLabel
  readonly b: SeparationSideLabel
  readonly separation: Separation
}

/** `layer 2`; where the depths differ, the last place is that of both outputs. */
function placeText({ a, b }: SeparationPlace): string {
  return a === b ? `layer ${a}` : 'the output layer'
}

/** On the axis. */
export function placeLabel({ a, b }: SeparationPlace): string {
  return a === b ? String(a) : 'output'
}

/** `0.50 against 1.01`, with as many digits as it takes to tell them apart. */
function valuesText({ a, b }: Pick<SeparationCell, 'a' | 'b'>): string {
  const digits = [2, 3, 4, 5].find((count) => formatMeasure(a, count) !== formatMeasure(b, count)) ?? 3
  return `${formatMeasure(a, digits)} against ${formatMeasure(b, digits)}`
}

function seedsText({ n: [a, b] }: Pick<SeparationCell, 'n'>): string {
  return a === b ? `${a} seeds a side` : `${a} against ${b} seeds`
}

function largestN({ cells }: Separation): SeparationCell['n'] {
  return cells.reduce<SeparationCell['n']>(([a, b], { n }) => [Math.max(a, n[0]), Math.max(b, n[1])], [0, 0])
}

/** On what the map rests. */
function basisText(separation: Separation): string {
  const { basis, cells, alpha, adjustedP } = separation
  const n = seedsText({ n: largestN(separation) })
  if (basis === 'ranges') {
    return `no test: ${n} cannot reach p ≤ ${alpha} over ${cells.length} comparisons, so apart means that their ranges do not overlap`
  }
  const p = adjustedP === null ? `p ≤ ${alpha}` : probabilityText(adjustedP, alpha)
  return `${p} after Bonferroni over ${cells.length} comparisons, ${n}`
}

/** How the layer of the first point goes on: `and at every later step`. */
function lastingText({ cells, first }: Separation): string {
  const later = cells.filter(({ place, step }) => place === first?.place && step > first.step)
  const apart = later.filter(({ higher }) => higher !== null)
  if (later.length === 0) return ''
  if (apart.some(({ higher }) => higher !== first?.higher)) {
    return `, later at ${apart.length} of ${later.length} steps, not always the same way`
  }
  return apart.length === later.length
    ? ', and at every later step'
    : `, later at ${apart.length} of ${later.length} steps`
}

/** `z² separates first at layer 2, step 0 (0.50 against 1.01), and at every later step; p = 0.003 after Bonferroni over 231 comparisons, 10 seeds a side.` */
export function separationCaption({ a, b, separation }: SeparationData): string {
  const { quantity, cells, first, places, steps, basis } = separation
  const name = LAYER_QUANTITIES[quantity].label
  if (cells.length === 0) {
    return `No recorded step has ${name} of both ${a.label} and ${b.label}.`
  }
  if (basis === 'none') return 'One seed a side cannot tell a difference from chance.'
  if (first === null) {
    return `${name} never separates, at any layer and recorded step: ${a.label} and ${b.label} overlap throughout; ${basisText(separation)}.`
  }
  const place = places[first.place]
  const layer = place === undefined ? '' : placeText(place)
  const here = cells.filter(({ step }) => step === first.step)
  const together = here.filter(({ higher }) => higher !== null).length
  const lasting = lastingText(separation)
  const isFromTheStart = first.step === steps[0] && lasting === ', and at every later step'
  const head = isFromTheStart
    ? `${name} differs from step ${first.step} on at ${layer} (${valuesText(first)})`
    : `${name} separates first at ${layer}, step ${first.step} (${valuesText(first)})${lasting}`
  const others = together > 1 ? `, there in ${together} of ${here.length} layers` : ''
  return `${head}${others}; ${basisText(separation)}.`
}

/** One cell in words, for the pointer. */
export function cellSentence(cell: SeparationCell, { a, b, separation }: SeparationData): string {
  const place = separation.places[cell.place]
  const where = `Step ${cell.step}, ${place === undefined ? '' : placeText(place)}`
  const higher = cell.higher === null ? 'not apart' : `${cell.higher === 'a' ? a.label : b.label} is higher`
  const gone = cell.diverged[0] + cell.diverged[1]
  const lost = gone === 0 ? '' : `, ${gone} of ${cell.n[0] + cell.n[1]} diverged by then`
  return `${where}: ${higher}; median ${valuesText(cell)}; ${seedsText(cell)}${lost}.`
}

/** One row a layer: when it separates first and how often. */
export function separationTable({ a, b, separation }: SeparationData): DataTable {
  return {
    columns: [
      'layer',
      'first apart at step',
      'higher there',
      `A: ${a.label}`,
      `B: ${b.label}`,
      'steps apart',
    ],
    rows: separation.places.map((place, index) => {
      const own = separation.cells.filter((cell) => cell.place === index)
      const apart = own.filter(({ higher }) => higher !== null)
      const [first] = apart
      return [
        placeLabel(place),
        first === undefined ? 'never' : String(first.step),
        first === undefined ? '' : first.higher === 'a' ? 'A' : 'B',
        first === undefined ? '' : formatMeasure(first.a),
        first === undefined ? '' : formatMeasure(first.b),
        `${apart.length} of ${own.length}`,
      ]
    }),
  }
}

export function separationCsv({ a, b, separation }: SeparationData): DataTable {
  return {
    columns: [
      'step', 'layer of A', 'layer of B', 'apart', 'higher', `${separation.quantity} median of ${a.label}`,
      `${separation.quantity} median of ${b.label}`, 'n A', 'n B', 'diverged A', 'diverged B',
    ], // prettier-ignore
    rows: separation.cells.map((cell) => {
      const place = separation.places[cell.place]
      return [
        cell.step, place?.a ?? '', place?.b ?? '', cell.higher === null ? 'no' : 'yes', cell.higher?.toUpperCase() ?? '',
        cell.a, cell.b, ...cell.n, ...cell.diverged,
      ].map(String) // prettier-ignore
    }),
  }
}
