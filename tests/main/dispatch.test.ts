import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CHANNEL_INPUTS } from '../../src/shared/ipc-contract'
import type { Channel } from '../../src/shared/ipc-contract'
import { failure, success } from '../../src/shared/errors'
import { CHANNELS, dispatch } from '../../src/main/ipc/dispatch'
import type { Handlers, Sender } from '../../src/main/ipc/dispatch'

const PAGE: Sender = { origin: 'app://lab', top: true }

/** One payload that fits, for each channel. */
const FITTING: { readonly [Name in Channel]: Readonly<Record<string, unknown>> } = {
  'app:info': {},
  'app:reveal-file': { sweepId: 1 },
  'settings:read': {},
  'settings:write': { theme: 'dark' },
  'draft:read': {},
  'draft:write': { document: '{}' },
  'presets:list': {},
  'datasets:list': {},
  'datasets:choose-csv': {},
  'datasets:inspect': { dataset: 'xor' },
  'spec:open-dialog': {},
  'spec:save-dialog': { document: '{}' },
  'sweep:forecast': { document: '{}' },
  'probe:run': { document: '{}', configuration: 0 },
  'probe:data-facts': { document: '{}', configuration: 0 },
  'sweep:start': { document: '{}' },
  'sweep:pause': { sweepId: 1 },
  'sweep:resume': { sweepId: 1 },
  'sweep:cancel': { sweepId: 1 },
  'sweep:cancel-configuration': { sweepId: 1, configuration: 0 },
  'library:list': {},
  'library:results': { sweepId: 1 },
  'library:layers': { sweepId: 1, quantity: 'z2', after: 0 },
  'library:trial-details': { sweepId: 1, configuration: 0, seeds: [0] },
  'library:rename': { sweepId: 1, name: 'a' },
  'library:annotate': { sweepId: 1, notes: '' },
  'library:delete': { sweepId: 1 },
  'library:restore': { sweepId: 1 },
  'report:save-dialog': { sweepId: 1 },
  'report:open-dialog': {},
  'report:open-path': { path: '/a.initlab' },
  'study:content': {},
  'study:record': { events: [{ kind: 'experiment', claim: 'C05' }] },
  'study:history': {},
  'study:under-way': {},
  'study:keep-under-way': {
    session: {
      kind: 'quiz',
      run: 1,
      seed: 1,
      items: [{ question: 'ask-a', order: [1, 0] }],
      answers: [],
      usedHint: false,
      milliseconds: 0,
    },
  },
  'study:lesson-files': {},
  'study:open-lessons-dialog': {},
  'study:open-lessons-path': { path: '/home/ada/lesson.yaml' },
  'study:remove-lessons': { name: 'lesson.yaml' },
  'study:restore-lessons': { name: 'lesson.yaml' },
  'cards:turn': { filter: { topics: null, difficulties: null } },
  'cards:answer': {
    card: 'card-a',
    grade: 3,
    milliseconds: 900,
    filter: { topics: null, difficulties: null },
  },
  'cards:undo': { filter: { topics: null, difficulties: null } },
  'cards:list': {},
  'cards:statistics': {},
  'cards:settings': {},
  'cards:change-settings': { settings: { retention: 0.9, newPerDay: 10, streak: false } },
  'cards:import-dialog': {},
  'cards:export-dialog': {},
  'claims:list': {},
  'claims:run': { claim: 'C05', firstSeed: 1000 },
}

const handled = vi.fn(() => failure('not-found', 'answered by the handler'))
const log = vi.fn()
const handlers: Handlers = {
  ...{ 'app:info': handled, 'app:reveal-file': handled, 'settings:read': handled, 'settings:write': handled },
  ...{ 'draft:read': handled, 'draft:write': handled, 'presets:list': handled, 'datasets:list': handled },
  ...{ 'datasets:choose-csv': handled, 'datasets:inspect': handled, 'spec:open-dialog': handled },
  ...{
    'spec:save-dialog': handled,
    'sweep:forecast': handled,
    'probe:run': handled,
    'probe:data-facts': handled,
    'sweep:start': handled,
    'sweep:pause': handled,
  },
  ...{ 'sweep:resume': handled, 'sweep:cancel': handled, 'sweep:cancel-configuration': handled },
  ...{ 'library:list': handled, 'library:results': handled, 'library:rename': handled },
  ...{ 'library:layers': handled, 'library:trial-details': handled },
  ...{ 'library:annotate': handled, 'library:delete': handled, 'library:restore': handled },
  ...{ 'study:content': handled, 'study:record': handled, 'study:history': handled, 'cards:turn': handled },
  ...{ 'study:lesson-files': handled, 'study:open-lessons-dialog': handled },
  ...{ 'study:open-lessons-path': handled, 'study:remove-lessons': handled },
  ...{ 'study:restore-lessons': handled },
  ...{ 'study:under-way': handled, 'study:keep-under-way': handled },
  ...{ 'cards:answer': handled, 'cards:undo': handled, 'cards:list': handled, 'cards:statistics': handled },
  ...{ 'cards:settings': handled, 'cards:change-settings': handled, 'cards:import-dialog': handled },
  ...{ 'cards:export-dialog': handled, 'claims:list': handled, 'claims:run': handled },
  ...{ 'report:save-dialog': handled, 'report:open-dialog': handled, 'report:open-path': handled },
}

beforeEach(() => {
  handled.mockClear()
  log.mockClear()
})

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Anything that has not exactly the keys of the channel. */
function foreignPayload(channel: Channel): fc.Arbitrary<unknown> {
  const keys = Object.keys(FITTING[channel]).sort().join()
  return fc
    .anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true })
    .filter((value) => !isPlain(value) || Object.keys(value).sort().join() !== keys)
}

/** The fitting payload with a key too many, a key too few, or a value of a type that no key takes. */
function nearPayload(channel: Channel): fc.Arbitrary<unknown> {
  const fitting = FITTING[channel]
  const extra = fc
    .string()
    .filter((key) => !Object.hasOwn(fitting, key) && key !== '__proto__')
    .map((key) => ({ ...fitting, [key]: 1 }))
  const keys = Object.keys(fitting)
  if (keys.length === 0) return extra
  const missing = fc
    .constantFrom(...keys)
    .map((key) => Object.fromEntries(Object.entries(fitting).filter(([name]) => name !== key)))
  const wrong = fc.constantFrom(null, undefined, true, {}, [], -1, 0.5, Infinity, NaN, 2 ** 53)
  const wrongType = fc
    .tuple(fc.constantFrom(...keys), wrong)
    .map(([key, value]) => ({ ...fitting, [key]: value }))
  return fc.oneof(extra, missing, wrongType)
}

describe.each(CHANNELS)('%s', (channel) => {
  it('runs its handler for the page and a fitting payload', async () => {
    const answer = await dispatch(channel, PAGE, [FITTING[channel]], handlers, log)
    expect(answer).toEqual(failure('not-found', 'answered by the handler'))
    expect(handled).toHaveBeenCalledExactlyOnceWith(FITTING[channel])
  })

  it.each<[string, Sender | null]>([
    ['a frame that is gone', null],
    ['an iframe of the page', { origin: 'app://lab', top: false }],
    ['a website', { origin: 'https://lab', top: true }],
    ['a file', { origin: 'file://', top: true }],
    ['an opaque origin', { origin: 'null', top: true }],
    ['a longer host', { origin: 'app://lab.example', top: true }],
    ['another host', { origin: 'app://other', top: true }],
    ['another spelling', { origin: 'app://lab/', top: true }],
    ['an empty origin', { origin: '', top: true }],
  ])('refuses %s', async (_name, sender) => {
    const answer = await dispatch(channel, sender, [FITTING[channel]], handlers, log)
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } })
    expect(handled).not.toHaveBeenCalled()
    expect(log).toHaveBeenCalledOnce()
  })

  it('runs nothing for 1,000 payloads that do not fit', async () => {
    const payload = fc.oneof(foreignPayload(channel), nearPayload(channel))
    await fc.assert(
      fc.asyncProperty(payload, async (value) => {
        const answer = await dispatch(channel, PAGE, [value], handlers, log)
        expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } })
      }),
      { numRuns: 1000 },
    )
    expect(handled).not.toHaveBeenCalled()
  })

  it('takes exactly one payload', async () => {
    const none = await dispatch(channel, PAGE, [], handlers, log)
    const two = await dispatch(channel, PAGE, [FITTING[channel], {}], handlers, log)
    expect([none, two]).toMatchObject([{ error: { code: 'refused' } }, { error: { code: 'refused' } }])
    expect(handled).not.toHaveBeenCalled()
  })

  it('turns a bug into a failure and logs it', async () => {
    const bug = new Error('a bug')
    handled.mockImplementationOnce(() => {
      throw bug
    })
    const answer = await dispatch(channel, PAGE, [FITTING[channel]], handlers, log)
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(log).toHaveBeenCalledExactlyOnceWith(channel, bug)
  })
})

describe('the contract', () => {
  it.each<[string, Channel, object]>([
    ['a quantity that no layer has', 'library:layers', { quantity: 'z3' }],
    ['a place before the first row', 'library:layers', { after: -1 }],
    ['half a row', 'library:layers', { after: 0.5 }],
    ['no seed', 'library:trial-details', { seeds: [] }],
    ['a seed below zero', 'library:trial-details', { seeds: [-1] }],
    ['a seed as text', 'library:trial-details', { seeds: ['0'] }],
    ['51 seeds', 'library:trial-details', { seeds: Array.from({ length: 51 }, (_, seed) => seed) }],
  ])('refuses %s', async (_name, channel, change) => {
    const answer = await dispatch(channel, PAGE, [{ ...FITTING[channel], ...change }], handlers, log)
    expect(answer).toMatchObject({ ok: false, error: { code: 'refused' } })
    expect(handled).not.toHaveBeenCalled()
  })

  it('takes 50 seeds', async () => {
    const payload = { sweepId: 1, configuration: 0, seeds: Array.from({ length: 50 }, (_, seed) => seed) }
    await dispatch('library:trial-details', PAGE, [payload], handlers, log)
    expect(handled).toHaveBeenCalledExactlyOnceWith(payload)
  })

  it('has a strict object for each channel', () => {
    expect(CHANNELS).toEqual(Object.keys(CHANNEL_INPUTS))
    for (const channel of CHANNELS) {
      expect(CHANNEL_INPUTS[channel].safeParse({ ...FITTING[channel], unknown: 1 }).success).toBe(false)
    }
  })

  it('hands the parsed value on, without a polluting prototype', async () => {
    const seen = vi.fn(() => success(null))
    const payload: unknown = JSON.parse('{"sweepId": 1, "__proto__": {"polluted": true}}')
    const answer = await dispatch('sweep:pause', PAGE, [payload], { 'sweep:pause': seen }, log)
    expect(answer.ok).toBe(false)
    expect(seen).not.toHaveBeenCalled()
    expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted')
  })
})
