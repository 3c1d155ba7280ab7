import { afterAll, describe, expect, test } from 'vitest'
import { plantTree } from './planted-tree'

/** Each file must be refused by this rule of dependency-cruiser. */
const PLANTED = [
  [
    'a cycle',
    'src/shared/cycle-a.ts',
    "import type { B } from './cycle-b'\nexport type A = B | 1\n",
    'no-cycles',
  ],
  [
    'electron in the engine',
    'src/engine/a.ts',
    "export { app } from 'electron'\n",
    'electron-only-in-main-and-preload',
  ],
  [
    'electron in the command line',
    'src/cli/a.ts',
    "export { app } from 'electron'\n",
    'electron-only-in-main-and-preload',
  ],
  [
    'libsql beside the database',
    'src/engine/store/b.ts',
    "import x from 'libsql'\nexport const y = x\n",
    'libsql-only-in-database',
  ],
  ['Node in shared', 'src/shared/a.ts', "import x from 'node:path'\nexport const y = x\n", 'shared-node'],
  ['Node in the core', 'src/workers/core/a.ts', "import x from 'fs'\nexport const y = x\n", 'core-node'],
  [
    'Node in the renderer',
    'src/renderer/a.ts',
    "import x from 'node:os'\nexport const y = x\n",
    'renderer-node',
  ],
  [
    'a Node module that workers may not use',
    'src/workers/a.ts',
    "import x from 'node:net'\nexport const y = x\n",
    'workers-node',
  ],
  ['a package in the core', 'src/workers/core/b.ts', "export { z } from 'zod'\n", 'core-packages'],
  [
    'a package shared may not use',
    'src/shared/b.ts',
    "export { zipSync } from 'fflate'\n",
    'shared-packages',
  ],
  ['vue in the engine', 'src/engine/b.ts', "export { ref } from 'vue'\n", 'engine-packages'],
  ['fflate in the renderer', 'src/renderer/b.ts', "export { zipSync } from 'fflate'\n", 'renderer-packages'],
  [
    'the engine in the renderer',
    'src/renderer/c.ts',
    "export { now } from '@engine/clock'\n",
    'renderer-rooms',
  ],
  [
    'the engine in a component',
    'src/renderer/Planted.vue',
    `<script setup lang="ts">\nimport { now } from '../engine/clock'\n</script>\n\n<template>\n  <p>{{ now() }}</p>\n</template>\n`,
    'renderer-rooms',
  ],
  ['the core in the command line', 'src/cli/b.ts', "export { half } from '@core/half'\n", 'cli-rooms'],
  [
    'code of the workers in the engine',
    'src/engine/c.ts',
    "export { job } from '@workers/job'\n",
    'engine-takes-types-of-the-workers',
  ],
  ['an import that leads nowhere', 'src/engine/d.ts', "export { x } from './nowhere'\n", 'resolvable'],
] as const

describe('dependency-cruiser', () => {
  const otherHalf = { 'src/shared/cycle-b.ts': "import type { A } from './cycle-a'\nexport type B = A[]\n" }
  const tree = plantTree({
    ...otherHalf,
    ...Object.fromEntries(PLANTED.map(([, file, content]) => [file, content])),
  })
  afterAll(() => tree.remove())
  const complaints = tree.cruise()

  test.each(PLANTED)('%s: refused', (_name, file, _content, rule) => {
    expect(complaints.get(file)).toContain(rule)
  })

  test('clean files pass', () => {
    const planted = new Set<string>(PLANTED.map(([, file]) => file))
    expect([...complaints].filter(([file]) => !planted.has(file))).toEqual([])
  })
})
