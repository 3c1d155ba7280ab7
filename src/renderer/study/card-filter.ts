import type { CardFilter } from '@shared/study/card-session'
import { TOPIC_TITLES } from '@shared/study/topics'

/** The choices with one of them put in or taken out, in the order of the list; none and all of them are null: no filter. */
export function toggled<Value>(
  chosen: readonly Value[] | null,
  all: readonly Value[],
  value: Value,
): Value[] | null {
  const before = chosen ?? []
  const after = all.filter((one) => before.includes(one) !== (one === value))
  return after.length === 0 || after.length === all.length ? null : after
}

/** A filter in words, for its button: `All topics`, `Xavier, He · hard`, `7 topics`. */
export function filterText({ topics, difficulties }: CardFilter): string {
  const about =
    topics === null
      ? 'All topics'
      : topics.length > 2
        ? `${String(topics.length)} topics`
        : topics.map((topic) => TOPIC_TITLES[topic]).join(', ')
  return difficulties === null ? about : `${about} · ${difficulties.join(', ')}`
}
