import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
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

async function pageExample(): Promise<string> {
  const page = await readFile('docs/lesson-files.md', 'utf8')
  return /```yaml\n([\s\S]+?)```/.exec(page)?.[1] ?? ''
}

beforeEach(async () => {
  directory = path.join(await mkdtemp(path.join(tmpdir(), 'lessons-')), 'lessons')
})

test('a folder that is not there has no lessons; what is written comes back by name', async () => {
  expect(await readLessonFolder(directory)).toEqual([])
  unwrap(await writeLessonFile(directory, { name: 'b.yaml', text: 'two' }))
  unwrap(await writeLessonFile(directory, { name: 'a.json', text: 'one' }))
  unwrap(await writeLessonFile(directory, { name: 'b.yaml', text: 'new' }))
  await writeFile(path.join(directory, 'notes.txt'), 'no lesson')
  expect(await readLessonFolder(directory)).toEqual([
    { name: 'a.json', text: { ok: true, value: 'one' } },
    { name: 'b.yaml', text: { ok: true, value: 'new' } },
  ])
})

test('what cannot be read is told alone, and closes neither the other files nor the school', async () => {
  unwrap(await writeLessonFile(directory, { name: 'good.yaml', text: await pageExample() }))
  await mkdir(path.join(directory, 'folder.yaml'))
  await symlink(path.join(directory, 'nowhere'), path.join(directory, 'link.yaml'))
  await writeFile(path.join(directory, 'old.yaml'), Buffer.from('# one\n# Größe\n', 'latin1'))
  const { lessonFiles } = unwrap(await readStudySources({ ...STUDY_FOLDERS, lessonsDirectory: directory }))
  expect(lessonFiles.map(({ name, problem }) => [name, problem])).toEqual([
    ['folder.yaml', expect.stringMatching(/folder\.yaml cannot be read: it is a folder\.$/)],
    ['good.yaml', null],
    ['link.yaml', expect.stringMatching(/link\.yaml cannot be read: there is no such file/)],
    ['old.yaml', expect.stringMatching(/^old\.yaml:2: these letters are not in UTF-8/)],
  ])
})

test('a file in the place of the folder is told, and no lesson file can be kept', async () => {
  await writeFile(directory, 'no folder')
  const { lessonFiles, content } = unwrap(
    await readStudySources({ ...STUDY_FOLDERS, lessonsDirectory: directory }),
  )
  expect(lessonFiles).toMatchObject([{ name: 'lessons', lessons: [] }])
  expect(content.lessons).toHaveLength(10)
  const written = await writeLessonFile(directory, { name: 'a.yaml', text: 'one' })
  expect(written).toMatchObject({ ok: false, error: { code: 'file-unwritable' } })
})

test('a file that was taken out comes back as it was', async () => {
  unwrap(await writeLessonFile(directory, { name: 'a.yaml', text: 'one' }))
  unwrap(await removeLessonFile(directory, 'a.yaml'))
  expect(await readLessonFolder(directory)).toEqual([])
  expect(await removeLessonFile(directory, 'a.yaml')).toMatchObject({ ok: false })
  unwrap(await restoreLessonFile(directory, 'a.yaml'))
  expect(await readFile(path.join(directory, 'a.yaml'), 'utf8')).toBe('one')
  expect(await readdir(directory)).toEqual(['a.yaml'])
})

test('a file that was taken out does not come back over one that came in since', async () => {
  unwrap(await writeLessonFile(directory, { name: 'a.yaml', text: 'old' }))
  unwrap(await removeLessonFile(directory, 'a.yaml'))
  unwrap(await writeLessonFile(directory, { name: 'a.yaml', text: 'new' }))
  expect(await restoreLessonFile(directory, 'a.yaml')).toMatchObject({ error: { code: 'file-exists' } })
  expect(await readFile(path.join(directory, 'a.yaml'), 'utf8')).toBe('new')
})

test('a lesson file joins the school; one that does not fit is told and harms nothing', async () => {
  const text = await pageExample()
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
  expect(refused.ok ? '' : refused.error.message).toContain(
    'third.yaml:3: lesson-tanh-by-hand: another item has this id already',
  )
  const again = unwrap(
    await readStudySources(folders, { name: 'good.yaml', text: text.replace('How large', 'How big') }),
  )
  expect(again.content.lessons.at(-1)?.title).toBe('How big may tanh start?')
})
