import type { ChartTheme } from './chart-theme'
import {
  bandPoint,
  byFinalMedian,
  isVisible,
  metricTitle,
  stepIndex,
  type ConvergenceData,
} from './convergence-data'
import { formatCounted, formatMeasure, formatMedian, formatTick } from './number-format'
import { tooltipHtml } from './tooltip-html'

/**
 * HTML of the tooltip at a step: each visible configuration with its median [q25, q75], n and how many of them
 * had diverged by then; the one pointed at first, then best first.
 */
export function convergenceTooltip(data: ConvergenceData, theme: ChartTheme, step: number): string {
  const sign = data.metric === 'trainLoss' ? 1 : -1
  const order = byFinalMedian(data.metric)
  const lines = data.lines
    .filter((line) => isVisible(data, line) && stepIndex(line.band, step) >= 0)
    .map((line) => ({ line, point: bandPoint(line.band, stepIndex(line.band, step)) }))
    .sort((a, b) => {
      const pointed =
        Number(b.line.configuration === data.emphasized) - Number(a.line.configuration === data.emphasized)
      const [x, y] = [sign * a.point.median, sign * b.point.median]
      return pointed !== 0 ? pointed : x === y ? order(a.line, b.line) : x - y
    })
  const rows = lines.map(({ line, point }) => ({
    style: line.style,
    label:
      point.step === step || !Number.isFinite(point.median)
        ? line.label
        : `${line.label} (step ${formatTick(point.step)})`,
    value: point.n > 1 ? formatMedian(point) : formatMeasure(point.median),
    counted: formatCounted(point.n, point.diverged),
    isEmphasized: line.configuration === data.emphasized,
  }))
  return tooltipHtml(`step ${formatTick(step)}`, `${metricTitle(data)}: median [quartiles]`, rows, theme)
}
