import os from 'node:os'
import path from 'node:path'
import { measureCore } from '@engine/bench/measure-core'
import { systemClock } from '@engine/clock'
import { openLaboratory } from '@engine/laboratory'
import type { Revectorizer } from '@engine/revectorizer/revectorizer'
import { describeFileFault, systemCode } from '@engine/reports/file-faults'
import { SPEC_CHARACTERS } from '@shared/limits'
import { runCommandLine } from './command-line'
import { findProgramDirectory } from './program-files'
import { nodeRevectorizer } from './node-revectorizer'
import type { CommandSystem, TextOutput } from './system'
import { EXIT } from './system'

/** A terminal that does not tell its width. */
const DEFAULT_COLUMNS = 80

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Bytes after which standard input is too long for a sweep, whatever follows. */
const MOST_INPUT_BYTES = 4 * SPEC_CHARACTERS + 1

/** A full disk behind `--json > FILE` must not end a run before its report is written. */
let isOutputLost = false

function textOutput(stream: NodeJS.WriteStream): TextOutput {
  stream.on('error', (error) => {
    // A reader that closes its end, as `head` does, is no failure of the run.
    if (systemCode(error) === 'EPIPE') return
    if (stream === process.stdout && !isOutputLost) {
      isOutputLost = true
      process.stderr.write(`Standard output cannot be written: ${describeFileFault(error)}.\n`)
    }
  })
  return {
    write: (text) => stream.write(text),
    columns: () => (stream.isTTY ? stream.columns || DEFAULT_COLUMNS : null),
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const input: AsyncIterable<Uint8Array> = process.stdin
  for await (const chunk of input) {
    chunks.push(chunk)
    bytes += chunk.byteLength
    if (bytes > MOST_INPUT_BYTES) break
  }
  return Buffer.concat(chunks)
}

function onInterrupt(listener: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => {
    for (const signal of SIGNALS) process.off(signal, listener)
  }
}

/** Work begins when the revectorizer is settled: its switches are for code that is compiled after them. */
async function settleRevectorizer(): Promise<Revectorizer> {
  const revectorizer = nodeRevectorizer(path.join(import.meta.dirname, 'kernel-self-test.cjs'))
  await revectorizer.settle()
  return revectorizer
}

const system: CommandSystem = {
  output: textOutput(process.stdout),
  errors: textOutput(process.stderr),
  workingDirectory: process.cwd(),
  programDirectory: findProgramDirectory(import.meta.dirname),
  workerPath: path.join(import.meta.dirname, 'trial-worker.cjs'),
  cores: os.availableParallelism(),
  clock: systemClock,
  readStandardInput,
  onInterrupt,
  exit: (code) => process.exit(code),
  measureCore: async (workerPath) => {
    await settleRevectorizer()
    return measureCore(workerPath)
  },
  openLaboratory: async (options) => {
    const revectorizer = await settleRevectorizer()
    return openLaboratory({ ...options, isRevectorized: () => revectorizer.state().active })
  },
}

void runCommandLine(process.argv.slice(2), system).then((code) => {
  process.exitCode = code === EXIT.done && isOutputLost ? EXIT.wrong : code
})
