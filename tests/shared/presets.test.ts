import path from 'node:path'
import { expect, it } from 'vitest'
import { readPresets } from '@engine/presets/preset-files'
import { expandSweep } from '@shared/expand-sweep'
import { orderPresets, PRESET_ORDER } from '@shared/preset-order'
import { repository } from '../../scripts/paths.mjs'

async function presets() {
  const read = await readPresets(path.join(repository, 'resources/presets'))
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

it('lists every preset, the first one first', async () => {
  const names = (await presets()).map(({ name }) => name)
  expect(names).toEqual(PRESET_ORDER)
  expect(names[0]).toBe('he-vs-xavier-depth')
})

it('puts names it does not know behind, in the order of the alphabet', () => {
  expect(orderPresets(['b', 'too-small-too-large', 'a', 'he-vs-xavier-depth'])).toEqual([
    'he-vs-xavier-depth',
    'too-small-too-large',
    'a',
    'b',
  ])
})

it.each([
  ['he-vs-xavier-depth', 'He or Xavier, by depth', 6, 60],
  ['zeros-constant-random', 'Zeros, a constant, or random', 9, 90],
  ['too-small-too-large', 'Too small, too large', 9, 90],
  ['signal-at-the-start', 'The signal before any training', 7, 70],
  ['xavier-against-its-predecessor', 'Xavier against what came before', 2, 20],
  ['he-vs-xavier-adam', 'He or Xavier, and the optimizer', 4, 32],
  ['tanh-gain-window', 'tanh has a window, not a winner', 7, 56],
  ['sigmoid-trap', 'The sigmoid trap', 8, 64],
  ['relu-gain-window', 'The window of gains narrows with depth', 14, 280],
  ['phase-diagram', 'Where learning ends, by gain and depth', 45, 225],
  ['dead-units-at-the-start', 'Dead units at the start', 12, 120],
  ['dying-units', 'What kills ReLU units', 6, 60],
  ['framework-defaults', 'What frameworks do when nobody asks', 6, 48],
  ['deep-orthogonal-tanh', 'Fifty layers of tanh, orthogonal', 2, 12],
  ['selu-needs-lecun', 'SELU and the scheme it was made for', 4, 32],
  ['batch-norm-forgives', 'Batch norm forgives, not everything', 8, 48],
  ['residual-start-as-identity', 'Residual networks that start as the identity', 4, 24],
  ['pretrained-weights', 'Weights from another task', 12, 120],
  ['how-many-seeds', 'How many seeds does a verdict need?', 4, 120],
])('%s has its counts and says what to expect', async (name, title, configurations, trials) => {
  const preset = (await presets()).find((candidate) => candidate.name === name)
  if (preset === undefined) throw new Error('missing')
  const expansion = expandSweep(preset.spec)
  expect(preset.spec.name).toBe(title)
  expect([expansion.configurations.length, expansion.trialCount]).toEqual([configurations, trials])
  expect(preset.spec.notes).toMatch(/\*\*Question\.\*\*[^]*\*\*Why\.\*\*[^]*\*\*What to expect\.\*\*/)
})

it('gives each activation its own random scheme', async () => {
  const preset = (await presets()).find(({ name }) => name === 'zeros-constant-random')
  if (preset === undefined) throw new Error('missing')
  expect(expandSweep(preset.spec).configurations.map(({ label }) => label)).toEqual([
    'zeros · relu',
    'constant (0.1) · relu',
    'he-normal · relu',
    'zeros · tanh',
    'constant (0.1) · tanh',
    'xavier-normal · tanh',
    'zeros · sigmoid',
    'constant (0.1) · sigmoid',
    'xavier-normal · sigmoid',
  ])
})

it('tells which folder is missing', async () => {
  const read = await readPresets('/nowhere/presets')
  expect(!read.ok && read.error).toMatchObject({ code: 'not-found', place: '/nowhere/presets' })
})
