import { runLedger } from '@engine/claims/run-ledger'
import { storedVerdictOf } from '@engine/claims/verdict-file'
import type { Revectorizer } from '@engine/revectorizer/revectorizer'
import type { School } from '@engine/study/school'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { isHistory } from '@shared/study/study-event'
import type { CardFilter } from '@shared/study/card-session'
import { exportCards, importCards } from '../card-files'
import { askFile, LESSON_KIND } from '../file-dialogs'
import type { LaboratoryHost } from '../laboratory-host'
import { addLessonFile } from '../lesson-files'
import type { Page } from '../page'
import type { AppPaths } from '../paths'
import { studySourcesOnDisk } from '../study-sources'
import type { Handlers } from './dispatch'

type StudyChannel = Extract<keyof Handlers, `study:${string}` | `cards:${string}` | `claims:${string}`>

/** Lessons, cards, quizzes and the ledger of claims. */
export function studyHandlers(
  host: LaboratoryHost,
  page: Page,
  paths: AppPaths,
  revectorizer: Pick<Revectorizer, 'settle'>,
): Pick<Handlers, StudyChannel> {
  const files = studySourcesOnDisk(paths)
  const inSchool = async <Value>(
    action: (school: School) => Result<Value> | Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    const sources = await files.read()
    if (!sources.ok) return sources
    return host.use((laboratory) => {
      const school = laboratory.openSchool(sources.value.content.cards)
      return school.ok ? action(school.value) : school
    })
  }
  const undo = (filter: CardFilter) =>
    inSchool((school) => {
      const undone = school.undo()
      if (!undone.ok) return undone
      const [card] = undone.value
      const turn = card === undefined ? school.turn(filter) : school.turnOf(card, filter)
      return turn.ok ? success({ cards: undone.value, turn: turn.value }) : turn
    })
  return {
    'study:content': async () => {
      const sources = await files.read()
      return sources.ok ? success(sources.value.content) : sources
    },
    'study:lesson-files': async () => {
      const sources = await files.read()
      return sources.ok ? success(sources.value.lessonFiles) : sources
    },
    'study:open-lessons-dialog': async () => {
      const file = await askFile(page, LESSON_KIND)
      return file === null ? success(null) : addLessonFile(file, files)
    },
    'study:open-lessons-path': ({ path }) => addLessonFile(path, files),
    'study:remove-lessons': ({ name }) => files.removeLessons(name),
    'study:restore-lessons': ({ name }) => files.restoreLessons(name),
    'study:record': ({ events }) =>
      inSchool((school) => {
        const written = school.record(events)
        return written.ok ? success(written.value.filter(isHistory)) : written
      }),
    'study:history': () => inSchool((school) => school.history()),
    'study:under-way': () => inSchool((school) => school.underWay()),
    'study:keep-under-way': ({ session }) => inSchool((school) => school.keepUnderWay(session)),
    'cards:turn': ({ filter }) => inSchool((school) => school.turn(filter)),
    'cards:answer': ({ card, grade, milliseconds, filter }) =>
      inSchool((school) => {
        const answered = school.answer(card, grade, milliseconds)
        return answered.ok ? school.turn(filter) : answered
      }),
    'cards:undo': ({ filter }) => undo(filter),
    'cards:list': () => inSchool((school) => school.cards()),
    'cards:statistics': () => inSchool((school) => school.statistics()),
    'cards:settings': () => inSchool((school) => success(school.settings())),
    'cards:change-settings': ({ settings }) => inSchool((school) => school.changeSettings(settings)),
    'cards:import-dialog': () => inSchool((school) => importCards(page, school)),
    'cards:export-dialog': () => inSchool((school) => exportCards(page, school)),
    'claims:list': async () => {
      const sources = await files.read()
      return sources.ok ? success(sources.value.claims) : sources
    },
    'claims:run': async ({ claim: id, firstSeed }) => {
      const sources = await files.read()
      if (!sources.ok) return sources
      const { ledger } = sources.value
      const claim = ledger.claims.find((one) => one.id === id)
      if (claim === undefined) return failure('not-found', `There is no claim ${JSON.stringify(id)}.`)
      if (claim.status === 'not-testable')
        return failure('not-found', `This lab has no experiment for the claim ${id}.`)
      await revectorizer.settle()
      return host.use(async (laboratory) => {
        const silent = { onStarted: () => undefined, onEnded: () => undefined, onVerdict: () => undefined }
        const run = await runLedger([claim], ledger.experiments, firstSeed, laboratory, silent)
        if (!run.ok) return run
        const [verdict] = run.value
        return verdict === undefined
          ? failure('internal', `The claim ${id} gave no verdict.`)
          : success(storedVerdictOf(verdict, firstSeed))
      })
    },
  }
}
