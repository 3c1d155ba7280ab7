/** The engine's only source of time; tests inject their own. */
export interface Clock {
  /** Wall time for records: ISO 8601, UTC. May jump. */
  readonly timestamp: () => string
  /** Milliseconds on a clock that never goes back; only differences have a meaning. */
  readonly elapsed: () => number
}

export const systemClock: Clock = {
  timestamp: () => new Date().toISOString(),
  elapsed: () => performance.now(),
}

/** Hours after midnight at which a day of learning begins: a session in the night belongs to the evening. */
const DAY_BEGINS = 4

/** Turns moments, as ISO 8601, into the days of a person and back; tests inject their own. */
export interface Calendar {
  /** The day that a moment belongs to, as 2026-11-22. */
  readonly dayOf: (timestamp: string) => string
  /** The day so many days later. */
  readonly addDays: (day: string, days: number) => string
}

function dayText(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Days of the machine's time zone, from 4 in the morning by the clock on the wall. */
export const localCalendar: Calendar = {
  dayOf: (timestamp) => {
    const moment = new Date(timestamp)
    if (moment.getHours() < DAY_BEGINS) moment.setDate(moment.getDate() - 1)
    return dayText(moment.getFullYear(), moment.getMonth() + 1, moment.getDate())
  },
  addDays: (day, days) =>
    new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10),
}
