import type { SweepDocument } from '@shared/sweep-spec'
import { computed, inject, provide, type ComputedRef, type InjectionKey } from 'vue'
import { useRouter } from 'vue-router'
import { ACTIONS, actionOf, type Action, type ActionId } from '../actions/action-catalogue'
import { settingOf } from '../lab/setting-catalogue'
import { FIRST_DRAFT } from '../lab/draft-document'
import { useDraft } from '../stores/draft'
import { useDraftCheck } from '../stores/draft-check'
import { useLaboratory } from '../stores/laboratory'
import { useLessonFiles } from '../stores/lesson-files'
import { useLibrary } from '../stores/library'
import { usePreferences } from '../stores/preferences'
import { useSpecFiles } from '../stores/spec-files'
import { useSurfaces } from '../stores/surfaces'
import { useSweepRun } from '../stores/sweep-run'
import type { Binding } from './binding'
import { cardBindings } from './card-bindings'
import { focusRegion } from './use-regions'

/** An action with what it does now; `blocked` says why it cannot be done, null when it can. */
export interface BoundAction {
  readonly action: Action
  readonly blocked: ComputedRef<string | null>
  readonly run: () => void
}

export type BoundActions = ReadonlyMap<ActionId, BoundAction>

const KEY: InjectionKey<BoundActions> = Symbol('actions')

/** Binds every action of the catalogue to the stores and the router, once, at the root of the window. */
export function provideActions(): BoundActions {
  const bindings: Readonly<Record<ActionId, Binding>> = {
    ...roomBindings(),
    ...sweepBindings(),
    ...fileBindings(),
    ...windowBindings(),
    ...cardBindings(),
  }
  const bound = new Map(
    ACTIONS.map((action): [ActionId, BoundAction] => {
      const { run, blocked } = bindings[action.id]
      const reason = computed(() => blocked?.() ?? null)
      return [action.id, { action, blocked: reason, run: () => { if (reason.value === null) void run() } }]
    }),
  ) // prettier-ignore
  provide(KEY, bound)
  return bound
}

export function useActions(): BoundActions {
  const bound = inject(KEY)
  if (bound === undefined) throw new Error('The actions are provided at the root of the window')
  return bound
}

export function useAction(id: ActionId): BoundAction {
  const bound = useActions().get(id)
  if (bound === undefined) throw new Error(`No action ${actionOf(id).title}`)
  return bound
}

function roomBindings() {
  const router = useRouter()
  const go = (path: string): Binding => ({ run: () => router.push(path) })
  return {
    'go-home': go('/'),
    'go-lab': go('/lab'),
    'go-reports': go('/reports'),
    'go-learn': go('/learn'),
    'go-cards': go('/cards'),
    'go-quiz': go('/quiz'),
  } satisfies Partial<Record<ActionId, Binding>>
}

function sweepBindings() {
  const router = useRouter()
  const [draft, check, run, surfaces] = [useDraft(), useDraftCheck(), useSweepRun(), useSurfaces()]
  const inLab = () => router.push('/lab')
  const nothingRuns = (): string | null => (run.isRunning || run.isPaused ? null : 'No sweep is running.')
  return {
    'start-sweep': {
      blocked: () => check.blocked,
      run: async () => {
        await inLab()
        await run.start(draft.document)
      },
    },
    'pause-sweep': {
      blocked: nothingRuns,
      run: () => (run.isPaused && run.sweepId !== null ? run.resume(run.sweepId) : run.pause()),
    },
    'cancel-sweep': {
      blocked: nothingRuns,
      run: () => {
        surfaces.cancelQuestion = true
      },
    },
    'new-sweep': {
      run: async () => {
        run.showBuilder()
        draft.replace(FIRST_DRAFT)
        await inLab()
      },
    },
    undo: { blocked: () => (draft.canUndo ? null : 'Nothing to undo.'), run: draft.undo },
    redo: { blocked: () => (draft.canRedo ? null : 'Nothing to redo.'), run: draft.redo },
    'show-spec': { run: async () => showPanel('spec') },
    'show-preview': { run: async () => showPanel('preview') },
    'choose-csv': { run: chooseCsv(inLab) },
  } satisfies Partial<Record<ActionId, Binding>>

  async function showPanel(panel: 'spec' | 'preview'): Promise<void> {
    run.showBuilder()
    surfaces.showLabPanel(panel)
    await inLab()
  }
}

function chooseCsv(inLab: () => Promise<unknown>): () => Promise<void> {
  const [draft, laboratory, run] = [useDraft(), useLaboratory(), useSweepRun()]
  return async () => {
    const dataset = await laboratory.chooseCsv()
    const setting = settingOf('task.dataset')
    if (dataset === null || setting === null) return
    run.showBuilder()
    draft.setValues(setting, [dataset])
    await inLab()
  }
}

function fileBindings() {
  const router = useRouter()
  const [draft, library, run, specs] = [useDraft(), useLibrary(), useSweepRun(), useSpecFiles()]
  const lessons = useLessonFiles()
  const shownId = (): number | null => {
    const { name, params } = router.currentRoute.value
    if (name === 'report') return Number(params['id'])
    return run.sweepId
  }
  const take = async (document: SweepDocument | null): Promise<void> => {
    if (document === null) return
    run.showBuilder()
    draft.replace(document)
    await router.push('/lab')
  }
  return {
    'open-report': {
      run: async () => {
        const summary = await library.openFromDialog()
        if (summary !== null) await router.push(`/reports/${summary.id}`)
      },
    },
    'save-report': {
      blocked: () => (shownId() === null ? 'Open a report or run a sweep first.' : null),
      run: () => {
        const id = shownId()
        return id === null ? undefined : library.saveReport(id)
      },
    },
    'open-spec': { run: async () => take(await specs.open()) },
    'save-spec': { run: () => specs.save(draft.document) },
    'open-lessons': {
      run: async () => {
        await router.push('/learn')
        await lessons.openFromDialog()
      },
    },
  } satisfies Partial<Record<ActionId, Binding>>
}

function windowBindings() {
  const [surfaces, preferences] = [useSurfaces(), usePreferences()]
  return {
    'show-palette': { run: () => { surfaces.palette = true } },
    'show-help': { run: () => { surfaces.help = true } },
    'show-about': { run: () => { surfaces.about = true } },
    'theme-light': { run: () => preferences.choose('light') },
    'theme-dark': { run: () => preferences.choose('dark') },
    'theme-system': { run: () => preferences.choose('system') },
    'next-theme': { run: () => preferences.chooseNext() },
    'next-region': { run: () => { focusRegion(1) } },
    'previous-region': { run: () => { focusRegion(-1) } },
  } satisfies Partial<Record<ActionId, Binding>> // prettier-ignore
}
