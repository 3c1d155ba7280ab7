import { afterAll, describe, expect, test } from 'vitest'
import { plantTree } from './planted-tree'

const BOUNDARY = 'boundaries/dependencies'

/** Each file must be refused by this rule of the linter. */
const PLANTED = [
  ['shared imports the core', 'src/shared/a.ts', "export { half } from '@core/half'\n", BOUNDARY],
  ['core imports the workers', 'src/workers/core/a.ts', "export { job } from '@workers/job'\n", BOUNDARY],
  ['workers import the engine', 'src/workers/a.ts', "export { now } from '@engine/clock'\n", BOUNDARY],
  ['engine imports code of the core', 'src/engine/a.ts', "export { half } from '@core/half'\n", BOUNDARY],
  ['engine imports code of the workers', 'src/engine/b.ts', "export { job } from '@workers/job'\n", BOUNDARY],
  ['main imports the workers', 'src/main/a.ts', "export { job } from '@workers/job'\n", BOUNDARY],
  ['preload imports the engine', 'src/preload/a.ts', "export { now } from '@engine/clock'\n", BOUNDARY],
  ['renderer imports the engine', 'src/renderer/a.ts', "export { now } from '../engine/clock'\n", BOUNDARY],
  [
    'a component imports the engine',
    'src/renderer/Planted.vue',
    `<script setup lang="ts">\nimport { now } from '../engine/clock'\n</script>\n\n<template>\n  <p>{{ now() }}</p>\n</template>\n`,
    BOUNDARY,
  ],
  ['cli imports the core', 'src/cli/a.ts', "export { half } from '@core/half'\n", BOUNDARY],
  [
    'another room without its alias',
    'src/engine/c.ts',
    "export { word } from '../shared/words'\n",
    'no-restricted-imports',
  ],
  [
    'an import with its extension',
    'src/engine/d.ts',
    "export { now } from './clock.ts'\n",
    'no-restricted-imports',
  ],
  [
    'an alias inside its own room',
    'src/engine/e.ts',
    "export { now } from '@engine/clock'\n",
    'no-restricted-imports',
  ],
  [
    'ipcMain outside the router',
    'src/main/b.ts',
    "import { ipcMain } from 'electron'\nexport const x = ipcMain\n",
    'no-restricted-imports',
  ],
  ['a hidden draw', 'src/engine/f.ts', 'export const x = Math.random()\n', 'no-restricted-properties'],
  [
    'a hidden draw beside the clock',
    'src/workers/worker-clock.ts',
    'export const x = Math.random()\n',
    'no-restricted-properties',
  ],
  ['a hidden clock', 'src/engine/g.ts', 'export const x = Date.now()\n', 'no-restricted-properties'],
  [
    'a hidden stopwatch',
    'src/renderer/b.ts',
    'export const x = performance.now()\n',
    'no-restricted-properties',
  ],
  ['a hidden date', 'src/cli/b.ts', 'export const x = new Date()\n', 'no-restricted-syntax'],
  [
    'an inexact function in the core',
    'src/workers/core/b.ts',
    'export const x = Math.exp(1)\n',
    'no-restricted-properties',
  ],
  [
    'an inexact function taken apart',
    'src/workers/core/c.ts',
    'const { tanh } = Math\nexport const x = tanh(1)\n',
    'no-restricted-properties',
  ],
  [
    'another name for Math in the core',
    'src/workers/core/d.ts',
    'const m = Math\nexport const x = m.exp(1)\n',
    'no-restricted-syntax',
  ],
  [
    'the power operator in the core',
    'src/workers/core/e.ts',
    'export const x = 2.5 ** 0.5\n',
    'no-restricted-syntax',
  ],
  ['any', 'src/engine/h.ts', 'export const x: any = 1\n', '@typescript-eslint/no-explicit-any'],
  [
    'a cast',
    'src/engine/i.ts',
    'const y: unknown = 1\nexport const x = y as number\n',
    '@typescript-eslint/consistent-type-assertions',
  ],
  ['a default export', 'src/engine/j.ts', 'export default 1\n', 'no-restricted-syntax'],
  [
    'raw HTML',
    'src/renderer/Raw.vue',
    '<script setup lang="ts">\nconst x = 1\n</script>\n\n<template>\n  <p v-html="x" />\n</template>\n',
    'vue/no-v-html',
  ],
  [
    'a promise nobody waits for',
    'src/engine/k.ts',
    'Promise.resolve(1)\nexport const x = 1\n',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a comment that silences a rule',
    'src/engine/l.ts',
    '// eslint-disable-next-line\nexport const x = Math.random()\n',
    'no-restricted-properties',
  ],
] as const

describe('eslint', () => {
  const tree = plantTree(Object.fromEntries(PLANTED.map(([, file, content]) => [file, content])))
  afterAll(() => tree.remove())
  const complaints = tree.lint()

  test.each(PLANTED)('%s: refused', (_name, file, _content, rule) => {
    expect(complaints.get(file)).toContain(rule)
  })

  test('clean files pass', () => {
    const planted = new Set<string>(PLANTED.map(([, file]) => file))
    expect([...complaints].filter(([file]) => !planted.has(file))).toEqual([])
  })
})
