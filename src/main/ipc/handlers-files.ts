import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { app } from 'electron'
import { readPresets } from '@engine/presets/preset-files'
import { writeFileAtomically } from '@engine/reports/atomic-file'
import { describeFileFault } from '@engine/reports/file-faults'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { SPEC_CHARACTERS } from '@shared/limits'
import { parseSweepText } from '@shared/sweep-spec'
import type { SweepDocument } from '@shared/sweep-spec'
import { formatSweepYaml } from '@shared/sweep-spec-yaml'
import { askFile, askSaveTarget, CSV_KIND, REPORT_KIND, SPEC_KIND } from '../file-dialogs'
import { fileNameOf } from '../file-names'
import type { LaboratoryHost } from '../laboratory-host'
import type { Page } from '../page'
import type { Handlers } from './dispatch'
import { specOf } from './spec-of-text'

type FileChannel =
  | 'presets:list'
  | 'datasets:list'
  | 'datasets:choose-csv'
  | 'datasets:inspect'
  | 'spec:open-dialog'
  | 'spec:save-dialog'
  | 'report:save-dialog'
  | 'report:open-dialog'
  | 'report:open-path'

/** A character takes four bytes at most. */
const SPEC_BYTES = 4 * SPEC_CHARACTERS

async function readSpecFile(file: string): Promise<Result<SweepDocument>> {
  try {
    const { size } = await stat(file)
    if (size > SPEC_BYTES) {
      return failure('spec-too-large', `A sweep spec has at most ${SPEC_CHARACTERS} characters.`, file)
    }
    const spec = parseSweepText(await readFile(file, 'utf8'), path.basename(file))
    return spec.ok ? success(spec.value.document) : spec
  } catch (error) {
    return failure('not-found', `The sweep spec cannot be read: ${describeFileFault(error)}`, file)
  }
}

function defaultFile(name: string, extension: string): string {
  return path.join(app.getPath('documents'), `${fileNameOf(name)}.${extension}`)
}

export function fileHandlers(
  host: LaboratoryHost,
  page: Page,
  presetsDirectory: string,
): Pick<Handlers, FileChannel> {
  const openReport = (file: string) =>
    host.use(async (laboratory) => {
      const opened = await laboratory.openReport(file)
      if (opened.ok) app.addRecentDocument(file)
      return opened
    })
  return {
    'presets:list': async () => {
      const presets = await readPresets(presetsDirectory)
      if (!presets.ok) return presets
      return success(presets.value.map(({ name, spec }) => ({ name, document: spec.document })))
    },
    'datasets:list': () => host.use((laboratory) => laboratory.listDatasets()),
    'datasets:choose-csv': async () => {
      const file = await askFile(page, CSV_KIND)
      return success(file === null ? null : `csv:${file}`)
    },
    'datasets:inspect': ({ dataset }) => host.use((laboratory) => laboratory.inspectDataset(dataset)),
    'spec:open-dialog': async () => {
      const file = await askFile(page, SPEC_KIND)
      return file === null ? success(null) : readSpecFile(file)
    },
    'spec:save-dialog': async ({ document }) => {
      const spec = specOf(document)
      if (!spec.ok) return spec
      const target = await askSaveTarget(page, SPEC_KIND, defaultFile(spec.value.name, 'yaml'))
      if (target === null) return success(null)
      const json = path.extname(target.file).toLowerCase() === '.json'
      const text = json
        ? `${JSON.stringify(spec.value.document, null, 2)}\n`
        : formatSweepYaml(spec.value.document)
      return writeFileAtomically(target.file, Buffer.from(text), target)
    },
    'report:save-dialog': ({ sweepId }) =>
      host.use(async (laboratory) => {
        const sweeps = laboratory.list()
        if (!sweeps.ok) return sweeps
        const summary = sweeps.value.find((sweep) => sweep.id === sweepId)
        if (summary === undefined) return failure('not-found', 'The library has no such sweep.')
        const { name, filePath } = summary
        const target = await askSaveTarget(page, REPORT_KIND, filePath ?? defaultFile(name, 'initlab'))
        if (target === null) return success(null)
        const saved = await laboratory.saveReport(sweepId, target.file, { overwrite: target.overwrite })
        if (saved.ok) app.addRecentDocument(saved.value)
        return saved
      }),
    'report:open-dialog': async () => {
      const file = await askFile(page, REPORT_KIND)
      return file === null ? success(null) : openReport(file)
    },
    'report:open-path': ({ path: file }) => openReport(file),
  }
}
