import os from 'node:os'

/** Prints a line of a measurement; the test runner's own output is of no use here. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** What a figure must be read with: the machine, the program and the day. */
export function machineLine(): string {
  const processor = os.cpus()[0]?.model.trim() ?? 'unknown processor'
  const day = new Date().toISOString().slice(0, 10)
  return `${processor}, ${String(os.availableParallelism())} cores, Node ${process.version}, ${day}`
}

/** The middle of the sorted values, and the ones that 95 % and 99 % do not pass. */
export function spread(values: readonly number[]): {
  median: number
  p95: number
  p99: number
  least: number
} {
  const sorted = [...values].sort((left, right) => left - right)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { median: at(0.5), p95: at(0.95), p99: at(0.99), least: at(0) }
}
