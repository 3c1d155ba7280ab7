import type { ChartTheme } from './chart-theme'
import {
  bandPoint,
  byFinalMedian,
  isVisible,
  metricTitle,
  stepIndex,
  type ConvergenceData,
  type ConvergenceLine,
} from './convergence-data'
import { bandText, bandWords } from './convergence-text'
import { formatCounted, formatTick } from './number-format'
import { STEP_SCALE_TEXTS } from './step-scale'
import { tooltipHtml } from './tooltip-html'

/** The index of the last recorded step at or before a place of the axis; -1 when there is none. */
function indexAt({ band, perStep }: ConvergenceLine, place: number): number {
  // A place was a step times what it is worth: the way back may miss the step by a rounding.
  return Number.isFinite(perStep) ? stepIndex(band, (place / perStep) * (1 + 1e-12)) : -1
}

function headingOf(place: number, { stepScale }: ConvergenceData): string {
  switch (stepScale) {
    case 'steps':
      return `step ${formatTick(place)}`
    case 'samples':
      return `${formatTick(place)} samples seen`
    case 'time':
      return `${formatTick(Number(place.toPrecision(3)))} s`
    case 'operations':
      return `${formatTick(Number(place.toPrecision(3)))} ${STEP_SCALE_TEXTS.operations.title}`
  }
}

/**
 * HTML of the tooltip at a place of the axis: each visible configuration with its line and band at its last step until there, n and
 * how many of them had diverged by then; the one pointed at first, then best first.
 */
export function convergenceTooltip(data: ConvergenceData, theme: ChartTheme, place: number): string {
  const sign = data.metric === 'trainLoss' ? 1 : -1
  const order = byFinalMedian(data.metric)
  const lines = data.lines
    .filter((line) => isVisible(data, line) && indexAt(line, place) >= 0)
    .map((line) => ({ line, point: bandPoint(line.band, indexAt(line, place)) }))
    .sort((a, b) => {
      const pointed =
        Number(b.line.configuration === data.emphasized) - Number(a.line.configuration === data.emphasized)
      const [x, y] = [sign * a.point.line, sign * b.point.line]
      return pointed !== 0 ? pointed : x === y ? order(a.line, b.line) : x - y
    })
  const rows = lines.map(({ line, point }) => ({
    style: line.style,
    label:
      (data.stepScale === 'steps' && point.step === place) || !Number.isFinite(point.line)
        ? line.label
        : `${line.label} (step ${formatTick(point.step)})`,
    value: bandText(point),
    counted: formatCounted(point.n, point.diverged),
    isEmphasized: line.configuration === data.emphasized,
  }))
  return tooltipHtml(headingOf(place, data), `${metricTitle(data)}: ${bandWords(data.choice)}`, rows, theme)
}
