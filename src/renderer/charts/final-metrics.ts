import type { Metric } from '@shared/statistics/metrics'
import { axisRange, type AxisRange } from './axis-range'

export interface FinalMetricDescription {
  /** In the list to choose from. */
  readonly label: string
  /** On axes and in captions. */
  readonly title: string
  readonly isLoss: boolean
}

export const FINAL_METRICS: Readonly<Record<Metric, FinalMetricDescription>> = {
  trainLoss: { label: 'Train loss', title: 'final train loss', isLoss: true },
  trainAccuracy: { label: 'Train accuracy', title: 'final train accuracy', isLoss: false },
  testLoss: { label: 'Test loss', title: 'final test loss', isLoss: true },
  testAccuracy: { label: 'Test accuracy', title: 'final test accuracy', isLoss: false },
}

/** Round ends around the finite values: a log axis for a positive loss, the values' own linear range for an accuracy. */
export function metricRange(values: readonly number[], metric: Metric): AxisRange {
  const finite = values.filter((value) => Number.isFinite(value))
  const isLog = FINAL_METRICS[metric].isLoss && finite.every((value) => value > 0)
  return axisRange(finite, isLog ? 'log' : 'linear')
}

/** Where a finite value lies between the ends of the range, 0..1; an infinite one and NaN lie nowhere: NaN. */
export function sharePosition(value: number, { scale, min, max }: AxisRange): number {
  if (!Number.isFinite(value)) return NaN
  const share = scale === 'log' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min)
  return Math.min(1, Math.max(0, share))
}
