import { expect, test } from 'vitest'
import { readLedgerFile } from '@engine/claims/ledger-file'
import { readVerdictFile, verdictsText } from '@engine/claims/verdict-file'
import { expandedChecks, expandRule } from '@shared/claims/expand-check'
import { unwrap } from '../sweep/lab-fixture'

const FILE = 'resources/study/verdicts.json'

test('every testable claim has the verdict of its release, and it is the shipped status', async () => {
  const { claims, firstSeed } = unwrap(
    await readLedgerFile('resources/study/claims.yaml', 'resources/presets'),
  )
  const verdicts = unwrap(await readVerdictFile(FILE))
  const tested = claims.filter(({ status }) => status !== 'not-testable')
  expect([...verdicts.keys()].sort()).toEqual(tested.map(({ id }) => id).sort())
  for (const { id, status, supports, refutes } of tested) {
    const asked = [supports, refutes].flatMap((rule) =>
      rule === undefined ? [] : expandedChecks(expandRule(rule)),
    )
    expect(
      verdicts.get(id)?.checks.map((check) => [check.id, check.says]),
      id,
    ).toEqual(asked.map((check) => [check.id, check.says]))
    expect(verdicts.get(id)?.outcome, id).toBe(status)
    expect(verdicts.get(id)?.firstSeed, id).toBe(firstSeed)
  }
  await expect(verdictsText(verdicts, firstSeed)).toMatchFileSnapshot(`../../../${FILE}`)
})

test('a file that is missing or damaged is told', async () => {
  expect(await readVerdictFile('resources/study/none.json')).toMatchObject({ ok: false })
  expect(await readVerdictFile('resources/study/claims.yaml')).toMatchObject({ ok: false })
})
