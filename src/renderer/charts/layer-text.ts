import {
  layerTheory,
  mayHaveTheory,
  measuredLines,
  visibleLines,
  type LayerData,
  type MeasuredLine,
} from './layer-data'
import { LAYER_QUANTITIES } from './layer-quantities'
import { formatMeasure } from './number-format'
import { depthRatio, LINES_WITH_BANDS, signalQuantity, type SignalQuantity } from './signal-data'
import { ratioBeside, ratioText, reasonsText, type SignalRatio } from './signal-text'

function countsText(lines: readonly MeasuredLine[]): string {
  const first = lines[0]?.band.n
  const diverged = lines.reduce((sum, { band }) => sum + band.diverged, 0)
  const total = lines.reduce((sum, { band }) => sum + band.n, 0)
  const n = lines.every(({ band }) => band.n === first) ? `n=${first ?? 0} each` : `${total} trials`
  return diverged === 0 ? n : `${n}, ${diverged} of ${total} diverged by then`
}

/** NaN stands for a layer that has no such value. */
function isZero({ band }: MeasuredLine): boolean {
  return (
    [band.median, band.q25, band.q75].every((values) =>
      values.every((value) => value === 0 || Number.isNaN(value)),
    ) && band.median.some((value) => value === 0)
  )
}

/** Labels named one by one; more are counted. */
const NAMED = 3

/** `zeros · depth 3, zeros · depth 10: exactly 0 in every layer`: a log axis has no place for them. */
function zerosText(lines: readonly MeasuredLine[]): string | null {
  const zero = lines.filter(isZero)
  if (zero.length === 0) return null
  const labels = zero.slice(0, NAMED).map(({ label }) => label)
  const more = zero.length > NAMED ? ` and ${zero.length - NAMED} more` : ''
  return `${labels.join(', ')}${more}: exactly 0 in every layer`
}

/** `share of dead units 0 to 0.81 (layer 9 of normal std 1)` */
function extremesText(lines: readonly MeasuredLine[], title: string): string {
  const values = lines.flatMap(({ label, band }) =>
    Array.from(band.median, (value, index) => ({ value, where: `layer ${index + 1} of ${label}` })),
  )
  const finite = values.filter(({ value }) => Number.isFinite(value)).sort((a, b) => a.value - b.value)
  const [low] = finite
  const high = finite.at(-1)
  if (low === undefined || high === undefined) return `${title}: no value here`
  return low.value === high.value
    ? `${title} ${formatMeasure(low.value, 2)}`
    : `${title} ${formatMeasure(low.value, 2)} to ${formatMeasure(high.value, 2)} (${high.where})`
}

function changeText(lines: readonly MeasuredLine[], data: LayerData): string {
  const { title } = LAYER_QUANTITIES[data.quantity]
  const name = title.replace(/[,(].*$/, '').trim()
  const quantity = signalQuantity(data.quantity)
  return quantity === null ? extremesText(lines, name) : ratiosText(lines, data, quantity, name)
}

interface TellingRatio {
  readonly label: string
  readonly ratio: SignalRatio
}

/** The one pointed at, else those whose layers multiply the quantity least and most. */
function toldRatios(
  lines: readonly MeasuredLine[],
  data: LayerData,
  quantity: SignalQuantity,
): readonly TellingRatio[] {
  const pointed = lines.filter(({ configuration }) => configuration === data.emphasized)
  const measured = (pointed.length > 0 ? pointed : lines)
    .flatMap((line) => {
      const ratio = depthRatio(line.band.median, quantity)
      return ratio === null ? [] : [{ line, ratio }]
    })
    .sort((a, b) => a.ratio - b.ratio)
  const ends = [measured[0], measured.at(-1)].slice(0, measured.length)
  return ends.flatMap((end) => {
    if (end === undefined) return []
    const { line } = end
    const ratio = ratioBeside(line.band.median, layerTheory(line, data), quantity)
    return ratio === null ? [] : [{ label: line.label, ratio }]
  })
}

/** `×0.49 measured, 0.50 predicted (line 1)`, without a theory `×0.49 (line 1)`. */
function tellingText({ label, ratio }: TellingRatio): string {
  const text = ratio.predicted === null ? formatMeasure(ratio.measured, 2) : ratioText(ratio)
  return `×${text} (${label})`
}

function ratiosText(
  lines: readonly MeasuredLine[],
  data: LayerData,
  quantity: SignalQuantity,
  name: string,
): string {
  const told = toldRatios(lines, data, quantity)
  if (told.length === 0) {
    const zero = lines.find((line) => !isZero(line) && line.band.median.some((value) => value === 0))
    return zero === undefined ? `${name} by layer` : `${name} is exactly 0 in layers of ${zero.label}`
  }
  const direction = quantity === 'delta2' ? ' towards the input' : ''
  return `${name} a layer${direction}: ${told.map(tellingText).join(' to ')}`
}

/** Why theory says nothing of the start, where a few lines are drawn; looked at only where it could say something. */
function withoutTheory(lines: readonly MeasuredLine[], data: LayerData): string {
  if (!mayHaveTheory(data) || data.lines.length > LINES_WITH_BANDS) return ''
  return reasonsText(
    lines.map(({ label, configuration }) => ({ label, forecast: data.forecastOf(configuration) })),
  )
}

/** `Step 0: mean z² a layer: ×0.49 measured, 0.50 predicted (xavier-normal) to ×1.1 measured, 1.0 predicted (he-normal); n=10 each.` */
export function layerCaption(data: LayerData): string {
  const lines = visibleLines(data)
  if (lines.length === 0) {
    if (data.lines.length > 0 && measuredLines(data).length > 0) return 'Every line is hidden.'
    return 'No trial with layer statistics has ended yet.'
  }
  const isLog = LAYER_QUANTITIES[data.quantity].scale === 'log'
  const parts = [changeText(lines, data), isLog ? zerosText(lines) : null, countsText(lines)]
  if (data.lines.length < data.configurations) {
    parts.push(`the ${data.lines.length} drawn of ${data.configurations} configurations`)
  }
  const reasons = withoutTheory(lines, data)
  const sentence = `Step ${data.step}: ${parts.filter((part) => part !== null).join('; ')}.`
  return reasons === '' ? sentence : `${sentence} ${reasons}`
}
