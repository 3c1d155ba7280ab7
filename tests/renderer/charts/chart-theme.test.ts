import { expect, test } from 'vitest'
import { CHART_THEMES, type ChartTheme } from '../../../src/renderer/charts/chart-theme'

function channels(hex: string): number[] {
  return [1, 3, 5].map((start) => {
    const value = parseInt(hex.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4)
  })
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [x, y] = [luminance(channels(a)), luminance(channels(b))]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB. */
const VISIONS = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

/** OKLab of a colour as seen (Ottosson 2020). */
function seen(hex: string, matrix: readonly number[]): number[] {
  const rgb = channels(hex)
  const row = (start: number): number =>
    Math.max(
      0,
      rgb.reduce((sum, value, index) => sum + value * (matrix[start + index] ?? 0), 0),
    )
  const [r, g, b] = [row(0), row(3), row(6)]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

function distance(a: string, b: string, matrix: readonly number[]): number {
  const [x, y] = [seen(a, matrix), seen(b, matrix)]
  return Math.hypot(...x.map((value, index) => value - (y[index] ?? 0)))
}

const themes: readonly ChartTheme[] = Object.values(CHART_THEMES)

test.each(themes)('lines and text read on the surface: $mode', ({ palette, surface, text, mutedText }) => {
  for (const colour of palette) expect(contrast(colour, surface), colour).toBeGreaterThanOrEqual(3)
  expect(contrast(text, surface)).toBeGreaterThanOrEqual(7)
  expect(contrast(mutedText, surface)).toBeGreaterThanOrEqual(4.5)
})

test.each(themes)('colours stay apart for every common colour vision: $mode', ({ palette }) => {
  for (const [vision, matrix] of Object.entries(VISIONS)) {
    for (const [index, colour] of palette.entries()) {
      for (const other of palette.slice(index + 1)) {
        expect(distance(colour, other, matrix), `${vision}: ${colour} and ${other}`).toBeGreaterThan(0.085)
      }
    }
  }
})

test.each(themes)('the ramp reads everywhere and grows lighter all the way: $mode', ({ ramp, surface }) => {
  for (const colour of ramp) expect(contrast(colour, surface), colour).toBeGreaterThanOrEqual(3)
  for (const matrix of Object.values(VISIONS)) {
    const lightness = ramp.map((colour) => seen(colour, matrix)[0] ?? 0)
    expect(lightness).toEqual([...lightness].sort((a, b) => a - b))
  }
})
