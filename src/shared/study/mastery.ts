import type { ListedCard } from './card-session'
import type { StudyContent } from './study-content'
import { brierScore, chanceBrier, madePredictions } from './prediction-scores'
import type { MadePrediction } from './prediction-scores'
import { studyItems } from './study-content'
import type { RecordedEvent, StudyEvent } from './study-event'
import { TOPICS } from './topics'

/** How far a learner is in one topic; each part from 0 to 1, null where the topic has nothing of the kind. */
export interface TopicMastery {
  readonly topic: (typeof TOPICS)[number]
  /** Mean probability that a card of the topic is known now; one that is new or in learning counts 0. */
  readonly recall: number | null
  /** How much better than guessing the first predictions of its lessons and claims were; null before any. */
  readonly prediction: number | null
  /** Share of its claims whose experiment was opened, or run in a lesson. */
  readonly experiments: number | null
  /** Mean of the parts that are there. */
  readonly mastery: number
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

/**
 * The skill of one prediction, 0 to 1: of a winner among k, 1 - (c - right)^2 / ((1 - 1/k) / k), the Brier score of its
 * confidence c beside that of the share 1 / k, not below 0; of a curve, whether the seeds' median stayed near it.
 */
function skillOf({ outcome }: MadePrediction): number {
  if (outcome.kind === 'curve') return outcome.isWithin ? 1 : 0
  return Math.max(0, 1 - brierScore(outcome) / chanceBrier(outcome.choices))
}

/** Minutes after any answer a card is surely known; only one that left learning has shown that it stays. */
function lastingRecall({ schedule, recall }: ListedCard): number {
  return schedule.state === 'review' ? recall : 0
}

/** The claims whose experiment this shows: a lesson's prediction has just run its own. */
function experimentsOf(event: StudyEvent): readonly string[] {
  if (event.kind === 'prediction') return event.claims
  return event.kind === 'experiment' ? [event.claim] : []
}

/** Mastery of every topic, in their order. */
export function topicMastery(
  content: StudyContent,
  cards: readonly ListedCard[],
  history: readonly RecordedEvent[],
): readonly TopicMastery[] {
  const items = studyItems(content)
  const lessonTopics = new Map(content.lessons.map(({ id, topics }) => [id, topics]))
  const { firsts } = madePredictions(history)
  const seen = new Set(history.flatMap(({ event }) => experimentsOf(event)))
  return TOPICS.map((topic) => {
    const own = cards.filter(({ card, isSuspended }) => !isSuspended && card.topics.includes(topic))
    const claims = new Set(
      items.filter(({ topics }) => topics.includes(topic)).flatMap((item) => item.claims),
    )
    const skills = firsts
      .filter(({ subject }) =>
        subject.kind === 'claim'
          ? claims.has(subject.claim)
          : lessonTopics.get(subject.lesson)?.includes(topic) === true,
      )
      .map(skillOf)
    const parts = {
      recall: mean(own.map(lastingRecall)),
      prediction: mean(skills),
      experiments: mean([...claims].map((claim) => (seen.has(claim) ? 1 : 0))),
    }
    const present = Object.values(parts).filter((part) => part !== null)
    return { topic, ...parts, mastery: mean(present) ?? 0 }
  })
}

/** Days in a row with a review up to today, or up to yesterday when today has none yet. */
export function streakDays(done: readonly { readonly day: string; readonly count: number }[]): number {
  const days = [...done].reverse()
  const first = days[0]?.count === 0 ? 1 : 0
  const end = days.findIndex(({ count }, place) => place >= first && count === 0)
  return (end < 0 ? days.length : end) - first
}
