/**
 * Work between two questions, in operations of which a second holds about 1e9: short enough that a trial answers a pause
 * at once, long enough that asking costs nothing.
 */
export const OPERATIONS_BETWEEN = 2e7

/** Ends a trial that was told to stop where it has no weights, or no final metrics, to speak of. */
export class Stopped extends Error {
  constructor() {
    super('The trial was stopped')
    this.name = 'Stopped'
  }
}

/** Work without steps, such as drawing a large matrix, reports to it and so is paused and stopped like the rest. */
export interface Pace {
  /**
   * Told of `operations` of work done, roughly; asks whether the trial may go on when enough has gathered.
   * @throws Stopped when it may not.
   */
  readonly spend: (operations: number) => void
}

/** For work that nobody stops. */
export const UNHURRIED: Pace = { spend: () => undefined }

/** Asks `proceed`, which sleeps while the sweep is paused. */
export function createPace(proceed: () => boolean): Pace {
  let gathered = 0
  return {
    spend: (operations) => {
      gathered += operations
      if (gathered < OPERATIONS_BETWEEN) return
      gathered = 0
      if (!proceed()) throw new Stopped()
    },
  }
}
