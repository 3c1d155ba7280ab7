import { TOPIC_TITLES } from '@shared/study/topics'
import type { TOPICS } from '@shared/study/topics'

export function topicTitle(topic: (typeof TOPICS)[number]): string {
  return TOPIC_TITLES[topic]
}
