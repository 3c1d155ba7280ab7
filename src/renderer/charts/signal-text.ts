import { formatMeasure } from './number-format'
import {
  depthRatio,
  forecastOf,
  LINES_WITH_BANDS,
  theoryCurve,
  visibleSignals,
  type SignalData,
  type SignalLine,
  type SignalQuantity,
  type TheoryCurve,
} from './signal-data'

export interface SignalRatio {
  readonly measured: number
  /** Null without a theory at this step. */
  readonly predicted: number | null
}

/** What a layer multiplies the quantity by, measured and in theory; null where `depthRatio` has no ratio of the medians. */
export function ratioBeside(
  medians: ArrayLike<number>,
  theory: TheoryCurve | null,
  quantity: SignalQuantity,
): SignalRatio | null {
  const measured = depthRatio(medians, quantity)
  if (measured === null) return null
  return { measured, predicted: theory === null ? null : depthRatio(theory.expected, quantity) }
}

export function signalRatio(line: SignalLine, quantity: SignalQuantity): SignalRatio | null {
  return ratioBeside(line.bands[quantity]?.median ?? [], theoryCurve(line, quantity), quantity)
}

function verb(ratio: number): string {
  if (Math.abs(ratio - 0.5) < 0.02) return 'halves'
  if (Math.abs(ratio - 2) < 0.08) return 'doubles'
  if (Math.abs(ratio - 1) < 0.03) return 'holds'
  return ratio < 1 ? 'shrinks' : 'grows'
}

/** Seeds scatter about a theory: as long as they agree with it, its own ratio says what the signal does. */
const AGREES_WITHIN = 0.15

function verbOf({ measured, predicted }: SignalRatio): string {
  const agrees = predicted !== null && Math.abs(measured / predicted - 1) < AGREES_WITHIN
  return verb(agrees ? predicted : measured)
}

/** `0.49 measured, 0.50 predicted` */
export function ratioText({ measured, predicted }: SignalRatio): string {
  const beside = predicted === null ? '' : `, ${formatMeasure(predicted, 2)} predicted`
  return `${formatMeasure(measured, 2)} measured${beside}`
}

/** What stands in the place of a ratio. */
function endText(line: SignalLine): string {
  const values = [...(line.bands.z2?.median ?? [])]
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) return `z² is not finite from layer ${bad + 1} on`
  const zero = values.findIndex((value) => value === 0)
  if (zero >= 0) return `z² is exactly 0 from layer ${zero + 1} on`
  const expected = theoryCurve(line, 'z2')?.expected[0]
  const beside = expected === undefined ? '' : `, ${formatMeasure(expected, 2)} predicted`
  return `z² of layer 1 is ${formatMeasure(values[0] ?? NaN, 2)}${beside}`
}

function backwardText(line: SignalLine): string {
  const backward = signalRatio(line, 'delta2')
  if (backward !== null) return `δ² ${verbOf(backward)} on the way back: ${ratioText(backward)}`
  const isDead = line.bands.delta2?.median.slice(0, -1).every((value) => value === 0) ?? false
  return isDead ? 'δ² is exactly 0 before the output' : ''
}

function lineText(line: SignalLine): string {
  const forward = signalRatio(line, 'z2')
  const first = forward === null ? endText(line) : `z² ${verbOf(forward)} per layer: ${ratioText(forward)}`
  return `${line.label}: ${[first, backwardText(line)].filter((part) => part !== '').join('; ')}`
}

/** The one pointed at, else those whose layers multiply the signal least and most. */
function toldLines(data: SignalData): readonly SignalLine[] {
  const lines = visibleSignals(data)
  const emphasized = lines.find(({ configuration }) => configuration === data.emphasized)
  if (emphasized !== undefined) return [emphasized]
  const ratios = lines
    .flatMap((line) => {
      const ratio = signalRatio(line, 'z2')
      return ratio === null ? [] : [{ line, ratio: ratio.measured }]
    })
    .sort((a, b) => a.ratio - b.ratio)
  const [low] = ratios
  const high = ratios.at(-1)
  if (low === undefined || high === undefined) return lines.slice(0, 1)
  return low === high ? [low.line] : [low.line, high.line]
}

function countsText(lines: readonly SignalLine[]): string {
  const bands = lines.flatMap(({ bands: { z2 } }) => (z2 === null ? [] : [z2]))
  const diverged = bands.reduce((sum, band) => sum + band.diverged, 0)
  const total = bands.reduce((sum, { n }) => sum + n, 0)
  const first = bands[0]?.n ?? 0
  const n = bands.every((band) => band.n === first) ? `n=${first} each` : `${total} trials`
  return diverged === 0 ? n : `${n}, ${diverged} of ${total} diverged by then`
}

/** `Step 0. relu · xavier-normal: z² halves per layer: 0.50 measured, 0.50 predicted; δ² halves on the way back: ... n=10 each.` */
export function signalCaption(data: SignalData): string {
  const lines = visibleSignals(data)
  if (lines.length === 0) {
    return data.lines.some(({ bands }) => bands.z2 !== null)
      ? 'Every line is hidden.'
      : 'No trial with layer statistics has ended yet.'
  }
  const texts = toldLines(data).map(lineText)
  const drawn =
    data.lines.length < data.configurations
      ? `; the ${data.lines.length} drawn of ${data.configurations} configurations`
      : ''
  return `Step ${data.step}. ${texts.join('. ')}. ${countsText(lines)}${drawn}.`
}

/** Reasons told one by one; more are counted. */
const MOST_REASONS = 2

/** Why there is no theory, for those lines that have none. */
export function reasonsText(lines: readonly Pick<SignalLine, 'label' | 'forecast'>[]): string {
  const labels = new Map<string, string[]>()
  for (const { label, forecast } of lines) {
    if (forecast?.theory !== null) continue
    labels.set(forecast.reason, [...(labels.get(forecast.reason) ?? []), label])
  }
  const sentences = [...labels].map(([reason, own]) => `No theory for ${own.join(', ')}: ${reason}`)
  const more = sentences.length - MOST_REASONS
  return [...sentences.slice(0, MOST_REASONS), ...(more > 0 ? [`And ${more} more without one.`] : [])].join(
    ' ',
  )
}

/** How to read what theory draws, or why it draws nothing. */
export function signalNote(data: SignalData): string {
  const lines = visibleSignals(data)
  if (lines.length === 0) return ''
  if (data.step > 0) return 'Theory speaks of the start: step back to 0 to see it over the measurement.'
  const reasons = reasonsText(lines)
  const seeds = lines.flatMap((line) => theoryCurve(line, 'z2')?.seeds ?? [])
  if (seeds.length === 0) return reasons
  const same = seeds.every((count) => count === seeds[0])
  const medians =
    seeds[0] === 1 && same
      ? 'single draws'
      : same
        ? `medians of ${seeds[0] ?? 0} draws`
        : 'medians of as many draws as there are trials'
  const shaded = data.lines.length > LINES_WITH_BANDS ? 'Shaded when pointed at' : 'Shaded'
  const neglects = [...new Set(lines.flatMap((line) => forecastOf(line)?.approximations ?? []))]
  return [
    `Dots: median and quartiles. Dashed: theory of infinite width. ${shaded}: 95 % of ${medians} at this width, the low edge for single samples, the high one for means over samples that stay apart, as with tanh, selu and elu, whose medians scatter much less.`,
    ...neglects,
    reasons,
  ]
    .filter((part) => part !== '')
    .join(' ')
}
