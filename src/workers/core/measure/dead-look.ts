import { LANES } from '../kernels/layout'
import type { Run } from '../run'
import type { DeadUnits } from './dead-units'
import { probeRows } from './probe-rows'

/** Marks in `dead` the units that are alive on the probe batch; overwrites z and h of all hidden layers. */
export type DeadLook = (step: number) => void

/**
 * Looks at the probe batch of a run, again and again. A unit that is alive on some samples is alive: while no unit was found
 * dead, half of the probe mostly answers for all of it. The other half is passed when a unit is left in doubt.
 */
export function createDeadLook({ network, trainSplit }: Run, dead: DeadUnits): DeadLook {
  const rows = probeRows(trainSplit.samples)
  let wereAllAlive = true

  function pass(first: number, end: number, step: number): void {
    trainSplit.load(rows, first, end - first)
    network.forwardHidden(end - first, step)
    dead.mark(end - first)
  }

  return (step) => {
    const half = wereAllAlive ? Math.min(LANES, rows.length) : rows.length
    dead.reset()
    pass(0, half, step)
    wereAllAlive = dead.areAllAlive()
    if (half === rows.length || wereAllAlive) return
    pass(half, rows.length, step)
    wereAllAlive = dead.areAllAlive()
  }
}
