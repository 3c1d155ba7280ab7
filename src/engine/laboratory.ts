import { existsSync } from 'node:fs'
import { ENGINE_VERSION } from '@shared/engine-version'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { listDatasets, loadDataset, loadTrialData } from './datasets/dataset-catalogue'
import { localCalendar } from './clock'
import type { Laboratory, LaboratoryOptions } from './laboratory-contract'
import { library } from './library/library'
import { reportExchange } from './library/report-exchange'
import { trialReader } from './library/trial-reader'
import { openProbe } from './probe/instant-probe'
import { openSchool } from './study/school'
import type { School } from './study/school'
import { openStore } from './store/store'
import type { Store } from './store/store'
import { engineLimits } from './sweep/engine-limits'
import type { EngineLimits } from './sweep/engine-limits'
import { SweepControl } from './sweep/sweep-control'

/** Opens the library and readies the pool; sweeps that a crash or a quit interrupted are paused. */
export function openLaboratory(
  options: LaboratoryOptions,
  limits: EngineLimits = engineLimits(options.workers),
): Promise<Result<Laboratory>> {
  if (!existsSync(options.workerPath)) {
    return Promise.resolve(
      failure('internal', `The trial worker is missing: ${options.workerPath}. Reinstall Init Lab.`),
    )
  }
  const store = openStore(options.databasePath, options.clock, options.backups)
  return Promise.resolve(store.ok ? success(laboratoryOn(store.value, options, limits)) : store)
}

function laboratoryOn(store: Store, options: LaboratoryOptions, limits: EngineLimits): Laboratory {
  const { clock, onLibraryChanged, datasetsDirectory, workerPath, workers, onUpdate } = options
  const control = new SweepControl({
    store,
    workerPath,
    workers,
    limits,
    clock,
    onUpdate,
    onLibraryChanged,
    isRevectorized: options.isRevectorized ?? (() => false),
    loadTrialData: (task, pretrain) => loadTrialData(task, pretrain, datasetsDirectory),
  })
  const reader = trialReader(store)
  const probe = openProbe({
    workerPath,
    limits,
    loadTrialData: (task) => loadTrialData(task, null, datasetsDirectory),
  })
  let school: Result<School> | null = null
  const exchange = reportExchange(store, options.appVersion ?? 'unknown')
  return {
    engineVersion: ENGINE_VERSION,
    notices: store.notices,
    listDatasets: () => success(listDatasets()),
    inspectDataset: async (dataset) => {
      const loaded = await loadDataset({ dataset, trainSize: 'all', labels: 'all' }, datasetsDirectory)
      return loaded.ok ? success(loaded.value.description) : loaded
    },
    forecast: (spec) => control.forecast(spec),
    probe: (spec, configuration) => probe.ask(spec, configuration),
    dataFacts: (spec, configuration) => probe.facts(spec, configuration),
    start: (spec, choice) => control.start(spec, choice?.resumeEqual ?? false),
    pause: (sweepId) => control.pause(sweepId),
    resume: (sweepId) => control.resume(sweepId),
    cancel: (sweepId) => control.cancel(sweepId),
    cancelConfiguration: (sweepId, configuration) => control.cancelConfiguration(sweepId, configuration),
    settled: (sweepId) => control.settled(sweepId),
    ...library(store, reader, control, clock, onLibraryChanged),
    saveReport: async (sweepId, path, choice) => {
      const saved = await exchange.save(sweepId, path, choice?.overwrite ?? false)
      if (saved.ok) onLibraryChanged()
      return saved
    },
    openReport: async (path) => {
      const opened = await exchange.open(path)
      if (!opened.ok) return opened
      onLibraryChanged()
      return control.summary(opened.value)
    },
    openSchool: (shipped) => {
      // What could not be read may be readable at the next call.
      if (school?.ok !== true)
        school = openSchool({ store, clock, calendar: options.calendar ?? localCalendar, shipped })
      return school
    },
    readSetting: (key) => {
      const value = store.settings.get(key)
      return value.ok ? value.value : null
    },
    writeSetting: (key, value) => store.settings.set(key, value),
    close: async () => {
      await Promise.all([control.close(), probe.close()])
      store.close()
    },
  }
}
