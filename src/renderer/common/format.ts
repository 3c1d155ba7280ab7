const COUNT = new Intl.NumberFormat('en-GB')
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const DATE_AND_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

export function formatCount(count: number): string {
  return COUNT.format(count)
}

/** `1 trial`, `2 trials`; `many` where the plural is irregular. */
export function formatNoun(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Seconds as the two largest units: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return '–'
  if (seconds < 0.95) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return twoUnits(Math.floor(whole / 60), 'min', whole % 60, 's')
  const minutes = Math.round(whole / 60)
  if (minutes < 1440) return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** Trials a second, two significant digits below ten: `0.45`, `8`, `140`. */
export function formatRate(perSecond: number): string {
  return COUNT.format(perSecond < 10 ? Number(perSecond.toPrecision(2)) : Math.round(perSecond))
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Decimal units, three significant digits at most. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${Number(value.toPrecision(value < 10 ? 2 : 3))} ${BYTE_UNITS[unit] ?? 'B'}`
}

/** A share of 0..1 as a whole per cent; 100 % only when it is complete. */
export function formatShare(share: number): string {
  const percent = Math.round(share * 100)
  return `${percent === 100 && share < 1 ? 99 : percent} %`
}

/** An ISO time of the contract in the reader's zone. */
export function formatDate(iso: string): string {
  return formatWith(DATE, iso)
}

export function formatDateAndTime(iso: string): string {
  return formatWith(DATE_AND_TIME, iso)
}

function formatWith(format: Intl.DateTimeFormat, iso: string): string {
  const time = Date.parse(iso)
  return Number.isNaN(time) ? iso : format.format(time)
}

/** The last part of a path, with either separator. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
