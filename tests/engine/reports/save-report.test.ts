import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nodeSaveCalls, writeFileAtomically } from '@engine/reports/atomic-file'
import type { SaveCalls, WritableFile } from '@engine/reports/atomic-file'
import { readReport } from '@engine/reports/read-report'
import { encodeReport, saveReport } from '@engine/reports/write-report'
import { aliases } from '../../../scripts/paths.mjs'
import { exampleDraft } from './report-drafts'

const OLD = new TextEncoder().encode('the old content')
const NEW = new TextEncoder().encode('the new content, which is longer')

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'init-lab-save-'))
  path = join(folder, 'sweep.initlab')
})
afterEach(() => rm(folder, { recursive: true }))

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code })
}

/** The calls of Node, of which the one with number `failing` fails; writes are cut to `most` bytes a call. */
function faultyCalls(failing: number, code: string, most = Infinity): { calls: SaveCalls; made: string[] } {
  const made: string[] = []
  const step = async <Value>(name: string, call: () => Promise<Value>): Promise<Value> => {
    made.push(name)
    if (made.length - 1 === failing) throw systemError(code)
    return call()
  }
  const file = (real: WritableFile): WritableFile => ({
    write: (bytes, offset) =>
      step('write', () => real.write(bytes.subarray(0, Math.min(bytes.length, offset + most)), offset)),
    sync: () => step('sync', () => real.sync()),
    close: async () => {
      await real.close()
      await step('close', () => Promise.resolve())
    },
  })
  return {
    made,
    calls: {
      realpath: (at) => step('realpath', () => nodeSaveCalls.realpath(at)),
      create: (at) => step('create', async () => file(await nodeSaveCalls.create(at))),
      rename: (from, to) => step('rename', () => nodeSaveCalls.rename(from, to)),
      link: (from, to) => step('link', () => nodeSaveCalls.link(from, to)),
      unlink: (at) => step('unlink', () => nodeSaveCalls.unlink(at)),
      syncFolder: (at) => step('syncFolder', () => nodeSaveCalls.syncFolder(at)),
      list: (at) => step('list', () => nodeSaveCalls.list(at)),
      changedAt: (at) => step('changedAt', () => nodeSaveCalls.changedAt(at)),
    },
  }
}

describe('saving', () => {
  test('a new file, and over an old one', async () => {
    expect(await saveReport(path, NEW)).toEqual({ ok: true, value: path })
    expect(await saveReport(path, OLD, { overwrite: true })).toEqual({ ok: true, value: path })
    expect(await readdir(folder)).toEqual(['sweep.initlab'])
    expect(new Uint8Array(await readFile(path))).toEqual(OLD)
  })

  test('an existing file is left alone without overwrite', async () => {
    await writeFile(path, OLD)
    expect(await saveReport(path, NEW)).toEqual({
      ok: false,
      error: {
        code: 'file-exists',
        message: 'A file of this name exists already. Choose another name, or allow to replace it.',
        place: path,
      },
    })
    expect(await readdir(folder)).toEqual(['sweep.initlab'])
    expect(new Uint8Array(await readFile(path))).toEqual(OLD)
  })

  test('of twenty saves at once without overwrite exactly one succeeds', async () => {
    const saves = await Promise.all(Array.from({ length: 20 }, () => saveReport(path, NEW)))
    expect(saves.filter(({ ok }) => ok).length).toBe(1)
    expect(await readdir(folder)).toEqual(['sweep.initlab'])
  })

  test('a symbolic link keeps leading to the file that is replaced', async () => {
    const real = join(folder, 'real.initlab')
    await writeFile(real, OLD)
    await symlink(real, path)
    expect((await saveReport(path, NEW, { overwrite: true })).ok).toBe(true)
    expect(new Uint8Array(await readFile(real))).toEqual(NEW)
  })

  test('a folder that does not exist, and a folder in place of the file', async () => {
    expect(await saveReport(join(folder, 'no', 'a.initlab'), NEW)).toMatchObject({
      ok: false,
      error: { code: 'file-unwritable' },
    })
    await mkdir(path)
    expect(await saveReport(path, NEW, { overwrite: true })).toMatchObject({
      ok: false,
      error: { code: 'file-unwritable' },
    })
    expect(await readdir(folder)).toEqual(['sweep.initlab'])
  })

  test('temporary files of a killed save are removed when they are old', async () => {
    const names = [
      '.sweep.initlab.old.tmp',
      '.sweep.initlab.new.tmp',
      '.other.initlab.old.tmp',
      '.sweep.initlab.txt',
    ]
    for (const name of names) await writeFile(join(folder, name), 'x')
    for (const name of names.filter((entry) => !entry.includes('new'))) await utimes(join(folder, name), 1, 1)
    expect((await saveReport(path, NEW)).ok).toBe(true)
    expect((await readdir(folder)).sort()).toEqual([...names.slice(1), 'sweep.initlab'].sort())
  })
})

describe('a fault at every step: the old or the new file, never half of one', () => {
  const codes = [
    ['ENOSPC', 'store-full'],
    ['EACCES', 'file-unwritable'],
    ['EIO', 'file-unwritable'],
  ] as const

  test.each(codes)('%s while replacing', async (code, expected) => {
    let failing = 0
    for (; ; failing++) {
      await writeFile(path, OLD)
      const { calls, made } = faultyCalls(failing, code, 10)
      const saved = await writeFileAtomically(path, NEW, { overwrite: true }, calls)
      const content = new Uint8Array(await readFile(path))
      expect(await readdir(folder), made.join(' ')).toEqual(['sweep.initlab'])
      if (made.length <= failing) {
        expect({ saved, content }).toEqual({ saved: { ok: true, value: path }, content: NEW })
        break
      }
      const place = made[failing]!
      if (saved.ok) expect(['list', 'changedAt']).toContain(place)
      else expect(saved.error).toMatchObject({ code: expected, place: path })
      expect(content).toEqual(saved.ok || place === 'syncFolder' ? NEW : OLD)
    }
    expect(failing).toBeGreaterThan(10)
  })

  test.each(codes)('%s while saving a new file', async (code, expected) => {
    for (let failing = 0; ; failing++) {
      await rm(path, { force: true })
      const { calls, made } = faultyCalls(failing, code, 10)
      const saved = await writeFileAtomically(path, NEW, { overwrite: false }, calls)
      const place = made[failing] ?? 'none'
      const names = (await readdir(folder)).filter((name) => !name.endsWith('.tmp'))
      if (place !== 'unlink') expect(await readdir(folder), made.join(' ')).toEqual(names)
      else await Promise.all((await readdir(folder)).map((name) => rm(join(folder, name))))
      if (saved.ok) expect(['list', 'changedAt', 'unlink', 'none']).toContain(place)
      else expect(saved.error).toMatchObject({ code: expected, place: path })
      expect(names).toEqual(saved.ok || place === 'syncFolder' ? ['sweep.initlab'] : [])
      if (made.length <= failing) break
    }
  })

  test('a file system without hard links or folder handles', async () => {
    const calls: SaveCalls = {
      ...nodeSaveCalls,
      link: () => Promise.reject(systemError('EPERM')),
      syncFolder: () => Promise.reject(systemError('EINVAL')),
    }
    expect(await writeFileAtomically(path, NEW, { overwrite: false }, calls)).toEqual({
      ok: true,
      value: path,
    })
    expect(new Uint8Array(await readFile(path))).toEqual(NEW)
    expect(await writeFileAtomically(path, OLD, { overwrite: false }, calls)).toMatchObject({
      ok: false,
      error: { code: 'file-exists' },
    })
    await rm(path)
    const broken = { ...calls, rename: () => Promise.reject(systemError('EIO')) }
    expect((await writeFileAtomically(path, NEW, { overwrite: false }, broken)).ok).toBe(false)
    expect(await readdir(folder)).toEqual([])
  })
})

test('20 kills while saving: a whole report each time', async () => {
  const script = join(folder, 'save-until-killed.mjs')
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: aliases },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./fixtures/save-until-killed.ts', import.meta.url)),
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'save-until-killed.mjs' } },
    },
  })
  await saveReport(path, encodeReport(exampleDraft()))
  const seen = new Set<string>()
  for (let kill = 0; kill < 20; kill++) {
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, (kill * 7) % 40))
    child.kill('SIGKILL')
    await once(child, 'exit')
    const report = await readReport(path)
    if (!report.ok) throw new Error(report.error.message)
    expect(report.value.missing).toEqual([])
    seen.add(report.value.notes)
  }
  expect(['first', 'second']).toEqual(expect.arrayContaining([...seen]))
})
