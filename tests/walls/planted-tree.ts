import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { repository } from '../../scripts/paths.mjs'

const CONFIGURATION = [
  'package.json',
  'tsconfig.base.json',
  'eslint.config.js',
  'dependency-cruiser.config.cjs',
  'src/shared/tsconfig.json',
  'src/workers/core/tsconfig.json',
  'src/workers/tsconfig.json',
  'src/engine/tsconfig.json',
  'src/main/tsconfig.json',
  'src/preload/tsconfig.json',
  'src/renderer/tsconfig.json',
  'src/cli/tsconfig.json',
]

/** A clean file in each room, importing what it may. */
const CLEAN: Readonly<Record<string, string>> = {
  'src/shared/words.ts': "import { z } from 'zod'\nexport const word = z.string()\n",
  'src/workers/core/half.ts':
    "import type { word } from '@shared/words'\nexport type Word = typeof word\nexport function half(x: number): number {\n  return Math.sqrt(x) / 2\n}\n",
  'src/workers/core/data/rows.ts':
    "import { half } from '../half'\nexport function rows(count: number): number {\n  return half(count)\n}\n",
  'src/workers/job.ts':
    "import { readFileSync } from 'node:fs'\nimport { half } from '@core/half'\nexport function job(file: string): number {\n  return half(readFileSync(file).length)\n}\n",
  'src/engine/clock.ts': 'export function now(): number {\n  return Date.now()\n}\n',
  'src/engine/sweep.ts':
    "import path from 'node:path'\nimport { rows } from '@core/data/rows'\nimport type { job } from '@workers/job'\nimport { now } from './clock'\nexport type Job = typeof job\nexport const place = path.join('a', String(rows(now())))\n",
  'src/engine/store/database.ts':
    "import Database from 'libsql'\nexport function size(): number {\n  return new Database(':memory:').prepare('select 1').all().length\n}\n",
  'src/main/window.ts':
    "import { app } from 'electron'\nimport { place } from '@engine/sweep'\nexport function name(): string {\n  return app.getName() + place\n}\n",
  'src/main/ipc/router.ts': "import { ipcMain } from 'electron'\nexport const channel = ipcMain\n",
  'src/preload/bridge.ts':
    "import { contextBridge } from 'electron'\nexport function expose(): void {\n  contextBridge.exposeInMainWorld('lab', {})\n}\n",
  'src/renderer/page.ts':
    "import { ref } from 'vue'\nimport { word } from '@shared/words'\nexport const title = ref(word.parse(document.title))\n",
  'src/cli/print.ts':
    "import { place } from '@engine/sweep'\nexport function print(): void {\n  process.stdout.write(place)\n}\n",
}

/** What a tool said about each file, by the file's path in the tree. */
export type Complaints = ReadonlyMap<string, readonly string[]>

/** A copy of the walls around a handful of files, outside the repository. */
export interface PlantedTree {
  /** Error codes of the compiler, room by room. */
  readonly compile: () => Complaints
  /** Rule names of the linter. */
  readonly lint: () => Complaints
  /** Rule names of dependency-cruiser. */
  readonly cruise: () => Complaints
  readonly remove: () => void
}

function node(folder: string, script: string, parameters: readonly string[]): string {
  const result = spawnSync(process.execPath, [path.join(repository, 'node_modules', script), ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.stdout === '' && result.status !== 0) throw new Error(`${script} did not run: ${result.stderr}`)
  return result.stdout
}

function collect(found: readonly (readonly [file: string, complaint: string])[]): Complaints {
  const complaints = new Map<string, string[]>()
  for (const [file, complaint] of found) complaints.set(file, [...(complaints.get(file) ?? []), complaint])
  return complaints
}

/** Builds the tree with the clean files and the planted ones (path -> content). */
export function plantTree(planted: Readonly<Record<string, string>> = {}): PlantedTree {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'init-lab-walls-'))
  for (const file of CONFIGURATION)
    cpSync(path.join(repository, file), path.join(folder, file), { recursive: true })
  for (const [file, content] of Object.entries({ ...CLEAN, ...planted })) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), content)
  }
  const rooms = ['shared', 'workers/core', 'workers', 'engine', 'main', 'preload', 'renderer', 'cli']
  const references = rooms.map((room) => ({ path: `src/${room}` }))
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ files: [], references }))
  symlinkSync(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'), 'junction')

  return {
    compile: () => {
      const output = node(folder, 'typescript/bin/tsc', ['-b', '--pretty', 'false'])
      const matches = output.matchAll(/^(?<file>[^(\n]+)\(\d+,\d+\): error (?<code>TS\d+)/gm)
      return collect(
        [...matches].map(({ groups }) => [groups?.['file'] ?? '', groups?.['code'] ?? ''] as const),
      )
    },
    lint: () => {
      const output = node(folder, 'eslint/bin/eslint.js', ['src', '--format', 'json'])
      const results = JSON.parse(output) as {
        filePath: string
        messages: { ruleId: string | null; message: string }[]
      }[]
      return collect(
        results.flatMap(({ filePath, messages }) =>
          messages.map(
            ({ ruleId, message }) => [path.relative(folder, filePath), ruleId ?? message] as const,
          ),
        ),
      )
    },
    cruise: () => {
      const parameters = ['src', '--config', 'dependency-cruiser.config.cjs', '--output-type', 'json']
      const output = node(folder, 'dependency-cruiser/bin/dependency-cruise.mjs', parameters)
      const { summary } = JSON.parse(output) as {
        summary: { violations: { from: string; rule: { name: string } }[] }
      }
      return collect(summary.violations.map(({ from, rule }) => [from, rule.name] as const))
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
