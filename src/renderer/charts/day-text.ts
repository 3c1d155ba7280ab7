const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const DAY_AND_YEAR = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' })

/** A day of the calendar such as 2026-11-22, whatever the zone: `22 Nov`. */
export function shortDay(day: string): string {
  return DAY.format(Date.parse(day))
}

/** `Sun, 22 Nov 2026`. */
export function longDay(day: string): string {
  return DAY_AND_YEAR.format(Date.parse(day))
}

/** `Nov`. */
export function monthOf(day: string): string {
  return MONTH.format(Date.parse(day))
}

/** Days since the Monday before 1970: a multiple of 7 for every Monday. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(day) / 86_400_000) + 3
}
