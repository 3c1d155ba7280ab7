import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { systemClock } from '@engine/clock'
import { openStore } from '@engine/store/store'
import type { TrialRecord } from '@shared/sweep'

function fingerprint(sweepId: number, record: TrialRecord): string {
  const hash = createHash('sha256')
  const { curve, layers, spectrum, histograms } = record
  for (const values of [curve, layers, spectrum, histograms]) {
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }
  const empty = new Float32Array(0)
  const final = record.final === null ? null : Object.values(record.final).map(String)
  hash.update(
    JSON.stringify([
      sweepId,
      { ...record, curve: empty, layers: empty, spectrum: empty, histograms: empty },
      final,
    ]),
  )
  return hash.digest('hex')
}

/** `NOTICES TRIALS WRONG MISSING`: how many trials were read, and how many of them are not those of `expected`. */
function check(file: string, expected: ReadonlySet<string> | null): string {
  const opened = openStore(file, systemClock)
  if (!opened.ok) return `failed ${opened.error.code}`
  const store = opened.value
  try {
    const sweeps = store.sweeps.list()
    if (!sweeps.ok) return `unreadable ${sweeps.error.code}`
    const found: string[] = []
    let damaged = 0
    for (const { sweep } of sweeps.value) {
      const rows = store.trials.ofSweep(sweep.id)
      if (!rows.ok) return `unreadable ${rows.error.code}`
      damaged += rows.value.damaged.length
      found.push(...rows.value.trials.map((record) => fingerprint(sweep.id, record)))
    }
    if (expected === null) return found.join(' ')
    const wrong = found.filter((print) => !expected.has(print)).length
    return `read ${store.notices.length} ${found.length} ${wrong} ${damaged}`
  } finally {
    store.close()
  }
}

/** First argument: `-`, or a file with the fingerprints that may appear. The others are libraries; one line for each. */
function main(): void {
  const [list = '-', ...files] = process.argv.slice(2)
  const expected = list === '-' ? null : new Set(readFileSync(list, 'utf8').trim().split(/\s+/))
  for (const file of files) {
    let line: string
    try {
      line = check(file, expected)
    } catch (error) {
      line = `threw ${error instanceof Error ? error.message : String(error)}`
    }
    process.stdout.write(`${line}\n`)
  }
}

main()
