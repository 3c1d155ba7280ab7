import type { InterviewQuestion } from './interview'
import type { Question } from './question'
import type { Topic } from './quiz'
import type { StudyEvent } from './study-event'

/** How well a topic is known. */
export interface TopicShare {
  readonly topic: Topic
  /** Mean share of the points, 0 to 1. */
  readonly share: number
  /** Answers behind it. */
  readonly n: number
}

interface Scored {
  readonly topics: readonly Topic[]
  readonly share: number
}

/** Mean share of each topic that was asked, the lowest first; of equal ones the one with more answers. */
function topicShares(scored: readonly Scored[]): readonly TopicShare[] {
  const sums = new Map<Topic, { sum: number; n: number }>()
  for (const { topics, share } of scored)
    for (const topic of topics) {
      const { sum, n } = sums.get(topic) ?? { sum: 0, n: 0 }
      sums.set(topic, { sum: sum + share, n: n + 1 })
    }
  return [...sums]
    .map(([topic, { sum, n }]) => ({ topic, share: sum / n, n }))
    .sort((a, b) => a.share - b.share || b.n - a.n)
}

/** Shares of points over all quizzes; answers to questions that are no longer there do not count. */
export function quizTopicShares(
  events: readonly StudyEvent[],
  questions: ReadonlyMap<string, Question>,
): readonly TopicShare[] {
  return topicShares(
    events.flatMap((event) =>
      event.kind !== 'quiz'
        ? []
        : event.answers.flatMap(({ question, points }) => {
            const found = questions.get(question)
            return found === undefined ? [] : [{ topics: found.topics, share: points }]
          }),
    ),
  )
}

/** Shares of covered concepts over interviews. */
export function interviewTopicShares(
  events: readonly StudyEvent[],
  questions: ReadonlyMap<string, InterviewQuestion>,
): readonly TopicShare[] {
  return topicShares(
    events.flatMap((event) =>
      event.kind !== 'interview'
        ? []
        : event.answers.flatMap(({ question, covered, of }) => {
            const found = questions.get(question)
            return found === undefined ? [] : [{ topics: found.topics, share: covered.length / of }]
          }),
    ),
  )
}

const MOST_WEAK = 5

/** The topics to go back to: at most five of those that are not wholly known. */
export function weakTopics(shares: readonly TopicShare[]): readonly TopicShare[] {
  return shares.filter(({ share }) => share < 1).slice(0, MOST_WEAK)
}
