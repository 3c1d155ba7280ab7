import type { Expansion, Factor } from '@shared/sweep'

/** How a configuration is drawn everywhere: the place of its colour in the palette, and the dash of its line. */
export interface LineStyle {
  readonly colour: number
  readonly dash: readonly number[]
}

export const PALETTE_SIZE = 8

/** Solid, dashed, dotted, dash-dot, long dash: told apart at the width of a line. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]]

/** Lines up to this number have a colour of their own each, and need no dash. */
const COLOURS_ALONE = 6

function bySize(factor: Factor): number {
  return factor.values.length
}

/** The factor that colours tell apart: the scheme where it varies, else the first that fits the palette. */
function colourFactor(factors: readonly Factor[]): Factor | undefined {
  const fitting = factors.filter((factor) => bySize(factor) <= PALETTE_SIZE)
  return fitting.find(({ key }) => key === 'model.init') ?? fitting[0]
}

function position(factor: Factor, value: unknown): number {
  const text = JSON.stringify(value)
  return factor.values.findIndex((candidate) => JSON.stringify(candidate) === text)
}

/**
 * One style a configuration. With two or more factors, colour follows one of them and dash another, so that the
 * eye groups lines as the grid does; otherwise colours first, dashes once the colours are used up.
 */
export function lineStyles({ factors, configurations }: Expansion): readonly LineStyle[] {
  const varying = factors.filter((factor) => bySize(factor) > 1)
  const colour = colourFactor(varying)
  const dash = varying.find((factor) => factor !== colour && bySize(factor) <= DASHES.length)
  if (colour !== undefined && dash !== undefined) {
    return configurations.map((configuration) => ({
      colour: Math.max(0, position(colour, configuration.factors[colour.key])),
      dash: DASHES[Math.max(0, position(dash, configuration.factors[dash.key]))] ?? [],
    }))
  }
  const colours = configurations.length > PALETTE_SIZE ? COLOURS_ALONE : PALETTE_SIZE
  return configurations.map((_, index) => ({
    colour: index % colours,
    dash: DASHES[Math.floor(index / colours) % DASHES.length] ?? [],
  }))
}
