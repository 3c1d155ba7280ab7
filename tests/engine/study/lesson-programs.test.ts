import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { readStudySources } from '@engine/study/study-sources'
import { unwrap } from '../sweep/lab-fixture'
import { STUDY_FOLDERS } from './study-folders'

/** Interpreters that may have a package: the one on the path, and the system's. */
const INTERPRETERS = ['python3', '/usr/bin/python3']

function interpreterWith(...modules: readonly string[]): string | null {
  const has = (interpreter: string): boolean =>
    spawnSync(interpreter, ['-c', `import ${modules.join(', ')}`], { timeout: 60_000 }).status === 0
  return INTERPRETERS.find(has) ?? null
}

const { lessons } = unwrap(await readStudySources(STUDY_FOLDERS)).content
const blocks = lessons.flatMap(({ id, sections }) =>
  sections
    .flatMap((section) => section.blocks)
    .flatMap((block) => (block.kind === 'code' ? [{ id, ...block }] : [])),
)

/** Runs every program in a namespace of its own, in one interpreter; what it throws is told by name. */
const RUNNER = `
import json, sys, traceback
failed = {}
for name, source in json.load(sys.stdin).items():
    try:
        exec(compile(source, name, 'exec'), {'__name__': '__main__'})
    except BaseException:
        failed[name] = traceback.format_exc()
sys.stderr.write('RESULT' + json.dumps(failed))
`

function failuresOf(interpreter: string, programs: Readonly<Record<string, string>>): unknown {
  const { stderr, status, error } = spawnSync(interpreter, ['-c', RUNNER], {
    input: JSON.stringify(programs),
    encoding: 'utf8',
    timeout: 300_000,
  })
  if (error !== undefined || status !== 0) throw error ?? new Error(stderr)
  return JSON.parse(stderr.slice(stderr.lastIndexOf('RESULT') + 'RESULT'.length))
}

describe.each([
  ['numpy', ['numpy']],
  ['pytorch', ['torch']],
  ['keras', ['keras']],
] as const)('the programs in %s', (framework, modules) => {
  const interpreter = interpreterWith(...modules)
  const programs = Object.fromEntries(
    blocks.flatMap((block, place) => {
      const source = block[framework]
      return source === undefined ? [] : [[`${block.id}/${String(place)}`, source] as const]
    }),
  )

  test('each lesson has one, and it checks its own numbers', () => {
    expect(
      lessons.filter(({ id }) => !Object.keys(programs).some((name) => name.startsWith(`${id}/`))),
    ).toEqual([])
    for (const [name, source] of Object.entries(programs)) expect(source, name).toMatch(/\bassert\b/)
  })

  // The lab needs no Python: where an interpreter has the framework, the programs are run in it.
  test.runIf(interpreter !== null)(
    'run without a failure',
    () => {
      expect(failuresOf(interpreter ?? '', programs)).toEqual({})
    },
    300_000,
  )
})
