import { parseArgs } from 'node:util'
import { failure, success } from '@shared/errors'
import type { Result } from '@shared/errors'
import { LARGEST_SEED, TRIALS } from '@shared/limits'

export const USAGE = `Usage: init-lab COMMAND [...]

  init-lab run SPEC [-o FILE] [--workers N] [--json]
      Runs a sweep and prints its configurations. SPEC is a YAML or JSON file, - for standard
      input, or the name of a built-in sweep. The report is written to FILE, or to NAME.initlab
      here; a file that exists is never written over. The same command continues a run that was
      killed.
        -o, --output FILE   the report to write
        -w, --workers N     trials at the same time (default: every core)
            --json          one JSON object {"sweep", "trials"} on standard output

  init-lab show REPORT [--json]
      Prints the configurations of a saved report.

  init-lab preset [NAME]
      Lists the built-in sweeps, or prints the YAML of one.

  init-lab bench [--json]
      Measures this machine for about 20 seconds: whole training steps of five networks, and what
      share of one core's 128-bit limit they reach.

  init-lab claims [ID...] [--run] [--workers N] [--seeds-from N] [--json]
      Prints the ledger of claims, or those of the IDs in full. With --run it runs their
      experiments and says of each claim whether it holds, with estimate, interval and seeds.
        -r, --run           run the experiments
        -w, --workers N     trials at the same time (default: every core)
            --seeds-from N  the first seed (default: that of this release)
            --json          one JSON object {"claims": [...]} on standard output

  init-lab verify | export
      Not available yet.

  init-lab --help | --version

Exit code: 0 done, 1 a wrong spec, file or argument, 2 trials failed by error (a diverged trial is
a result), 3 an outcome differs from the shipped status of its claim, 130 interrupted (what is finished is kept).
`

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'preset'; readonly preset: string | null }
  | { readonly name: 'show'; readonly report: string; readonly json: boolean }
  | { readonly name: 'bench'; readonly json: boolean }
  | RunArguments
  | ClaimsArguments

export interface ClaimsArguments {
  readonly name: 'claims'
  /** All claims when it is empty. */
  readonly ids: readonly string[]
  readonly run: boolean
  /** Null: every core. */
  readonly workers: number | null
  /** Null: the first seed of the ledger's release. */
  readonly seedsFrom: number | null
  readonly json: boolean
}

export interface RunArguments {
  readonly name: 'run'
  /** A path, `-` for standard input, or the name of a preset. */
  readonly spec: string
  readonly output: string | null
  /** Null: every core. */
  readonly workers: number | null
  readonly json: boolean
}

const LATER_COMMANDS: readonly string[] = ['verify', 'export']
const MOST_WORKERS = 256
/** Leaves room for as many seeds as a sweep may have. */
const MOST_FIRST_SEED = LARGEST_SEED - TRIALS

/** What the words after `init-lab` ask for; the failure's message says which word is wrong. */
export function readArguments(words: readonly string[]): Result<Command> {
  const [first, ...rest] = words
  if (first === undefined) return wrong('A command is missing.')
  if (words.some((word) => word === '--help' || word === '-h') || first === 'help')
    return success({ name: 'help' })
  if (first === '--version' || first === '-v') return success({ name: 'version' })
  if (LATER_COMMANDS.includes(first))
    return failure('spec-not-available', `init-lab ${first} is not available yet.`)
  if (first === 'run') return readRun(rest)
  if (first === 'show') return readShow(rest)
  if (first === 'preset') return readPreset(rest)
  if (first === 'bench') return readBench(rest)
  if (first === 'claims') return readClaims(rest)
  return wrong(`There is no command ${JSON.stringify(first)}.`)
}

function readRun(words: readonly string[]): Result<Command> {
  const parsed = attempt(() =>
    parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        workers: { type: 'string', short: 'w' },
        json: { type: 'boolean' },
      },
    }),
  )
  if (!parsed.ok) return parsed
  const { positionals, values } = parsed.value
  const [spec, extra] = positionals
  if (spec === undefined) return wrong('init-lab run needs a SPEC.')
  if (extra !== undefined)
    return wrong(`init-lab run takes one SPEC; ${JSON.stringify(extra)} is one too many.`)
  if (values.output === '') return wrong('--output needs a file name.')
  const workers = integer('workers', values.workers, 1, MOST_WORKERS)
  if (!workers.ok) return workers
  const { output = null, json = false } = values
  return success({ name: 'run', spec, output, workers: workers.value, json })
}

/** The number of an option; null when it is not given. */
function integer(name: string, text: string | undefined, least: number, most: number): Result<number | null> {
  if (text === undefined) return success(null)
  const value = text.trim() === '' ? NaN : Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return success(value)
  return wrong(`--${name} ${text} is not possible; give an integer from ${least} to ${most}.`)
}

function readClaims(words: readonly string[]): Result<Command> {
  const parsed = attempt(() =>
    parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        run: { type: 'boolean', short: 'r' },
        workers: { type: 'string', short: 'w' },
        'seeds-from': { type: 'string' },
        json: { type: 'boolean' },
      },
    }),
  )
  if (!parsed.ok) return parsed
  const { positionals, values } = parsed.value
  const { run = false, json = false } = values
  const workers = integer('workers', values.workers, 1, MOST_WORKERS)
  if (!workers.ok) return workers
  const seedsFrom = integer('seeds-from', values['seeds-from'], 0, MOST_FIRST_SEED)
  if (!seedsFrom.ok) return seedsFrom
  if (!run && (workers.value !== null || seedsFrom.value !== null))
    return wrong('--workers and --seeds-from are for init-lab claims --run.')
  return success({
    name: 'claims',
    ids: positionals,
    run,
    workers: workers.value,
    seedsFrom: seedsFrom.value,
    json,
  })
}

function readShow(words: readonly string[]): Result<Command> {
  const parsed = attempt(() =>
    parseArgs({ args: [...words], allowPositionals: true, options: { json: { type: 'boolean' } } }),
  )
  if (!parsed.ok) return parsed
  const [report, extra] = parsed.value.positionals
  if (report === undefined) return wrong('init-lab show needs a REPORT.')
  if (extra !== undefined)
    return wrong(`init-lab show takes one REPORT; ${JSON.stringify(extra)} is one too many.`)
  return success({ name: 'show', report, json: parsed.value.values.json ?? false })
}

function readPreset(words: readonly string[]): Result<Command> {
  const parsed = attempt(() => parseArgs({ args: [...words], allowPositionals: true, options: {} }))
  if (!parsed.ok) return parsed
  const [preset, extra] = parsed.value.positionals
  if (extra !== undefined)
    return wrong(`init-lab preset takes one NAME; ${JSON.stringify(extra)} is one too many.`)
  return success({ name: 'preset', preset: preset ?? null })
}

function readBench(words: readonly string[]): Result<Command> {
  const parsed = attempt(() =>
    parseArgs({ args: [...words], allowPositionals: true, options: { json: { type: 'boolean' } } }),
  )
  if (!parsed.ok) return parsed
  const [extra] = parsed.value.positionals
  if (extra !== undefined)
    return wrong(`init-lab bench takes no argument; ${JSON.stringify(extra)} is one too many.`)
  return success({ name: 'bench', json: parsed.value.values.json ?? false })
}

function attempt<Value>(parse: () => Value): Result<Value> {
  try {
    return success(parse())
  } catch (error) {
    // The first sentence names the option; the rest explains how to pass a word that begins with a dash.
    return wrong(
      error instanceof Error ? (/^[^.]*\.?/.exec(error.message)?.[0] ?? error.message) : String(error),
    )
  }
}

function wrong(message: string): ReturnType<typeof failure> {
  return failure('refused', message)
}
