import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPreferences } from '../../src/main/preferences'

const DEFAULTS = { theme: 'system', revectorizer: true, window: null }
let folder = ''
let file = ''

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'init-lab-preferences-'))
  file = path.join(folder, 'window.json')
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('the preferences', () => {
  it('are the defaults at the first start', () => {
    expect(openPreferences(file).read()).toEqual(DEFAULTS)
    expect(readdirSync(folder)).toEqual([])
  })

  it('come back after a restart, and nothing else lies in the folder', () => {
    const window = { x: -5, y: 7, width: 1000, height: 700, maximized: true }
    const preferences = openPreferences(file)
    preferences.write({ window })
    preferences.write({ theme: 'dark' })
    expect(preferences.read()).toEqual({ ...DEFAULTS, theme: 'dark', window })
    expect(openPreferences(file).read()).toEqual({ ...DEFAULTS, theme: 'dark', window })
    expect(readdirSync(folder)).toEqual(['window.json'])
  })

  it('of a version without the revectorizer are read', () => {
    writeFileSync(file, '{"theme":"dark","window":null}')
    expect(openPreferences(file).read()).toEqual({ ...DEFAULTS, theme: 'dark' })
  })

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '{"theme":"dark"',
    '{"theme":"pink","window":null}',
    '{"theme":"dark","window":{"x":0,"y":0,"width":0,"height":1,"maximized":false}}',
    '{"theme":"dark","window":{"x":1e9,"y":0,"width":9,"height":9,"maximized":false}}',
    '{"theme":"dark","window":null,"more":1}',
  ])('are the defaults when the file holds %j', (text) => {
    writeFileSync(file, text)
    expect(openPreferences(file).read()).toEqual(DEFAULTS)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })
})
