import type { FieldKey } from './sweep-spec-model'

/** Values that do not fit each other, told at the key that should change first. */
export interface Finding {
  readonly key: FieldKey
  /** What is wrong, which values, what to do. */
  readonly message: string
}
