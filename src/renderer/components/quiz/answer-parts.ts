import MatchingAnswer from './MatchingAnswer.vue'
import NumericAnswer from './NumericAnswer.vue'
import OptionsAnswer from './OptionsAnswer.vue'
import OrderingAnswer from './OrderingAnswer.vue'

/** What asks for the answer to each kind of question, and shows it once it is judged. */
export const ANSWER_PARTS = {
  single: OptionsAnswer,
  multiple: OptionsAnswer,
  ordering: OrderingAnswer,
  matching: MatchingAnswer,
  numeric: NumericAnswer,
} as const
