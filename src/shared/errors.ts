/**
 * Expected failures are values, not exceptions: a `Result` carries either the value or a `LabError`
 * whose message says what is wrong, which value, and what to do. `throw` means a bug in the lab.
 */
export type ErrorCode =
  | 'spec-syntax' // the text is not YAML or JSON
  | 'spec-invalid' // a key is unknown or a value impossible
  | 'spec-not-available' // a key of the format that this version does not serve yet
  | 'spec-too-large' // a limit of limits.ts is passed
  | 'dataset-unreadable'
  | 'dataset-invalid' // a wrong cell: place holds row and column
  | 'trial-too-large' // refused before it runs, with the estimate
  | 'worker-fault'
  | 'queue-full' // one sweep runs at a time
  | 'store-busy' // another instance holds the database
  | 'store-corrupt'
  | 'store-newer'
  | 'store-full' // no space left on the device
  | 'report-unreadable'
  | 'report-invalid'
  | 'report-too-large'
  | 'report-read-only'
  | 'file-exists'
  | 'file-unwritable'
  | 'not-found'
  | 'refused' // an IPC call from a foreign sender, or a payload that does not fit the contract
  | 'busy' // the action does not fit the present state (delete while running)
  | 'internal'

export interface LabError {
  readonly code: ErrorCode
  /** One or two plain sentences: what, which value, what to do. */
  readonly message: string
  /** Where: `sweep.yaml:12`, `train.learningRate`, `row 3, column "age"`. */
  readonly place?: string
}

export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: LabError }

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value }
}

export function failure(
  code: ErrorCode,
  message: string,
  place?: string,
): { readonly ok: false; readonly error: LabError } {
  return { ok: false, error: place === undefined ? { code, message } : { code, message, place } }
}

/** An error in one line: where (a file, a row, a key), unless the message says so itself, and what. */
export function errorText({ message, place }: LabError): string {
  return place === undefined || place === '' || message.includes(place) ? message : `${place}: ${message}`
}

/** Makes a switch over a union total: the compiler refuses a forgotten member. @throws always, when reached. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`)
}
