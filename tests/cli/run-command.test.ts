import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line'
import { commandRun, NO_TRIALS, temporaryFolder } from './command-fixture'

const SPEC = `format: initlab-sweep/1
name: "Odd: name/1"
model: {init: [he-normal, {scheme: normal, std: 0.01}], depth: [3, 20]}
seeds: {count: 2}
`

describe('run', () => {
  it('runs standard input to a report named after the sweep', async () => {
    const run = commandRun({ input: SPEC })
    expect(await runCommandLine(['run', '-'], run.system)).toBe(0)
    expect(run.calls).toEqual(['start resumeEqual=true', 'save Odd- name-1.initlab', 'close'])
    expect(run.output().split('\n').slice(0, 3)).toEqual([
      'depth  scheme             n  train loss         quartiles  test acc.  diverged  stalled',
      '-----  -----------------  -  ----------  ----------------  ---------  --------  -------',
      '    3  he-normal          2      0.0500  0.0250 .. 0.0750      0.800         0        0',
    ])
    expect(run.errors()).toContain('Odd: name/1: 4 configurations, 8 trials.')
    expect(run.errors()).toContain(`report: ${path.join(run.folder, 'Odd- name-1.initlab')}`)
  })

  it('opens the engine with every core, its database beside the report', async () => {
    const run = commandRun({ input: SPEC })
    await runCommandLine(['run', '-', '-o', 'out.initlab'], run.system)
    expect(run.options()).toMatchObject({
      databasePath: path.join(run.folder, '.out.initlab-run.db'),
      workerPath: path.join(run.folder, 'trial-worker.cjs'),
      workers: 3,
      appVersion: '0.1.0',
    })
    const single = commandRun({ input: SPEC })
    await runCommandLine(['run', '-', '--workers', '1'], single.system)
    expect(single.options()).toMatchObject({ workers: 1 })
  })

  it('prints one JSON object with --json and everything else elsewhere', async () => {
    const run = commandRun({ input: SPEC, statusOf: (index) => (index === 3 ? 'diverged' : 'done') })
    expect(await runCommandLine(['run', '-', '--json'], run.system)).toBe(0)
    const printed: unknown = JSON.parse(run.output())
    expect(printed).toMatchObject({ sweep: { format: 'initlab-sweep/1', model: { depth: [3, 20] } } })
    expect(printed).toHaveProperty('trials.length', 8)
    expect(printed).toHaveProperty('trials.7', {
      configuration: { 'model.depth': 20, 'model.init': { scheme: 'normal', std: 0.01 } },
      seed: 1,
      status: 'diverged',
      final: { trainLoss: 'NaN', trainAccuracy: 0.9, testLoss: 'NaN', testAccuracy: 0.8 },
      steps: 20,
      milliseconds: 12.5,
      weightsHash: 'a'.repeat(64),
      firstCause: { step: 3, layer: 2, quantity: 'z' },
    })
  })

  it('never writes over a file', async () => {
    const folder = temporaryFolder()
    for (const file of ['Odd- name-1.initlab', 'Odd- name-1 2.initlab', 'mine.initlab']) {
      writeFileSync(path.join(folder, file), 'precious')
    }
    const unnamed = commandRun({ input: SPEC, folder })
    expect(await runCommandLine(['run', '-'], unnamed.system)).toBe(0)
    expect(unnamed.calls).toContain('save Odd- name-1 3.initlab')
    const named = commandRun({ input: SPEC, folder })
    expect(await runCommandLine(['run', '-', '-o', 'mine.initlab'], named.system)).toBe(1)
    expect(named.errors()).toContain('mine.initlab exists and is not written over')
    expect(named.calls).toEqual([])
  })

  it('takes the next name when a file appears while it runs', async () => {
    const error = { code: 'file-exists', message: 'exists' } as const
    const run = commandRun({ input: SPEC, saveFails: [error] })
    expect(await runCommandLine(['run', '-'], run.system)).toBe(0)
    expect(run.calls.filter((call) => call.startsWith('save'))).toHaveLength(2)
  })

  it('refuses a folder that is not there before anything runs', async () => {
    const run = commandRun({ input: SPEC })
    expect(await runCommandLine(['run', '-', '-o', 'no/where.initlab'], run.system)).toBe(1)
    expect(run.errors()).toContain('No file can be written into')
    expect(run.calls).toEqual([])
  })

  it('removes its database after the report is written, and only then', async () => {
    const folder = temporaryFolder()
    const lay = () => {
      for (const suffix of ['', '-wal', '-shm', '.backup-2026-01-01']) {
        writeFileSync(path.join(folder, `.out.initlab-run.db${suffix}`), '')
      }
      writeFileSync(path.join(folder, '.out.initlab-run.db-notes'), 'not ours')
    }
    lay()
    const failing = { code: 'file-unwritable', message: 'The disk is full.' } as const
    const broken = commandRun({ input: SPEC, folder, saveFails: [failing] })
    expect(await runCommandLine(['run', '-', '-o', 'out.initlab'], broken.system)).toBe(1)
    expect(broken.errors()).toContain(
      'The disk is full.\nThe results are kept; the same command writes the report.',
    )
    expect(existsSync(path.join(folder, '.out.initlab-run.db'))).toBe(true)
    const run = commandRun({ input: SPEC, folder })
    expect(await runCommandLine(['run', '-', '-o', 'out.initlab'], run.system)).toBe(0)
    expect(readdirSync(folder)).toEqual(['.out.initlab-run.db-notes'])
  })

  it('ends with 2 when trials failed by error, not when they diverged', async () => {
    const diverged = commandRun({ input: SPEC, statusOf: () => 'diverged' })
    expect(await runCommandLine(['run', '-'], diverged.system)).toBe(0)
    expect(diverged.output()).toContain('diverged .. diverged')
    const failed = commandRun({ input: SPEC, statusOf: (index) => (index === 0 ? 'error' : 'done') })
    expect(await runCommandLine(['run', '-'], failed.system)).toBe(2)
    expect(failed.output()).toContain('failed')
    expect(failed.errors()).toContain('2 trials failed: the worker ended')
  })

  it('keeps what is finished at the first interrupt and ends with 130', async () => {
    const run = commandRun({ input: SPEC, waitsFor: new Promise(() => undefined) })
    const code = runCommandLine(['run', '-'], run.system)
    await expect.poll(() => run.calls.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 10))
    run.interrupt()
    expect(await code).toBe(130)
    expect(run.calls).toEqual(['start resumeEqual=true', 'cancel 7', 'save Odd- name-1.initlab', 'close'])
    expect(run.exits).toEqual([])
    expect(run.errors()).toContain('Interrupted: what is finished is kept.')
    expect(run.errors()).toContain('0 of 8 trials in')
  })

  it('ends at once at the second interrupt', async () => {
    const run = commandRun({ input: SPEC, waitsFor: new Promise(() => undefined) })
    const code = runCommandLine(['run', '-'], run.system)
    await expect.poll(() => run.calls.length).toBe(1)
    run.interrupt()
    run.interrupt()
    expect(run.exits).toEqual([130])
    await code
  })

  it.each([
    [
      'a mistyped key',
      'format: initlab-sweep/1\nmodle: {}',
      'standard input:2: modle: unknown key; did you mean "model"?',
    ],
    ['a zip', 'PK\u0003\u0004', 'init-lab show prints a report'],
    ['nothing', '', 'the text is empty'],
  ])('refuses %s', async (_what, input, message) => {
    const run = commandRun({ input })
    expect(await runCommandLine(['run', '-'], run.system)).toBe(1)
    expect(run.errors()).toContain(message)
    expect(run.output()).toBe('')
  })

  it('reads a file, a preset when no such file exists, and says when there is neither', async () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'a.yaml'), SPEC)
    writeFileSync(path.join(folder, 'bytes.yaml'), Buffer.from([0xff, 0xfe, 0xff]))
    const file = commandRun({ folder })
    expect(await runCommandLine(['run', 'a.yaml'], file.system)).toBe(0)
    const preset = commandRun({})
    expect(await runCommandLine(['run', 'he-vs-xavier-depth'], preset.system)).toBe(0)
    expect(preset.calls).toContain('save He or Xavier, by depth.initlab')
    const neither = commandRun({})
    expect(await runCommandLine(['run', 'he-vs-xavier-dept'], neither.system)).toBe(1)
    expect(neither.errors()).toContain('Did you mean the built-in sweep he-vs-xavier-depth?')
    const bytes = commandRun({ folder })
    expect(await runCommandLine(['run', 'bytes.yaml'], bytes.system)).toBe(1)
    expect(bytes.errors()).toBe('bytes.yaml is not UTF-8 text.\n')
    const directory = commandRun({ folder })
    expect(await runCommandLine(['run', '.'], directory.system)).toBe(1)
    expect(directory.errors()).toBe('. cannot be read: it is a folder.\n')
  })

  it.each([
    ['openFails', { code: 'store-busy', message: 'Another run holds the database.' }],
    ['startFails', { code: 'trial-too-large', message: 'A trial needs 9 GB.' }],
  ] as const)('tells when the engine refuses: %s', async (when, error) => {
    const run = commandRun({ input: SPEC, [when]: error })
    expect(await runCommandLine(['run', '-'], run.system)).toBe(1)
    expect(run.errors()).toContain(error.message)
    expect(run.output()).toBe('')
  })

  it('tells why a run paused by itself and keeps its database', async () => {
    const notice = {
      sweepId: 7,
      state: 'paused',
      trialsPerSecond: 0,
      etaSeconds: null,
      workers: 3,
      workersBusy: 0,
    } as const
    const updates = [{ ...notice, counts: NO_TRIALS, running: [], ended: [], notice: 'The disk is full.' }]
    const run = commandRun({ input: SPEC, endsAs: 'paused', updates })
    expect(await runCommandLine(['run', '-'], run.system)).toBe(1)
    expect(run.errors()).toContain('The disk is full.')
    expect(run.errors()).toContain('The same command continues it.')
    expect(run.calls).toEqual(['start resumeEqual=true', 'close'])
  })
})

describe('the other commands', () => {
  it('lists the presets and prints one as it is', async () => {
    const list = commandRun()
    expect(await runCommandLine(['preset'], list.system)).toBe(0)
    const [first = ''] = list.output().split('\n')
    expect(first.split(/ {2,}/)).toEqual(['he-vs-xavier-depth', 'He or Xavier, by depth'])
    const one = commandRun()
    expect(await runCommandLine(['preset', 'he-vs-xavier-depth'], one.system)).toBe(0)
    expect(one.output()).toMatch(/^format: initlab-sweep\/1\n/)
    const again = commandRun({ input: one.output() })
    expect(await runCommandLine(['run', '-'], again.system)).toBe(0)
    const none = commandRun()
    expect(await runCommandLine(['preset', 'nothing'], none.system)).toBe(1)
    expect(none.errors()).toContain('There is no built-in sweep "nothing".')
  })

  it('prints help and version, and the usage after a wrong word', async () => {
    const help = commandRun()
    expect(await runCommandLine(['--help'], help.system)).toBe(0)
    expect(help.output()).toContain('init-lab run SPEC')
    const version = commandRun()
    expect(await runCommandLine(['--version'], version.system)).toBe(0)
    expect(version.output()).toBe('0.1.0\n')
    const wrong = commandRun()
    expect(await runCommandLine(['frobnicate'], wrong.system)).toBe(1)
    expect(wrong.errors()).toMatch(/^There is no command "frobnicate"\.\n\nUsage:/)
    const later = commandRun()
    expect(await runCommandLine(['verify', 'x'], later.system)).toBe(1)
    expect(later.errors()).toBe('init-lab verify is not available yet.\n')
    expect([wrong.output(), later.output()]).toEqual(['', ''])
  })

  it('says what is no report', async () => {
    const missing = commandRun()
    expect(await runCommandLine(['show', 'nothing.initlab'], missing.system)).toBe(1)
    expect(missing.errors()).toMatch(/^nothing\.initlab: /)
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'a.yaml'), SPEC)
    const text = commandRun({ folder })
    expect(await runCommandLine(['show', 'a.yaml'], text.system)).toBe(1)
    expect(text.errors()).toContain('not an Init Lab report')
    const hostile = zipSync({ 'manifest.json': strToU8('{"__proto__": {}}') })
    writeFileSync(path.join(folder, 'hostile.initlab'), hostile)
    const refused = commandRun({ folder })
    expect(await runCommandLine(['show', 'hostile.initlab'], refused.system)).toBe(1)
    expect(refused.errors()).toBe('hostile.initlab: manifest.json: It holds the forbidden key "__proto__".\n')
  })
})
