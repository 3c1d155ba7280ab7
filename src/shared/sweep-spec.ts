/** Placeholder of the contract; the schema follows. */
export type FactorValue = string | number | boolean | null | readonly FactorValue[] | { readonly [key: string]: FactorValue }

/** A sweep spec as a plain JSON object (the text of a file, parsed as YAML or JSON; defaults may be missing). */
export type SweepDocument = { readonly [key: string]: FactorValue }

/** A checked spec: defaults filled in, every value possible. */
export interface SweepSpec {
  readonly document: SweepDocument
}
