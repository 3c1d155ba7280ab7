/**
 * Work between two questions, in operations of which a second holds about 1e9: short enough that a trial answers a pause
 * at once, long enough that asking costs nothing.
 */
export const OPERATIONS_BETWEEN = 2e7

/**
 * Products that a matrix kernel computes before a question. A second of one core holds some 3e10 of them, and 2e9 on a
 * slow one; the pieces stay so large that cutting costs nothing.
 */
export const OPERATIONS_AT_ONCE = 5e8

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
  /** As `spend`, within an update or between the parts of a pass through a network. */
  readonly spendInPass: (operations: number) => void
}

/** For work that nobody stops. */
export const UNHURRIED: Pace = { spend: () => undefined, spendInPass: () => undefined }

/** Asks `proceed`, which sleeps while the sweep is paused. */
export function createPace(proceed: (isInPass: boolean) => boolean): Pace {
  let gathered = 0
  function ask(isInPass: boolean): void {
    gathered = 0
    if (!proceed(isInPass)) throw new Stopped()
  }
  return {
    spend: (operations) => {
      gathered += operations
      if (gathered >= OPERATIONS_BETWEEN) ask(false)
    },
    spendInPass: (operations) => {
      gathered += operations
      if (gathered >= OPERATIONS_BETWEEN) ask(true)
    },
  }
}
