import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, test } from 'vitest'
import { readReport } from '@engine/reports/read-report'
import { encodeReport, saveReport } from '@engine/reports/write-report'
import { layerColumn, type LayerRow } from '@shared/layer-rows'
import { bitsOf, openTestLab, runSweep, specOf, temporaryFolder, trialsOf, unwrap } from './sweep/lab-fixture'

const workerPath = inject('trialWorkerPath')

describe('a laboratory', () => {
  test('runs a sweep and keeps every trial', async () => {
    const { lab, updates } = await openTestLab({ workerPath })
    const started = unwrap(await lab.start(specOf()))
    expect(started).toMatchObject({ state: 'running', origin: 'run', trialCount: 24, configurationCount: 6 })
    const settled = await lab.settled(started.id)
    expect(settled.state).toBe('done')
    const trials = trialsOf(lab, started.id)
    expect(trials).toHaveLength(24)
    const { done, stalled, diverged, error, queued, running } = settled.counts
    expect(done + stalled + diverged).toBe(24)
    expect([error, queued, running]).toEqual([0, 0, 0])
    expect(stalled).toBeGreaterThan(0)
    expect(done).toBeGreaterThan(0)
    expect(trials.every(({ weightsHash }) => /^[0-9a-f]{64}$/.test(weightsHash ?? ''))).toBe(true)
    const ended = updates.flatMap((update) => update.ended)
    expect(new Set(ended.map(({ configuration, seed }) => `${configuration} ${seed}`)).size).toBe(24)
    expect(updates.at(-1)).toMatchObject({ state: 'done', notice: null })
  })

  test('gives a window its trials without their large arrays, and those by themselves', async () => {
    const { lab } = await openTestLab({ workerPath })
    const id = await runSweep(lab, specOf({ seeds: { first: 0, count: 50 } }))
    const trials = trialsOf(lab, id)
    const nothing = new Float32Array(0)
    const bare = { layers: nothing, spectrum: nothing, histograms: nothing }
    const shown = unwrap(await lab.shownResults(id))
    expect(shown).toEqual({
      ...unwrap(lab.results(id)),
      trials: trials.map((trial) => ({ ...trial, ...bare })),
    })

    const rows: LayerRow[] = []
    const answers: number[] = []
    for (let after = 0, more = true; more;) {
      const answer = unwrap(await lab.layerRows(id, 'delta2', after))
      rows.push(...answer.rows)
      answers.push(answer.rows.length)
      expect(answer.next).toBeGreaterThan(after)
      ;({ next: after, more } = answer)
      if (!more)
        expect(unwrap(await lab.layerRows(id, 'delta2', after))).toEqual({
          rows: [],
          damaged: [],
          next: after,
          more,
        })
    }
    expect(answers.length).toBeGreaterThan(1)
    const byKey = rows.toSorted((a, b) => a.configuration - b.configuration || a.seed - b.seed)
    expect(byKey.map(({ values }) => values)).toEqual(
      trials.map(({ layers }) => layerColumn(layers, 'delta2')),
    )
    expect(byKey.map(({ layers }) => layers)).toEqual(
      trials.map(({ configuration }) => (configuration < 3 ? 2 : 4)),
    )

    const details = unwrap(await lab.trialDetails(id, 3, [49, 0, 50, 0]))
    const whole = (seed: number) => trials.find((trial) => trial.configuration === 3 && trial.seed === seed)
    expect(details).toEqual({ trials: [whole(49), whole(0)], damaged: [] })
    for (const none of [
      await lab.shownResults(77),
      await lab.layerRows(77, 'z2', 0),
      await lab.trialDetails(77, 0, [0]),
    ])
      expect(none).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  test.each([1, 2, 4])('computes the same bits with %i workers', async (workers) => {
    const { lab: reference } = await openTestLab({ workerPath, workers: 3 })
    const { lab } = await openTestLab({ workerPath, workers })
    const [expected, found] = [await runSweep(reference, specOf()), await runSweep(lab, specOf())]
    expect(bitsOf(trialsOf(lab, found))).toEqual(bitsOf(trialsOf(reference, expected)))
  })

  test('takes over trials that another sweep computed, and counts them in its forecast', async () => {
    const { lab } = await openTestLab({ workerPath })
    const first = await runSweep(lab, specOf({ seeds: [0, 1] }))
    const forecast = unwrap(await lab.forecast(specOf()))
    expect(forecast).toMatchObject({ trials: 12, reused: 12, workers: 2 })
    expect(forecast.seconds).toBeGreaterThan(0)
    const second = await runSweep(lab, specOf())
    const old = trialsOf(lab, first)
    const reused = trialsOf(lab, second).filter(({ seed }) => seed < 2)
    expect(reused).toEqual(old)
  })

  test('refuses a second sweep while one runs', async () => {
    const { lab } = await openTestLab({ workerPath })
    const { id } = unwrap(await lab.start(specOf({ seeds: { first: 0, count: 500 } })))
    const second = await lab.start(specOf({ name: 'Second', seeds: [7] }))
    expect(second).toMatchObject({ ok: false, error: { code: 'queue-full' } })
    unwrap(await lab.cancel(id))
    expect(unwrap(lab.list()).map(({ name }) => name)).toEqual(['Small'])
  })

  test('refuses a sweep whose report could not be opened again, before anything runs', async () => {
    const { lab, updates } = await openTestLab({ workerPath })
    const model = { depth: 1, width: 4, init: 'he-normal' }
    const endless = { model, record: { every: 1 }, train: { steps: 1_000_000 }, seeds: { count: 20 } }
    const refused = await lab.start(specOf(endless))
    expect(refused).toMatchObject({ ok: false, error: { code: 'report-too-large', place: 'record.every' } })
    if (!refused.ok) expect(refused.error.message).toMatch(/about 2801 MB; one of at most 537 MB/)
    expect(updates).toEqual([])
    expect(unwrap(lab.list())).toEqual([])
  })

  test('refuses steps past the epochs of a file, whose number only its rows tell', async () => {
    const { lab } = await openTestLab({ workerPath })
    const file = path.join(temporaryFolder(), 'rows.csv')
    const rows = Array.from({ length: 80 }, (_, row) => `${row % 7},${row % 5},${row % 2}`)
    await writeFile(file, `a,b,label\n${rows.join('\n')}\n`)
    const task = { dataset: `csv:${file}` }
    const train = { epochs: 1, batchSize: 16 }
    const warm = { name: 'constant', warmup: 50 }
    const other = path.join(temporaryFolder(), 'source.csv')
    await writeFile(other, `a,b,label\n${rows.join('\n')}\n`)
    const pretrain = {
      task: { dataset: `csv:${other}` },
      train: { ...train, schedule: warm },
      transfer: 'finetune',
    }
    for (const [changed, place] of [
      [{ train: { ...train, schedule: warm } }, 'train.schedule'],
      [{ train, pretrain }, 'pretrain.train.schedule'],
      [{ train, record: { histograms: [50] } }, 'record.histograms'],
    ] as const)
      expect(await lab.forecast(specOf({ task, ...changed }))).toMatchObject({
        ok: false,
        error: { code: 'spec-invalid', place },
      })
  })

  test('saves a report that opens as one line of the library', async () => {
    const { lab } = await openTestLab({ workerPath })
    const { lab: other } = await openTestLab({ workerPath })
    const id = await runSweep(lab, specOf())
    unwrap(lab.rename(id, 'Renamed'))
    unwrap(lab.annotate(id, 'Seen.'))
    const file = path.join(temporaryFolder(), 'small.initlab')
    expect(unwrap(await lab.saveReport(id, file))).toBe(file)
    expect(existsSync(file)).toBe(true)
    expect(await lab.saveReport(id, file)).toMatchObject({ ok: false, error: { code: 'file-exists' } })
    expect(unwrap(await lab.openReport(file)).id).toBe(id)

    const opened = unwrap(await other.openReport(file))
    expect(opened).toMatchObject({
      name: 'Renamed',
      origin: 'file',
      trialCount: 24,
      filePath: file,
      readOnly: false,
    })
    expect(unwrap(await other.openReport(file)).id).toBe(opened.id)
    const results = unwrap(other.results(opened.id))
    expect(results).toMatchObject({ notes: 'Seen.', missing: [] })
    expect(bitsOf(results.trials)).toEqual(bitsOf(trialsOf(lab, id)))
    expect(await other.resume(opened.id)).toMatchObject({ ok: false, error: { code: 'busy' } })
  })

  test('shows the file that a sweep was saved to last', async () => {
    let told = 0
    const { lab } = await openTestLab({
      workerPath,
      onLibraryChanged: () => {
        told += 1
      },
    })
    const id = await runSweep(lab, specOf({ seeds: [1] }))
    expect(unwrap(lab.list())).toMatchObject([{ id, filePath: null }])
    const folder = temporaryFolder()
    for (const name of ['first.initlab', 'second.initlab']) {
      const before = told
      const filePath = unwrap(await lab.saveReport(id, path.join(folder, name)))
      expect(told).toBe(before + 1)
      expect(unwrap(lab.list())).toMatchObject([{ id, filePath }])
      expect(unwrap(lab.results(id)).summary.filePath).toBe(filePath)
    }
    expect((await lab.saveReport(id, path.join(folder, 'first.initlab'))).ok).toBe(false)
    expect(unwrap(lab.list())).toMatchObject([{ id, filePath: path.join(folder, 'second.initlab') }])
  })

  test('keeps unknown entries and keys of a report from a file when it saves it again', async () => {
    const { lab } = await openTestLab({ workerPath })
    const { lab: other } = await openTestLab({ workerPath })
    const folder = temporaryFolder()
    const id = await runSweep(lab, specOf({ seeds: [1] }))
    const original = unwrap(await lab.saveReport(id, path.join(folder, 'first.initlab')))
    const content = unwrap(await readReport(original))
    const trials = content.trials.map((trial) => ({ ...trial, unknown: { gpu: 1 } }))
    const extras = new Map([['later.bin', Uint8Array.of(1, 2, 3)]])
    const richer = { ...content, trials, extras, manifestUnknown: { later: true } }
    const file = path.join(folder, 'later.initlab')
    unwrap(await saveReport(file, encodeReport(richer)))

    const opened = unwrap(await other.openReport(file))
    unwrap(other.annotate(opened.id, 'Read.'))
    const saved = unwrap(await other.saveReport(opened.id, path.join(folder, 'again.initlab')))
    const again = unwrap(await readReport(saved))
    expect(again).toEqual({ ...richer, notes: 'Read.' })
    expect(unwrap(await other.openReport(saved)).id).toBe(opened.id)
  })

  test('deletes, restores and purges in a later session', async () => {
    const first = await openTestLab({ workerPath })
    const id = await runSweep(first.lab, specOf({ seeds: [1] }))
    unwrap(first.lab.delete(id))
    expect(unwrap(first.lab.list())).toEqual([])
    expect(unwrap(first.lab.purge())).toBe(0)
    expect(unwrap(first.lab.restore(id)).id).toBe(id)
    unwrap(first.lab.delete(id))
    await first.lab.close()
    const second = await openTestLab({ workerPath, databasePath: first.databasePath })
    expect(unwrap(second.lab.purge())).toBe(1)
    expect(second.lab.results(id)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })
})
