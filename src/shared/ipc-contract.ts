import { z } from 'zod'
import type { LabError, Result } from './errors'
import { MOST_DETAILS, type LayerRows, type TrialDetails } from './layer-rows'
import type { ProbeAnswer } from './probe'
import type { ForecastData } from './theory/forecast-model'
import type { RevectorizerState } from './revectorizer'
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
