import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { bundleCommandLine } from '../setup/bundle-command-line'
import { temporaryFolder } from './command-fixture'

vi.setConfig({ testTimeout: 90_000 })

const TINY = `format: initlab-sweep/1
name: tiny
task: {trainSize: 100}
model: {depth: [1, 2], width: 8, init: [he-normal, {scheme: normal, std: 30}]}
train: {steps: 20, learningRate: 0.1}
record: {every: 5}
seeds: [1, 2]
`
const LONG = TINY.replace('steps: 20', 'steps: 1000000')
  .replace('every: 5', 'every: 5000')
  .replace('seeds: [1, 2]', 'seeds: {count: 50}')

let program = ''
beforeAll(async () => {
  program = await bundleCommandLine()
}, 60_000)

interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly output: string
  readonly errors: string
}

interface Running {
  readonly ended: Promise<Ended>
  readonly kill: (signal: 'SIGINT' | 'SIGKILL') => void
  /** Resolves when standard error holds the text. */
  readonly until: (text: string) => Promise<void>
}

function start(folder: string, words: readonly string[], input = ''): Running {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  child.stdin.end(input)
  return {
    ended: new Promise((resolve) => {
      child.on('close', (code, signal) => resolve({ code, signal, output, errors }))
    }),
    kill: (signal) => child.kill(signal),
    until: (text) => expect.poll(() => errors, { timeout: 20_000 }).toContain(text),
  }
}

function run(folder: string, ...words: readonly string[]): Promise<Ended> {
  return start(folder, words).ended
}

describe('init-lab as a program', () => {
  it('runs a sweep, writes its report and prints it again', async () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'tiny.yaml'), TINY)
    const ran = await run(folder, 'run', 'tiny.yaml', '--workers', '2')
    expect(ran.errors).toContain('tiny: 4 configurations, 8 trials.')
    expect(ran.code).toBe(0)
    expect(readdirSync(folder).sort()).toEqual(['tiny.initlab', 'tiny.yaml'])
    const [title, rule, ...lines] = ran.output.split('\n')
    expect([title?.includes('train loss'), rule?.startsWith('-----')]).toEqual([true, true])
    const causes = lines.slice(4)
    expect(causes.slice(0, 2)).toEqual(['', 'What left its healthy band first:'])
    for (const cause of causes.slice(2, -1)) expect(cause).toMatch(/ diverged or stalled: At step \d+ .+\.$/)
    const shown = await run(folder, 'show', 'tiny.initlab')
    expect(shown).toEqual({ code: 0, signal: null, output: ran.output, errors: '' })
  })

  it('gives the same bits for one worker and two, from a file and from standard input', async () => {
    const folder = temporaryFolder()
    const one = await start(folder, ['run', '-', '--json', '--workers', '1'], TINY).ended
    const two = await start(folder, ['run', '-', '--json', '--workers', '2'], TINY).ended
    expect([one.code, two.code]).toEqual([0, 0])
    const bits = (text: string): string => text.replace(/"milliseconds":[^,]+,/g, '')
    expect(bits(two.output)).toBe(bits(one.output))
    expect(one.output.match(/"weightsHash":"[0-9a-f]{64}"/g)).toHaveLength(8)
    const shown = await run(folder, 'show', 'tiny.initlab', '--json')
    expect(bits(shown.output)).toBe(bits(one.output))
    expect(readdirSync(folder).sort()).toEqual(['tiny 2.initlab', 'tiny.initlab'])
  })

  it('keeps what is finished at Ctrl+C', async () => {
    const folder = temporaryFolder()
    const running = start(folder, ['run', '-', '--workers', '1'], LONG)
    await running.until('200 trials.')
    // The terminal tells every process of its group, and npm tells its child once more.
    running.kill('SIGINT')
    setTimeout(() => running.kill('SIGINT'), 5)
    const { code, errors } = await running.ended
    expect(errors).toContain('Interrupted: what is finished is kept.')
    expect(errors).not.toContain('Interrupted again')
    expect(code).toBe(130)
    expect(readdirSync(folder)).toEqual(['tiny.initlab'])
    const shown = await run(folder, 'show', 'tiny.initlab', '--json')
    expect(shown.output.match(/"seed":/g)).toHaveLength(200)
  })

  it('continues after it was killed', async () => {
    const folder = temporaryFolder()
    const spec = TINY.replace('steps: 20', 'steps: 4000').replace('seeds: [1, 2]', 'seeds: {count: 6}')
    const killed = start(folder, ['run', '-', '--workers', '1'], spec)
    await killed.until('/24 trials  ')
    killed.kill('SIGKILL')
    expect((await killed.ended).signal).toBe('SIGKILL')
    expect(existsSync(path.join(folder, '.tiny.initlab-run.db'))).toBe(true)
    const again = await start(folder, ['run', '-', '--workers', '2'], spec).ended
    expect(again.errors).toMatch(/continues an earlier run, \d+ of them are there/)
    expect(again.code).toBe(0)
    expect(readdirSync(folder)).toEqual(['tiny.initlab'])
    const whole = await start(temporaryFolder(), ['run', '-'], spec).ended
    expect(again.output).toBe(whole.output)
  })

  it('ends with 1 and the place of a mistake', async () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'wrong.yaml'), TINY.replace('learningRate', 'learnigRate'))
    const { code, output, errors } = await run(folder, 'run', 'wrong.yaml')
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(errors).toBe('wrong.yaml:5: train.learnigRate: unknown key; did you mean "learningRate"?\n')
  })

  it('names row and column of a wrong cell, and the file that is not there', async () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'people.csv'), 'age,size,class\n1,2,a\n3,tall,b\n')
    const spec = (file: string) => `format: initlab-sweep/1\ntask: {dataset: "csv:${file}"}\n`
    const wrong = await start(folder, ['run', '-'], spec('people.csv')).ended
    expect(wrong).toMatchObject({ code: 1, output: '' })
    expect(wrong.errors).toBe(
      'row 3, column "size": people.csv: The cell holds "tall", which is not a number.\n',
    )
    const missing = await start(folder, ['run', '-'], spec('nobody.csv')).ended
    expect(missing.code).toBe(1)
    expect(missing.errors).toContain('nobody.csv: The file cannot be read: there is no such file.')
    expect(readdirSync(folder)).toEqual(['people.csv'])
  })

  it.skipIf(!existsSync('/dev/full'))('writes its report though standard output is full', async () => {
    const folder = temporaryFolder()
    const full = openSync('/dev/full', 'w')
    const child = spawn(process.execPath, [program, 'run', '-', '--json'], {
      cwd: folder,
      stdio: ['pipe', full, 'pipe'],
    })
    let errors = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text))
    child.stdin?.end(TINY)
    const code = await new Promise((resolve) => child.on('close', resolve))
    closeSync(full)
    expect(errors).toContain('Standard output cannot be written: the disk is full.\n')
    expect(errors).toContain('report: ')
    expect(code).toBe(1)
    expect(readdirSync(folder)).toEqual(['tiny.initlab'])
  })

  it('says in plain words where no run can be kept', async () => {
    const name = `${'n'.repeat(240)}.initlab`
    const { code, errors } = await start(temporaryFolder(), ['run', '-', '-o', name], TINY).ended
    expect(code).toBe(1)
    expect(errors).toContain('No library can be opened or created here')
    expect(errors).not.toContain('ConnectionFailed')
  })

  it('prints its version without an engine', async () => {
    expect(await run(temporaryFolder(), '--version')).toMatchObject({
      code: 0,
      output: '0.1.0\n',
      errors: '',
    })
  })
})
