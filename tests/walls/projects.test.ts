import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { repository } from '../../scripts/paths.mjs'

test('every test file belongs to exactly one vitest project', () => {
  const list = spawnSync(
    process.execPath,
    [path.join(repository, 'node_modules/vitest/vitest.mjs'), 'list', '--filesOnly', '--json'],
    { cwd: repository, encoding: 'utf8' },
  )
  const listed = (JSON.parse(list.stdout) as { file: string }[]).map(({ file }) =>
    path.relative(repository, file),
  )
  const present = readdirSync(path.join(repository, 'tests'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => path.join('tests', file))
  expect(listed.toSorted()).toEqual(present.toSorted())
})
