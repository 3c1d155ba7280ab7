import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { repository } from '../../scripts/paths.mjs'
import { callLab } from './harness/lab-calls'
import { expect, killWithChildren, test } from './harness/lab-session'
import {
  endedOf,
  endedTrials,
  enter,
  resultsNamed,
  summaryNamed,
  untilEnded,
  untilState,
  valueOf,
} from './harness/person'
import { answerDialogs } from './harness/stand-ins'

const NAME = 'Survives'
const SPEC = `format: initlab-sweep/1
name: ${NAME}
task: {dataset: digits8x8}
model: {depth: [2, 12], width: 32, activation: [relu, tanh], init: [he-normal, {scheme: normal, std: 1}]}
train: {steps: 5000, batchSize: 32, learningRate: 0.03}
record: {every: 1000}
seeds: {first: 0, count: 6}
`
const TRIALS = 48

interface JsonTrial {
  readonly seed: number
  readonly status: string
  readonly weightsHash: string | null
}

/** The same file on the command line, under plain Node, without a disturbance. */
async function runUndisturbed(specFile: string, folder: string): Promise<readonly JsonTrial[]> {
  const program = path.join(repository, 'out/main/init-lab.cjs')
  const { stdout } = await promisify(execFile)(process.execPath, [program, 'run', specFile, '--json'], {
    cwd: folder,
    maxBuffer: 100_000_000,
  })
  return (JSON.parse(stdout) as { trials: readonly JsonTrial[] }).trials
}

function textOf({ seed, status, weightsHash }: JsonTrial): string {
  return `${seed} ${status} ${weightsHash}`
}

test('a kill in the middle loses no trial, runs none twice, and changes no bit', async ({ session }) => {
  test.setTimeout(240_000)
  const [userData, folder] = [await session.folder('crash'), await session.folder('crash-files')]
  const specFile = path.join(folder, 'survives.yaml')
  await writeFile(specFile, SPEC)

  const first = await session.open({ userData })
  await answerDialogs(first.app, { openFile: specFile })
  await enter(first.page, 'Lab')
  await first.page.getByRole('tab', { name: 'Spec' }).click()
  await first.page.getByRole('button', { name: 'Open', exact: true }).click()
  await expect(first.page.getByRole('tab', { name: `${TRIALS} trials` })).toBeVisible()
  await first.page.getByRole('button', { name: 'Start', exact: true }).click()
  const shown = await untilEnded(first.page, 4)
  await killWithChildren(first.process)

  const second = await session.open({ userData })
  const { page } = second
  const kept = await summaryNamed(page, NAME)
  expect(kept.state).toBe('paused')
  expect(endedOf(kept.counts)).toBeGreaterThanOrEqual(shown)
  expect(endedOf(kept.counts)).toBeLessThan(TRIALS)
  expect(kept.counts).toMatchObject({ running: 0, error: 0, cancelled: 0 })
  const before = await resultsNamed(page, NAME)

  const offer = page.getByRole('region', { name: 'Continue' })
  await expect(offer).toContainText(`${endedOf(kept.counts)} of ${TRIALS} trials`)
  await offer.getByRole('button', { name: `Open ${NAME}` }).click()
  await expect.poll(() => endedTrials(page)).toBe(endedOf(kept.counts))
  await enter(page, 'Home')
  await offer.getByRole('button', { name: `Resume ${NAME}` }).click()
  await untilState(page, 'Done')
  await expect(page.getByRole('region', { name: 'Progress' })).toContainText(`${TRIALS} of ${TRIALS} trials`)

  const after = await resultsNamed(page, NAME)
  expect(after.trials).toHaveLength(TRIALS)
  expect(new Set(after.trials.map(({ configuration, seed }) => `${configuration}:${seed}`)).size).toBe(TRIALS)
  for (const trial of before.trials) expect(after.trials).toContainEqual(trial)
  expect(valueOf(await callLab(page, 'library:list', {}))).toHaveLength(1)
  await second.close()

  const undisturbed = await runUndisturbed(specFile, folder)
  const ordered = after.trials.toSorted((a, b) => a.configuration - b.configuration || a.seed - b.seed)
  expect(undisturbed.map(textOf).sort()).toEqual(ordered.map(textOf).sort())
  expect(new Set(ordered.map(({ weightsHash }) => weightsHash)).size).toBe(TRIALS)
})
