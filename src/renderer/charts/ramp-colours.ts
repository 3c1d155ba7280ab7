import type { ChartTheme } from './chart-theme'

type Channels = readonly [red: number, green: number, blue: number]

function channels(hex: string): Channels {
  const at = (place: number): number => Number.parseInt(hex.slice(place, place + 2), 16)
  return [at(1), at(3), at(5)]
}

/** The colour at a share 0..1 of the ramp, straight between its neighbours. */
export function rampColour(share: number, { ramp, text }: ChartTheme): string {
  const place = Math.min(1, Math.max(0, share)) * (ramp.length - 1)
  const low = ramp[Math.floor(place)]
  const high = ramp[Math.ceil(place)]
  if (low === undefined || high === undefined) return text
  const [from, to] = [channels(low), channels(high)]
  const mixed = from.map((value, index) => value + ((to[index] ?? value) - value) * (place % 1))
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}

/** Relative luminance of a colour, 0..1. Source: WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = channels(hex).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4)
  })
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0)
}

/** Contrast of two colours, 1..21. Source: WCAG 2.2. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

const INK = '#000000'
const PAPER = '#ffffff'

/** Ink or paper, whichever reads better on the colour. */
export function readableOn(hex: string): string {
  return contrast(hex, INK) >= contrast(hex, PAPER) ? INK : PAPER
}
