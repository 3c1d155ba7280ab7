import { panelCount } from '../kernels/layout'
import { OPERATIONS_BETWEEN, type Pace } from '../pace'
import type { Network } from './network'
import type { Part } from './part'
import type { PassMode } from './signal'

/** The passes along a chain of parts. */
export type Passes = Pick<
  Network,
  'forward' | 'forwardLayers' | 'forwardHidden' | 'backward' | 'backwardToInput' | 'backwardOutput'
>

/**
 * `ends`: the parts up to and with the one that makes z of each weight layer. The pace is told of each part: a pass
 * over a large network may be paused and stopped on the way.
 */
export function createPasses(parts: readonly Part[], ends: readonly number[], pace: Pace): Passes {
  /** Beside the parts: a number is read faster from here than from an object of any of their shapes. */
  const operations = parts.map((part) => part.operations)

  function forward(begin: number, end: number, samples: number, mode: PassMode, step: number): void {
    const panels = panelCount(samples)
    const most = OPERATIONS_BETWEEN / panels
    let done = 0
    for (let place = begin; place < end; place += 1) {
      parts[place].forward(samples, panels, mode, step)
      done += operations[place]
      if (done < most) continue
      pace.spendInPass(panels * done)
      done = 0
    }
    pace.spendInPass(panels * done)
  }

  function backward(begin: number, samples: number, toInput: boolean, toParameters: boolean): void {
    const panels = panelCount(samples)
    const most = OPERATIONS_BETWEEN / panels
    let done = 0
    for (let place = parts.length - 1; place >= begin; place -= 1) {
      parts[place].backward(samples, panels, toInput || place > begin, toParameters)
      done += operations[place]
      if (done < most) continue
      pace.spendInPass(panels * done)
      done = 0
    }
    pace.spendInPass(panels * done)
  }

  return {
    forward: (samples, mode, step) => {
      forward(0, parts.length, samples, mode, step)
    },
    forwardLayers: (samples, first, last) => {
      forward(first === 1 ? 0 : ends[first - 2], ends[last - 1], samples, 'evaluate', 0)
    },
    forwardHidden: (samples, step) => {
      forward(0, parts.length - 1, samples, 'evaluate', step)
    },
    backward: (samples, toInput) => {
      backward(0, samples, toInput, true)
    },
    backwardToInput: (samples) => {
      backward(0, samples, true, false)
    },
    backwardOutput: (samples) => {
      backward(parts.length - 1, samples, false, true)
    },
  }
}
