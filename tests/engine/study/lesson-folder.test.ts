import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import {
  readLessonFolder,
  removeLessonFile,
  restoreLessonFile,
  writeLessonFile,
} from '@engine/study/lesson-folder'
import { readStudySources } from '@engine/study/study-sources'
import { unwrap } from '../sweep/lab-fixture'
import { STUDY_FOLDERS } from './study-folders'

let directory: string

beforeEach(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), 'lessons-')), 'lessons')
})

test('a folder that is not there has no lessons; what is written comes back by name', async () => {
  expect(unwrap(await readLessonFolder(directory))).toEqual([])
  unwrap(await writeLessonFile(directory, { name: 'b.yaml', text: 'two' }))
  unwrap(await writeLessonFile(directory, { name: 'a.json', text: 'one' }))
  unwrap(await writeLessonFile(directory, { name: 'b.yaml', text: 'new' }))
  await writeFile(path.join(directory, 'notes.txt'), 'no lesson')
  expect(unwrap(await readLessonFolder(directory))).toEqual([
    { name: 'a.json', text: 'one' },
    { name: 'b.yaml', text: 'new' },
  ])
})

test('a file that was taken out comes back as it was', async () => {
  unwrap(await writeLessonFile(directory, { name: 'a.yaml', text: 'one' }))
  unwrap(await removeLessonFile(directory, 'a.yaml'))
  expect(unwrap(await readLessonFolder(directory))).toEqual([])
  expect(await removeLessonFile(directory, 'a.yaml')).toMatchObject({ ok: false })
  unwrap(await restoreLessonFile(directory, 'a.yaml'))
  expect(await readFile(path.join(directory, 'a.yaml'), 'utf8')).toBe('one')
  expect(await readdir(directory)).toEqual(['a.yaml'])
})

test('a lesson file joins the school; one that does not fit is told and harms nothing', async () => {
  const page = await readFile('docs/lesson-files.md', 'utf8')
  const text = /```yaml\n([\s\S]+?)```/.exec(page)?.[1] ?? ''
  const folders = { ...STUDY_FOLDERS, lessonsDirectory: directory }
  unwrap(await writeLessonFile(directory, { name: 'good.yaml', text }))
  unwrap(
    await writeLessonFile(directory, { name: 'wrong.yaml', text: text.replace('minutes: 5', 'minutes: 99') }),
  )
  const { content, lessonFiles } = unwrap(await readStudySources(folders))
  expect(content.lessons).toHaveLength(11)
  expect(content.lessons.at(-1)?.id).toBe('lesson-tanh-by-hand')
  expect(lessonFiles.map(({ name, problem }) => [name, problem === null])).toEqual([
    ['good.yaml', true],
    ['wrong.yaml', false],
  ])
  const refused = await readStudySources(folders, { name: 'third.yaml', text })
  expect(refused.ok ? '' : refused.error.message).toContain('third.yaml: lesson-tanh-by-hand: the id stands')
  const again = unwrap(
    await readStudySources(folders, { name: 'good.yaml', text: text.replace('How large', 'How big') }),
  )
  expect(again.content.lessons.at(-1)?.title).toBe('How big may tanh start?')
})
