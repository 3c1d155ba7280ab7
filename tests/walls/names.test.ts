import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { repository } from '../../scripts/paths.mjs'

const files = readdirSync(path.join(repository, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.(ts|vue)$/.test(file))

function misnamed(names: readonly string[]): string[] {
  return names.filter((file) => {
    const name = path.basename(file)
    return name.endsWith('.vue')
      ? !/^([A-Z][A-Za-z0-9]*|app)\.vue$/.test(name)
      : !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.ts$/.test(name)
  })
}

test('files are named in kebab-case, components in PascalCase', () => {
  expect(misnamed(['shared/twoWords.ts', 'renderer/two-words.vue'])).toHaveLength(2)
  expect(misnamed(files)).toEqual([])
})

test('no room has a barrel file', () => {
  const entries = new Set(['main/index.ts', 'preload/index.ts'])
  expect(files.filter((file) => path.basename(file) === 'index.ts' && !entries.has(file))).toEqual([])
})
