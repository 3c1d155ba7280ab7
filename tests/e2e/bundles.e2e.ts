import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { repository } from '../../scripts/paths.mjs'

const out = path.join(repository, 'out')

/** The files below a folder of out/ with such an ending, as text. */
function texts(folder: string, ending: string): string[] {
  return readdirSync(path.join(out, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(path.join(out, folder, file), 'utf8'))
}

/** What a bundle takes from outside itself. */
function required(text: string): string[] {
  return [...text.matchAll(/\brequire\(["']([^"'`]+)["']\)/g)].flatMap((match) => match[1] ?? [])
}

test('main and command line take only electron, libsql, piscina and Node from outside', () => {
  const names = new Set(texts('main', '.cjs').flatMap(required))
  const foreign = [...names].filter(
    (name) => !isBuiltin(name) && !name.startsWith('.') && !['electron', 'libsql', 'piscina'].includes(name),
  )
  expect(foreign).toEqual([])
})

test('the command line does not need electron', () => {
  const entry = readFileSync(path.join(out, 'main/init-lab.cjs'), 'utf8')
  expect(entry.startsWith('#!/usr/bin/env node\n')).toBe(true)
  expect(required(entry)).not.toContain('electron')
})

test('the preload is one file that takes only electron', () => {
  expect(readdirSync(path.join(out, 'preload'))).toEqual(['index.cjs'])
  expect(new Set(texts('preload', '.cjs').flatMap(required))).toEqual(new Set(['electron']))
})

test('the page has no inline script, loads nothing from elsewhere and builds no code from text', () => {
  const page = readFileSync(path.join(out, 'renderer/index.html'), 'utf8')
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/)
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//)
  for (const script of texts('renderer', '.js')) expect(script.match(/\beval\(|\bnew Function\(/g)).toBeNull()
})

test('a build that succeeds prints nothing', () => {
  const tool = path.join(repository, 'node_modules/electron-vite/bin/electron-vite.js')
  const parameters = ['build', '--logLevel', 'warn', '--outDir', test.info().outputPath('out')]
  const built = spawnSync(process.execPath, [tool, ...parameters], { cwd: repository, encoding: 'utf8' })
  expect(built).toMatchObject({ status: 0, stdout: '', stderr: '' })
})
