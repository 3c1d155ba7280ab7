import { z } from 'zod'
import type { LabError, Result } from './errors'
import { MOST_DETAILS, type LayerRows, type TrialDetails } from './layer-rows'
import type { ProbeAnswer } from './probe'
import type { ForecastData } from './theory/forecast-model'
import type { RevectorizerState } from './revectorizer'
import type { ShownClaim, StoredVerdict } from './study/shown-claim'
import { cardFilter, schoolSettings } from './study/card-session'
import type { CardStatistics, CardTurn, ListedCard, SchoolSettings } from './study/card-session'
import type { StudyContent } from './study/study-content'
import { studyEvent } from './study/study-event'
import type { RecordedEvent } from './study/study-event'
import { claimId, itemId } from './study/study-item'
import { underWay } from './study/under-way'
import type { LessonFile } from './study/lesson-file'
import type { UnderWayByKind } from './study/under-way'
import type { SweepDocument } from './sweep-spec'
import type { Forecast, SweepResults, SweepSummary, SweepUpdate } from './sweep'
import { LAYER_COLUMNS } from './trial-result'

/**
 * THE contract between the window and the main process: a channel has one strict input schema, parsed in the
 * main process before any handler runs, and one output type. Documents cross as JSON text and are parsed again
 * by the spec's own parser, so that no half-checked object enters the engine.
 */
const nothing = z.strictObject({})
const sweepId = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)
const bySweep = z.strictObject({ sweepId })
const documentText = z.string().max(1_000_000)
const path = z.string().min(1).max(4096)
const lessonFileName = z.string().min(1).max(255)

const ofConfiguration = z.strictObject({
  document: documentText,
  configuration: z.number().int().nonnegative(),
})

export const CHANNEL_INPUTS = {
  'app:info': nothing,
  'app:reveal-file': z.strictObject({ sweepId }),
  'settings:read': nothing,
  'settings:write': z.union([
    z.strictObject({ theme: z.enum(['light', 'dark', 'system']) }),
    z.strictObject({ revectorizer: z.boolean() }),
  ]),
  'draft:read': nothing,
  'draft:write': z.strictObject({ document: documentText }),
  'presets:list': nothing,
  'datasets:list': nothing,
  'datasets:choose-csv': nothing,
  'datasets:inspect': z.strictObject({ dataset: path }),
  'spec:open-dialog': nothing,
  'spec:save-dialog': z.strictObject({ document: documentText }),
  'sweep:forecast': z.strictObject({ document: documentText }),
  'probe:run': ofConfiguration,
  'probe:data-facts': ofConfiguration,
  'sweep:start': z.strictObject({ document: documentText }),
  'sweep:pause': bySweep,
  'sweep:resume': bySweep,
  'sweep:cancel': bySweep,
  'sweep:cancel-configuration': z.strictObject({ sweepId, configuration: z.number().int().nonnegative() }),
  'library:list': nothing,
  'library:results': bySweep,
  'library:layers': z.strictObject({
    sweepId,
    quantity: z.enum(LAYER_COLUMNS),
    /** The last store row held already; 0 at first. */
    after: z.number().int().nonnegative(),
  }),
  'library:trial-details': z.strictObject({
    sweepId,
    configuration: z.number().int().nonnegative(),
    seeds: z.array(z.number().int().nonnegative()).min(1).max(MOST_DETAILS),
  }),
  'library:rename': z.strictObject({ sweepId, name: z.string().min(1).max(200) }),
  'library:annotate': z.strictObject({ sweepId, notes: z.string().max(200_000) }),
  'library:delete': bySweep,
  'library:restore': bySweep,
  'report:save-dialog': bySweep,
  'report:open-dialog': nothing,
  'report:open-path': z.strictObject({ path }),
  'study:content': nothing,
  'study:lesson-files': nothing,
  'study:open-lessons-dialog': nothing,
  'study:open-lessons-path': z.strictObject({ path }),
  'study:remove-lessons': z.strictObject({ name: lessonFileName }),
  'study:restore-lessons': z.strictObject({ name: lessonFileName }),
  'study:record': z.strictObject({ events: z.array(studyEvent).min(1).max(100) }),
  'study:history': nothing,
  'study:under-way': nothing,
  'study:keep-under-way': z.strictObject({ session: underWay }),
  'cards:turn': z.strictObject({ filter: cardFilter }),
  'cards:answer': z.strictObject({
    card: itemId,
    grade: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    milliseconds: z.int().min(0).max(86_400_000),
    filter: cardFilter,
  }),
  'cards:undo': z.strictObject({ filter: cardFilter }),
  'cards:list': nothing,
  'cards:statistics': nothing,
  'cards:settings': nothing,
  'cards:change-settings': z.strictObject({ settings: schoolSettings }),
  'cards:import-dialog': nothing,
  'cards:export-dialog': nothing,
  'claims:list': nothing,
  /** Runs the experiments of a claim on the seeds from `firstSeed` on; their sweeps are told as any other's. */
  'claims:run': z.strictObject({ claim: claimId, firstSeed: z.int().min(0).max(4_000_000_000) }),
} as const satisfies Record<string, z.ZodType>

export type Channel = keyof typeof CHANNEL_INPUTS
export type ChannelInput<Name extends Channel> = z.infer<(typeof CHANNEL_INPUTS)[Name]>

export interface AppInfo {
  readonly version: string
  readonly engineVersion: string
  readonly electron: string
  readonly chrome: string
  readonly node: string
  readonly platform: string
  readonly cores: number
  readonly workers: number
  readonly revectorizer: RevectorizerState
}

export interface Settings {
  readonly theme: 'light' | 'dark' | 'system'
  /** Whether V8's revectorizer may be used, from the next start. */
  readonly revectorizer: boolean
}

export interface PresetDescription {
  readonly name: string
  readonly document: SweepDocument
}

export interface DatasetDescription {
  readonly name: string
  readonly title: string
  readonly features: number
  readonly classes: number
  readonly trainCount: number
  readonly testCount: number
  readonly licence: string
}

/** Output of each channel; `null` from a dialog means that the person closed it. */
export interface ChannelOutputs {
  'app:info': AppInfo
  'app:reveal-file': null
  'settings:read': Settings
  'settings:write': null
  'draft:read': string | null
  'draft:write': null
  'presets:list': readonly PresetDescription[]
  'datasets:list': readonly DatasetDescription[]
  /** The dataset value for the spec: `csv:<path>`. */
  'datasets:choose-csv': string | null
  'datasets:inspect': DatasetDescription
  'spec:open-dialog': SweepDocument | null
  'spec:save-dialog': string | null
  'sweep:forecast': Forecast
  'probe:run': ProbeAnswer
  'probe:data-facts': ForecastData
  'sweep:start': SweepSummary
  'sweep:pause': null
  'sweep:resume': null
  'sweep:cancel': null
  'sweep:cancel-configuration': null
  'library:list': readonly SweepSummary[]
  /** Layer statistics, singular values and histograms are empty: the two channels below give them. */
  'library:results': SweepResults
  'library:layers': LayerRows
  'library:trial-details': TrialDetails
  'library:rename': SweepSummary
  'library:annotate': null
  'library:delete': null
  'library:restore': SweepSummary
  /** Path written. */
  'report:save-dialog': string | null
  'report:open-dialog': SweepSummary | null
  'report:open-path': SweepSummary
  'study:content': StudyContent
  'study:lesson-files': readonly LessonFile[]
  /** What came in; null when the person closed the dialog. */
  'study:open-lessons-dialog': LessonFile | null
  'study:open-lessons-path': LessonFile
  'study:remove-lessons': null
  'study:restore-lessons': null
  /** The events as they were written, those that history has. */
  'study:record': readonly RecordedEvent[]
  /** What happened in the school besides reviews, in order. */
  'study:history': readonly RecordedEvent[]
  /** What was begun last, ended or not. */
  'study:under-way': UnderWayByKind
  'study:keep-under-way': null
  'cards:turn': CardTurn
  /** The turn after the answer. */
  'cards:answer': CardTurn
  /** The cards whose last step was taken back: one, all of an imported deck, or none. */
  'cards:undo': { readonly cards: readonly string[]; readonly turn: CardTurn }
  'cards:list': readonly ListedCard[]
  'cards:statistics': CardStatistics
  'cards:settings': SchoolSettings
  'cards:change-settings': null
  /** Cards read from the file; null when the person closed the dialog. */
  'cards:import-dialog': { readonly added: number; readonly changed: number } | null
  /** Path written. */
  'cards:export-dialog': string | null
  'claims:list': readonly ShownClaim[]
  'claims:run': StoredVerdict
}

/** Commands of the application menu; the page binds the same names in its command palette. */
export const MENU_COMMANDS = [
  'go-home',
  'go-lab',
  'go-reports',
  'go-learn',
  'go-cards',
  'go-quiz',
  'open-report',
  'save-report',
  'open-spec',
  'save-spec',
  'start-sweep',
  'pause-sweep',
  'cancel-sweep',
  'show-palette',
  'show-help',
  'show-about',
] as const
export type MenuCommand = (typeof MENU_COMMANDS)[number]

/** Events from the main process to the window. */
export interface LabEvents {
  'sweep:update': SweepUpdate
  'library:changed': null
  /** A report was opened by argument, by the system or by a second instance. */
  'report:opened': SweepSummary
  'menu:command': MenuCommand
  /** A failure outside any call of the page. */
  'app:failure': LabError
}
export type LabEvent = keyof LabEvents

/** What the preload bundle exposes as `window.lab`. */
export interface LabApi {
  invoke<Name extends Channel>(
    channel: Name,
    input: ChannelInput<Name>,
  ): Promise<Result<ChannelOutputs[Name]>>
  /** @returns a function that ends the subscription. */
  on<Name extends LabEvent>(event: Name, listener: (payload: LabEvents[Name]) => void): () => void
  /** The path on disk of a dropped `File` (this room knows no DOM types); empty when it has none. */
  pathOf(file: object): string
}
