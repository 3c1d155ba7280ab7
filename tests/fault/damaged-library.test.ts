import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { systemClock } from '@engine/clock'
import { openConnection } from '@engine/store/database'
import { openStore } from '@engine/store/store'
import { newSweep, openTestStore, trialFor } from '../engine/store/store-fixture'
import { temporaryFolder, unwrap } from '../engine/sweep/lab-fixture'
import { bundleChild } from './bundle-child'

const MUTANTS = Number(process.env['INITLAB_MUTANTS'] ?? 60)
const TORN = Number(process.env['INITLAB_TORN'] ?? 40)
const GROUP = 8
const GROUPS = 10

let child = ''
beforeAll(async () => {
  child = await bundleChild('check-library')
})

/** Draws that are the same in every run (a linear congruential generator). */
function draws(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Groups of eight trials, and the state of both files after each. */
function writeGroups(file: string, afterGroup: (group: number) => void): void {
  const store = openTestStore(file)
  const sweepId = unwrap(store.sweeps.insert(newSweep({ trialCount: GROUP * GROUPS })))
  for (let group = 0; group < GROUPS; group++) {
    unwrap(
      store.trials.insert(
        sweepId,
        Array.from({ length: GROUP }, (_, index) => trialFor(group, index)),
      ),
    )
    afterGroup(group)
  }
}

function copyLibrary(file: string, target: string): void {
  copyFileSync(file, target)
  if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${target}-wal`)
}

test(`${TORN} copies of database and log, torn at any byte: each opens, with whole groups only`, () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'library.db')
  writeGroups(file, () => undefined)
  const length = readFileSync(`${file}-wal`).length
  const draw = draws(1)
  const counts = new Set<number>()
  for (let copy = 0; copy < TORN; copy++) {
    const target = path.join(folder, `torn-${copy}.db`)
    copyLibrary(file, target)
    truncateSync(`${target}-wal`, draw(length + 1))
    const store = unwrap(openStore(target, systemClock))
    expect(store.notices).toEqual([])
    const [sweep] = unwrap(store.sweeps.list())
    const { trials, damaged } = unwrap(store.trials.ofSweep(sweep?.sweep.id ?? 1))
    store.close()
    expect(damaged).toEqual([])
    expect(trials.length % GROUP).toBe(0)
    for (const record of trials) expect(record).toEqual(trialFor(record.configuration, record.seed).record)
    counts.add(trials.length)
  }
  expect(counts.size).toBeGreaterThan(3)
}, 600_000)

function mutate(bytes: Buffer, draw: (below: number) => number): Buffer {
  const mutant = Buffer.from(bytes)
  const pages = Math.floor(bytes.length / 4096)
  switch (draw(5)) {
    case 0:
      for (let count = 1 + draw(16); count > 0; count--) mutant[draw(mutant.length)] = draw(256)
      return mutant
    case 1: {
      const start = draw(mutant.length)
      return mutant.fill(draw(2) === 0 ? 0 : 255, start, Math.min(start + 512, mutant.length))
    }
    case 2:
      return mutant.subarray(0, draw(mutant.length))
    case 3:
      mutant.copy(mutant, draw(pages) * 4096, draw(pages) * 4096, draw(pages) * 4096 + 4096)
      return mutant
    default: {
      // Aimed: bytes at the start of one page, where its cells are counted and placed.
      const page = draw(pages) * 4096 + (draw(4) === 0 ? 100 : 0)
      for (let count = 1 + draw(8); count > 0; count--) mutant[page + draw(64)] = draw(256)
      return mutant
    }
  }
}

/** Runs the checker over the files; after a crash it goes on behind the file that caused it. */
function checkAll(expected: string, files: readonly string[]): readonly string[] {
  const lines: string[] = []
  while (lines.length < files.length) {
    const run = spawnSync(process.execPath, [child, expected, ...files.slice(lines.length)], {
      encoding: 'utf8',
    })
    lines.push(...run.stdout.split('\n').filter((line) => line !== ''))
    if (lines.length < files.length) lines.push(`crashed ${run.signal ?? ''} ${run.stderr.slice(0, 300)}`)
  }
  return lines
}

test(`${MUTANTS} damaged libraries: none ends the program, none shows a wrong trial`, () => {
  const folder = temporaryFolder()
  const file = path.join(folder, 'library.db')
  writeGroups(file, () => undefined)
  const open = path.join(folder, 'open.db')
  copyLibrary(file, open)
  const closing = unwrap(openConnection(path.join(folder, 'open.db')))
  closing.close()
  const prints = path.join(folder, 'prints.txt')
  writeFileSync(prints, execFileSync(process.execPath, [child, '-', open], { encoding: 'utf8' }))
  expect(readFileSync(prints, 'utf8').trim().split(' ')).toHaveLength(GROUP * GROUPS)

  const draw = draws(2)
  const bytes = readFileSync(open)
  const files = Array.from({ length: MUTANTS }, (_, index) => {
    const target = path.join(folder, `mutant-${index}`, 'library.db')
    mkdirSync(path.dirname(target))
    writeFileSync(target, mutate(bytes, draw))
    return target
  })
  const lines = checkAll(prints, files)
  expect(lines.filter((line) => /^(crashed|threw)/.test(line))).toEqual([])
  const read = lines
    .map((line) => /^read (\d+) (\d+) (\d+) (\d+)$/.exec(line))
    .filter((match) => match !== null)
  expect(read.filter(([, , , wrong]) => wrong !== '0')).toEqual([])
  expect(lines.filter((line) => !/^(read|failed|unreadable)/.test(line))).toEqual([])
  const setAside = read.filter(([, notices]) => notices !== '0').length
  expect(setAside).toBeGreaterThan(0)
  if (process.env['INITLAB_SHOW'] !== undefined) {
    const summary = lines.reduce<Record<string, number>>(
      (counts, line) => ({ ...counts, [line]: (counts[line] ?? 0) + 1 }),
      {},
    )
    process.stdout.write(`${JSON.stringify(summary, null, 1)}\n`)
  }
}, 600_000)
