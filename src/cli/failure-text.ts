import type { LabError } from '@shared/errors'

/** A failure for standard error: where (a file, a row, a key), unless the message says so itself, and what. */
export function failureText({ message, place }: LabError): string {
  return place === undefined || place === '' || message.includes(place) ? message : `${place}: ${message}`
}
