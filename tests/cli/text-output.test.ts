import { describe, expect, it } from 'vitest'
import type { SweepUpdate } from '@shared/sweep'
import { configurationTable, factorText } from '../../src/cli/configuration-table'
import { freeReportPath, runDatabasePath, safeFileName } from '../../src/cli/output-files'
import { durationText, progressBar, ProgressDisplay, progressText } from '../../src/cli/progress'
import { firstCauseLines } from '../../src/cli/first-cause-lines'
import { tableRows } from '../../src/cli/results-output'
import { NO_TRIALS, temporaryFolder, trial } from './command-fixture'

function update(part: Partial<SweepUpdate>): SweepUpdate {
  return {
    sweepId: 1,
    state: 'running',
    counts: NO_TRIALS,
    trialsPerSecond: 0,
    etaSeconds: null,
    workers: 1,
    workersBusy: 1,
    running: [],
    ended: [],
    notice: null,
    ...part,
  }
}

describe('the table', () => {
  it('counts a diverged trial as the worst value and shows what occurs', () => {
    const configurations = [
      { label: 'a', factors: { 'model.depth': 3, 'model.init': 'he-normal' } },
      { label: 'b', factors: { 'model.depth': 20, 'model.init': { scheme: 'normal', std: 1 } } },
      { label: 'c', factors: { 'model.depth': 100, 'model.init': 'zeros' } },
    ]
    const trials = [
      ...[0.1, 0.2, 0.3].map((loss, seed) => trial(0, seed, 'done', loss)),
      trial(1, 0, 'done', 12345.6),
      trial(1, 1, 'diverged'),
      trial(1, 2, 'diverged'),
      trial(2, 0, 'error'),
      trial(2, 1, 'cancelled'),
    ]
    expect(configurationTable(tableRows(configurations, trials))).toBe(
      [
        'depth  scheme          n  train loss             quartiles  test acc.  diverged  stalled  cancelled  failed',
        '-----  --------------  -  ----------  --------------------  ---------  --------  -------  ---------  ------',
        '    3  he-normal       3       0.200        0.150 .. 0.250      0.800         0        0          0       0',
        '   20  normal (std 1)  3    diverged  diverged .. diverged   diverged         2        0          0       0',
        '  100  zeros           0           -                     -          -         0        0          1       1',
        '',
      ].join('\n'),
    )
  })

  it('says below what left its healthy band first in most diverged and stalled trials', () => {
    const vanished = { step: 0, layer: 2, quantity: 'h2', side: 'below', value: 8.9e-6 } as const
    const configurations = [
      { label: 'he', factors: {} },
      { label: 'small\u001b[2J', factors: {} },
      { label: 'large', factors: {} },
    ]
    const stalled = [0, 1, 2].map((seed) => ({ ...trial(1, seed, 'stalled'), firstCause: vanished }))
    const trials = [trial(0, 0, 'done'), trial(1, 3, 'diverged'), ...stalled, trial(2, 0, 'diverged')]
    expect(firstCauseLines(configurations, trials)).toBe(
      [
        '',
        'What left its healthy band first:',
        'small?[2J, 3 of the 4 diverged or stalled: At step 0 the mean square of h in layer 2 was 8.9e-6, below 1e-4: the signal vanished.',
        'large, the one diverged or stalled: At step 3 a pre-activation z of layer 2 was no finite number any more: the signal overflowed.',
        '',
      ].join('\n'),
    )
    expect(firstCauseLines(configurations, [trial(0, 0, 'done')])).toBe('')
  })

  it('tells the causes of twenty configurations and counts the rest', () => {
    const configurations = Array.from({ length: 23 }, (_, index) => ({ label: `c${index}`, factors: {} }))
    const trials = configurations.map((_, index) => trial(index, 0, 'diverged'))
    const lines = firstCauseLines(configurations, trials).split('\n')
    expect([lines[2]?.slice(0, 3), lines[21]?.slice(0, 4)]).toEqual(['c0,', 'c19,'])
    expect(lines[22]).toBe('and 3 configurations more with diverged or stalled trials.')
  })

  it('names the configuration when there are no factors', () => {
    const table = configurationTable(
      tableRows([{ label: 'he-normal · relu', factors: {} }], [trial(0, 1, 'done', 2.3)]),
    )
    expect(table.split('\n')[2]).toBe(
      'he-normal · relu  1        2.30  2.30 .. 2.30      0.800         0        0',
    )
  })

  it.each([
    ['he-normal', 'he-normal'],
    [0.01, '0.01'],
    [[0, 1], '[0,1]'],
    [{ scheme: 'normal', std: 0.01 }, 'normal (std 0.01)'],
    [{ name: 'adam', beta1: 0.5, beta2: 0.9 }, 'adam (beta1 0.5, beta2 0.9)'],
    ['\u001b[31mred\u0007', '?[31mred?'],
    [{ a: 1 }, '{"a":1}'],
    [null, 'null'],
  ])('writes the factor %j as %s', (value, text) => {
    expect(factorText(value)).toBe(text)
  })
})

describe('progress', () => {
  const counts = { ...NO_TRIALS, queued: 10, running: 2, done: 9, diverged: 2, error: 1 }

  it('tells trials by status, rate and remaining time', () => {
    expect(progressText(update({ counts, trialsPerSecond: 5.123, etaSeconds: 65 }))).toBe(
      '12/24 trials  9 done  2 diverged  1 failed  5.1/s  ETA 1:05',
    )
    expect(progressText(update({ counts, trialsPerSecond: 128.4, etaSeconds: 1 }))).toContain('  128/s  ')
    expect(progressText(update({ counts, trialsPerSecond: 9.96, etaSeconds: 1 }))).toContain('  10/s  ')
    expect(progressBar(update({ counts }))).toBe('[############............]')
    expect(progressText(update({ counts: { ...NO_TRIALS, done: 3 }, etaSeconds: 0 }))).toBe(
      '3/3 trials  3 done',
    )
  })

  it.each([
    [0, '0:00'],
    [59.6, '1:00'],
    [3725, '1:02:05'],
    [-3, '0:00'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(durationText(seconds)).toBe(text)
  })

  it('redraws one line on a terminal, never wider than it', () => {
    const written: string[] = []
    const errors = { write: (text: string) => written.push(text), columns: () => 40 }
    const display = new ProgressDisplay(errors, { timestamp: () => '', elapsed: () => 0 })
    display.show(update({ counts, trialsPerSecond: 5, etaSeconds: 65 }))
    display.show(update({ counts }))
    display.line('note')
    display.end()
    expect(written.every((text) => text.replace('\r\u001b[2K', '').length <= 40)).toBe(true)
    expect(written.map((text) => text.slice(0, 5))).toEqual(['\r\u001b[2K', '\r\u001b[2K', '\n', 'note\n'])
  })

  it('writes a line every tenth of the trials or every five seconds elsewhere', () => {
    const written: string[] = []
    let time = 0
    const errors = { write: (text: string) => written.push(text), columns: () => null }
    const display = new ProgressDisplay(errors, { timestamp: () => '', elapsed: () => time })
    for (let done = 0; done <= 100; done++)
      display.show(update({ counts: { ...NO_TRIALS, done, queued: 100 - done } }))
    expect(written.map((line) => line.split(' ')[0])).toEqual(
      [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map((done) => `${done}/100`),
    )
    const slow = new ProgressDisplay(errors, { timestamp: () => '', elapsed: () => time })
    written.length = 0
    for (time = 0; time <= 20_000; time += 1000)
      slow.show(update({ counts: { ...NO_TRIALS, done: 1, queued: 99 } }))
    expect(written).toHaveLength(4)
  })

  it('tells a notice once', () => {
    const written: string[] = []
    const display = new ProgressDisplay(
      { write: (text) => written.push(text), columns: () => null },
      { timestamp: () => '', elapsed: () => 0 },
    )
    for (let repeat = 0; repeat < 3; repeat++) display.show(update({ notice: 'The disk is full.', counts }))
    expect(written.filter((line) => line === 'The disk is full.\n')).toHaveLength(1)
  })
})

describe('file names', () => {
  it.each([
    ['He or Xavier, by depth', 'He or Xavier, by depth'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['  ..hidden.. ', 'hidden'],
    ['...', 'sweep'],
    ['CON', 'CON_'],
    ['tab\there', 'tab-here'],
    ['größe 学習', 'größe 学習'],
  ])('%j becomes %j', (name, file) => {
    expect(safeFileName(name)).toBe(file)
  })

  it('stay within what file systems take', () => {
    expect(Buffer.byteLength(safeFileName('学'.repeat(200)))).toBeLessThanOrEqual(180)
  })

  it('put the database of a run beside its report', () => {
    expect(runDatabasePath('/a/b.initlab')).toBe('/a/.b.initlab-run.db')
    expect(runDatabasePath('/a/b.zip')).toBe('/a/.b.zip.initlab-run.db')
    expect(freeReportPath(temporaryFolder(), 'x')).toMatch(/\/x\.initlab$/)
  })
})
