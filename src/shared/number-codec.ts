import { z } from 'zod'

/** The names of the numbers that JSON has no text for. */
export const NON_FINITE_NAMES = ['NaN', 'Infinity', '-Infinity'] as const
export type NonFiniteName = (typeof NON_FINITE_NAMES)[number]
export type EncodedNumber = number | NonFiniteName

/** A double for JSON: itself when finite, else its name. JSON.stringify then writes -0 as 0, equal in value. */
export function encodeNumber(value: number): EncodedNumber {
  if (Number.isFinite(value)) return value
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? 'Infinity' : '-Infinity'
}

/** The double that `encodeNumber` was given. */
export function decodeNumber(encoded: EncodedNumber): number {
  return typeof encoded === 'number' ? encoded : Number(encoded)
}

/** Reads an encoded number of a file or a row; anything else is refused. */
export const encodedNumber = z.union([z.number(), z.enum(NON_FINITE_NAMES)]).transform(decodeNumber)
