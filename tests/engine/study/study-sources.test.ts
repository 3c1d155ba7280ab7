import { expect, test } from 'vitest'
import { readStudySources } from '@engine/study/study-sources'
import { unwrap } from '../sweep/lab-fixture'
import { STUDY_FOLDERS } from './study-folders'

test('gives content and claims as plain data that one thread can hand to another', async () => {
  const sources = unwrap(await readStudySources(STUDY_FOLDERS))
  expect(structuredClone(sources)).toEqual(sources)
  expect(sources.content.lessons[0]?.order).toBe(1)
  const claim = sources.claims.find(({ id }) => id === 'C05')
  expect(claim?.stored?.outcome).toBe(claim?.status)
  // The experiments are the release's: their seeds are those of the verdict.
  for (const { document } of claim?.experiments ?? [])
    expect(document['seeds']).toMatchObject({ first: claim?.stored?.firstSeed })
  expect(sources.claims.filter(({ stored }) => stored === null).map(({ status }) => status)).toEqual([
    'not-testable',
    'not-testable',
  ])
})

test('says which file is missing', async () => {
  const read = await readStudySources({ ...STUDY_FOLDERS, studyDirectory: 'resources/none' })
  expect(read.ok ? '' : read.error.place).toContain('claims.yaml')
})
