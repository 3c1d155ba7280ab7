import { afterAll, describe, expect, test } from 'vitest'
import { plantTree } from './planted-tree'

/** Each file must not compile, with this code of the compiler. */
const PLANTED = [
  [
    'shared imports Node',
    'src/shared/planted-node.ts',
    "import fs from 'node:fs'\nexport const x = fs\n",
    'TS2307',
  ],
  [
    'shared uses a global of Node',
    'src/shared/planted-process.ts',
    'export const x = process.pid\n',
    'TS2591',
  ],
  ['shared uses the page', 'src/shared/planted-page.ts', 'export const x = document.title\n', 'TS2584'],
  [
    'shared imports the engine',
    'src/shared/planted-engine.ts',
    "export { place } from '@engine/sweep'\n",
    'TS6307',
  ],
  ['core uses the page', 'src/workers/core/planted-page.ts', 'export const x = document.title\n', 'TS2584'],
  [
    'core imports Node',
    'src/workers/core/planted-node.ts',
    "import os from 'node:os'\nexport const x = os\n",
    'TS2307',
  ],
  ['engine uses the page', 'src/engine/planted-page.ts', 'export const x = document.title\n', 'TS2584'],
  [
    'renderer imports Node',
    'src/renderer/planted-node.ts',
    "import fs from 'node:fs'\nexport const x = fs\n",
    'TS2307',
  ],
  [
    'renderer imports the engine',
    'src/renderer/planted-engine.ts',
    "export { place } from '@engine/sweep'\n",
    'TS2307',
  ],
  [
    'preload imports the main room',
    'src/preload/planted-main.ts',
    "export { name } from '../main/window'\n",
    'TS6307',
  ],
  [
    'cli imports the main room',
    'src/cli/planted-main.ts',
    "export { name } from '../main/window'\n",
    'TS6307',
  ],
] as const

describe('one composite project per room', () => {
  const tree = plantTree(Object.fromEntries(PLANTED.map(([, file, content]) => [file, content])))
  afterAll(() => tree.remove())
  const complaints = tree.compile()

  test.each(PLANTED)('%s: refused', (_name, file, _content, code) => {
    expect(complaints.get(file)).toContain(code)
  })

  test('a clean tree compiles', () => {
    const clean = plantTree()
    expect([...clean.compile()]).toEqual([])
    clean.remove()
  })
})
