import type { InterviewQuestion } from './interview'
import type { StudyEvent } from './study-event'
import { plainStudyText } from './study-text'
import { DIFFICULTY_TITLES } from './topics'
import { interviewTopicShares, weakTopics } from './topic-shares'

export type InterviewEvent = Extract<StudyEvent, { kind: 'interview' }>
export type InterviewAnswer = InterviewEvent['answers'][number]

export interface ConceptCount {
  readonly covered: number
  readonly of: number
}

export function conceptCount(answers: readonly InterviewAnswer[]): ConceptCount {
  return {
    covered: answers.reduce((sum, { covered }) => sum + covered.length, 0),
    of: answers.reduce((sum, { of }) => sum + of, 0),
  }
}

export interface InterviewWords {
  /** The day of the session as a reader writes it. */
  readonly date: string
  /** Milliseconds as words. */
  readonly duration: (milliseconds: number) => string
  readonly topic: (topic: InterviewQuestion['topics'][number]) => string
}

/**
 * A session of interview questions as Markdown: counts, weak topics, and for each question its concepts, covered or not, what was
 * typed, the model answer and what may be asked next. What was typed stands in a quotation, each of its marks escaped: it cannot become part of the report.
 */
export function interviewMarkdown(
  { answers }: InterviewEvent,
  questions: ReadonlyMap<string, InterviewQuestion>,
  words: InterviewWords,
): string {
  const { covered, of } = conceptCount(answers)
  const time = answers.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const weak = weakTopics(interviewTopicShares([{ kind: 'interview', answers }], questions))
  const head = [
    `# Interview practice, ${words.date}`,
    `${answers.length} ${answers.length === 1 ? 'question' : 'questions'} in ${words.duration(time)}. ` +
      `Covered ${covered} of ${of} concepts.`,
    '## Weak topics',
    weak.length === 0
      ? 'None: every concept was covered.'
      : weak
          .map(
            ({ topic, share, n }) =>
              `- ${words.topic(topic)}: ${Math.round(share * 100)} % of the concepts, n = ${n}`,
          )
          .join('\n'),
    '## Questions',
  ]
  const blocks = answers.flatMap((answer, place) =>
    questionBlocks(answer, place, questions.get(answer.question), words),
  )
  return `${[...head, ...blocks].join('\n\n')}\n`
}

function questionBlocks(
  { question, covered, of, text, milliseconds }: InterviewAnswer,
  place: number,
  asked: InterviewQuestion | undefined,
  words: InterviewWords,
): readonly string[] {
  if (asked === undefined)
    return [`### ${place + 1}. ${question}`, 'This question is no longer part of the school.']
  const concepts = asked.concepts.map(
    ({ name }, index) => `- [${covered.includes(index) ? 'x' : ' '}] ${name}`,
  )
  return [
    `### ${place + 1}. ${oneLine(plainStudyText(asked.prompt))}`,
    `${DIFFICULTY_TITLES[asked.difficulty]}; ${asked.topics.map(words.topic).join(', ')}; ${words.duration(milliseconds)}. ` +
      `You covered ${covered.length} of ${of} concepts.`,
    concepts.join('\n'),
    text.trim() === '' ? 'Nothing was typed.' : `Your answer:\n\n${quoted(text)}`,
    `Model answer:\n\n${quoted(plainStudyText(asked.answer))}`,
    ...(asked.followUps.length === 0 ? [] : [`Follow-ups:\n\n${asked.followUps.map(listed).join('\n')}`]),
  ]
}

function listed(text: string): string {
  return `- ${escaped(oneLine(plainStudyText(text)))}`
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

function quoted(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `> ${escaped(line.trim())}`.trimEnd())
    .join('\n')
}

/** Marks, HTML and what would open a block at the start of a line. */
function escaped(line: string): string {
  return line
    .replaceAll(/[\\`*_[\]<>#|~$&]/g, String.raw`\$&`)
    .replace(/^([-+=])/, String.raw`\$1`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`)
}
