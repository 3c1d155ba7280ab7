import { failure, success } from '../errors'
import type { Result } from '../errors'
import { expandSweep } from '../expand-sweep'
import { parseSweepDocument } from '../sweep-spec'
import { SPEC_FORMAT } from '../sweep-spec-model'
import type { SweepDocument } from '../sweep-spec-model'
import type { Card } from './card'
import type { ChecklistLine, InterviewQuestion } from './interview'
import type { Lesson, LessonBlock } from './lesson'
import type { Question } from './question'
import type { StudyDocument } from './study-document'
import type { Correction } from './study-item'

/** All content of the school, every reference in it known to be good; lessons in the order of the path. */
export interface StudyContent {
  readonly corrections: readonly Correction[]
  readonly cards: readonly Card[]
  readonly questions: readonly Question[]
  readonly interview: readonly InterviewQuestion[]
  readonly checklist: readonly ChecklistLine[]
  readonly lessons: readonly Lesson[]
}

export interface StudyFile {
  readonly name: string
  readonly document: StudyDocument
}

/** The sweep of a lesson's probe or prediction as a whole document. */
function lessonSweep(title: string, sweep: SweepDocument): SweepDocument {
  return { format: SPEC_FORMAT, name: title, ...sweep }
}

/** The lessons in the order of their path. */
export function inOrder(lessons: readonly Lesson[]): readonly Lesson[] {
  return lessons.toSorted((a, b) => a.order - b.order)
}

/**
 * One content of many files. A failure names each problem with its file and item: an id that stands twice, a question, claim or
 * correction that is not there, a sweep of a lesson that cannot run.
 */
export function joinStudy(files: readonly StudyFile[], claimIds: ReadonlySet<string>): Result<StudyContent> {
  const documents = files.map(({ document }) => document)
  const content: StudyContent = {
    corrections: documents.flatMap(({ corrections }) => corrections),
    cards: documents.flatMap(({ cards }) => cards),
    questions: documents.flatMap(({ questions }) => questions),
    interview: documents.flatMap(({ interview }) => interview),
    checklist: documents.flatMap(({ checklist }) => checklist),
    lessons: inOrder(documents.flatMap(({ lessons }) => lessons)),
  }
  const names = fileOfItem(files)
  const problems = [...repeatedIds(content), ...brokenReferences(content, claimIds), ...wrongSweeps(content)]
  if (problems.length === 0) return success(content)
  const lines = problems.map(({ id, message }) => `${names.get(id) ?? ''}: ${id}: ${message}`)
  return failure('spec-invalid', lines.join('\n'), names.get(problems[0]?.id ?? ''))
}

interface Problem {
  readonly id: string
  readonly message: string
}

type Item = Card | Question | InterviewQuestion | ChecklistLine | Lesson

/** Every item but the corrections. */
export function studyItems(content: StudyContent): readonly Item[] {
  const { cards, questions, interview, checklist, lessons } = content
  return [...cards, ...questions, ...interview, ...checklist, ...lessons]
}

function fileOfItem(files: readonly StudyFile[]): ReadonlyMap<string, string> {
  return new Map(
    files.flatMap(({ name, document }) =>
      [...document.corrections, ...studyItems(document)].map(({ id }) => [id, name] as const),
    ),
  )
}

function repeatedIds(content: StudyContent): readonly Problem[] {
  const seen = new Set<string>()
  return [...content.corrections, ...studyItems(content)].flatMap(({ id }) => {
    if (seen.has(id)) return [{ id, message: 'another item has this id already' }]
    seen.add(id)
    return []
  })
}

function claimsOfBlock(block: LessonBlock): readonly string[] {
  if (block.kind === 'claim') return [block.claim]
  return block.kind === 'predict-winner' || block.kind === 'predict-curve' ? block.claims : []
}

function claimsOfItem(item: Item): readonly string[] {
  const own = [...item.claims]
  if ('options' in item) own.push(...item.options.flatMap(({ claims }) => claims))
  if ('sections' in item)
    own.push(...item.sections.flatMap(({ blocks }) => blocks.flatMap((block) => claimsOfBlock(block))))
  return own
}

function brokenReferences(content: StudyContent, claimIds: ReadonlySet<string>): readonly Problem[] {
  const corrections = new Set(content.corrections.map(({ id }) => id))
  const questions = new Set(content.questions.map(({ id }) => id))
  const missing = (
    id: string,
    what: string,
    names: readonly string[],
    known: ReadonlySet<string>,
  ): Problem[] =>
    names
      .filter((name) => !known.has(name))
      .map((name) => ({ id, message: `there is no ${what} ${JSON.stringify(name)}` }))
  return [
    ...content.corrections.flatMap(({ id, claims }) => missing(id, 'claim', claims, claimIds)),
    ...studyItems(content).flatMap((item) => [
      ...missing(item.id, 'claim', claimsOfItem(item), claimIds),
      ...missing(item.id, 'correction', item.corrects, corrections),
    ]),
    ...content.lessons.flatMap(({ id, quiz }) => missing(id, 'question', quiz, questions)),
  ]
}

/** A choice among more names than this is no prediction any more. */
const MOST_CHOICES = 12
/** What a prediction runs is over in seconds. */
const MOST_TRIALS = 300
/** A curve over steps is drawn at seven places. */
const LEAST_STEPS = 6

function wrongSweeps({ lessons }: StudyContent): readonly Problem[] {
  return lessons.flatMap(({ id, title, sections }) =>
    sections
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => ('sweep' in block ? sweepProblems(title, block) : []))
      .map((message) => ({ id, message })),
  )
}

type SweepBlock = Extract<LessonBlock, { readonly sweep: SweepDocument }>

function sweepProblems(title: string, block: SweepBlock): readonly string[] {
  const spec = parseSweepDocument(lessonSweep(title, block.sweep))
  if (!spec.ok) return [spec.error.message.replaceAll('\n', '; ')]
  const { configurations, seeds } = expandSweep(spec.value)
  const [count, trials] = [configurations.length, configurations.length * seeds.length]
  const foreign = configurations.find(({ settings }) => settings.task.dataset.startsWith('csv:'))
  const curved = block.kind === 'predict-curve' ? block.quantity : null
  const durations = configurations.map(({ settings }) => settings.train.duration)
  const isCounted = durations.every((duration) => 'steps' in duration)
  const isShort = durations.some((duration) => 'steps' in duration && duration.steps < LEAST_STEPS)
  const isFlat = configurations.some(({ settings }) => settings.model.widths.length < 2)
  return [
    foreign === undefined ? '' : 'a lesson uses built-in data, not a CSV file of one machine',
    block.kind === 'predict-winner' && (count < 2 || count > MOST_CHOICES)
      ? `a winner is named among 2 to ${MOST_CHOICES} configurations, not ${count}`
      : '',
    curved !== null && count !== 1 ? `a curve is drawn of one configuration, not ${count}` : '',
    curved === 'loss-by-step' && !isCounted ? 'a loss is drawn over steps: give steps, not epochs' : '',
    curved === 'loss-by-step' && isShort ? `a loss is drawn over ${LEAST_STEPS} steps or more` : '',
    curved !== null && curved !== 'loss-by-step' && isFlat
      ? 'a curve over layers needs two hidden layers or more'
      : '',
    block.kind !== 'probe' && trials > MOST_TRIALS
      ? `a prediction has at most ${MOST_TRIALS} trials, not ${trials}`
      : '',
  ].filter((problem) => problem !== '')
}
