import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import type { JsonObject, JsonValue, ReportContent, ReportDraft, ReportTrial } from '@shared/report'
import { HISTOGRAM_KINDS, HISTOGRAM_WIDTH, SPECTRUM_WIDTH } from '@shared/report'
import { CAUSE_QUANTITIES, LAYER_COLUMNS, TRIAL_STATUSES } from '@shared/trial-result'
import type { CauseSide } from '@shared/trial-result'
import { decodeReport } from '@engine/reports/read-report'
import { rawZip } from './raw-zip'

const FORBIDDEN = ['__proto__', 'constructor', 'prototype']
const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const key = text.filter((name) => name !== '' && !FORBIDDEN.includes(name))

/** JSON without NaN; -0 and the largest doubles included. */
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    text,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value
const jsonObject: fc.Arbitrary<JsonObject> = fc.dictionary(key, json, { maxKeys: 3, noNullPrototype: true })

/** Every float32 pattern, signalling NaN included, from its bits. */
function floats(length: number): fc.Arbitrary<Float32Array> {
  return fc
    .uint32Array({ minLength: length, maxLength: length })
    .map((bits) => new Float32Array(bits.buffer, bits.byteOffset, bits.length))
}

const metric = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324))
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const plain = { noNullPrototype: true } as const
const final = fc.record(
  { trainLoss: metric, trainAccuracy: metric, testLoss: metric, testAccuracy: metric },
  plain,
)
const firstCause = fc.record(
  {
    step: count,
    layer: fc.nat(30),
    quantity: fc.constantFrom(...CAUSE_QUANTITIES),
    side: fc.constantFrom<CauseSide>('not-finite', 'above', 'below'),
    value: fc.option(metric),
    phase: fc.constant('pretraining' as const),
  },
  { ...plain, requiredKeys: ['step', 'layer', 'quantity', 'side', 'value'] },
)

/** Keys of a later version: never the known ones. */
const future: fc.Arbitrary<JsonObject> = fc
  .dictionary(key, json, { maxKeys: 2, noNullPrototype: true })
  .map((value) => Object.fromEntries(Object.entries(value).map(([name, item]) => [`x-${name}`, item])))

function sections(...names: readonly string[]): fc.Arbitrary<JsonObject> {
  return fc.tuple(future, ...names.map(() => future)).map(([top, ...inner]) => {
    const kept = inner.flatMap((value, index) =>
      Object.keys(value).length > 0 ? [[names[index]!, value] as const] : [],
    )
    return { ...top, ...Object.fromEntries(kept) }
  })
}

const trial: fc.Arbitrary<ReportTrial> = fc
  .tuple(fc.nat(4), fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.nat(2))
  .chain(([points, layerCount, hasLayers, kept]) => {
    const layered = hasLayers && points > 0
    return fc
      .record({
        configuration: fc.dictionary(fc.constantFrom('model.init', 'model.depth', 'train.optimizer'), json, {
          noNullPrototype: true,
        }),
        seed: count,
        status: fc.constantFrom(...TRIAL_STATUSES),
        final: fc.option(final),
        steps: count,
        milliseconds: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
        weightsHash: fc.option(fc.constant('0123456789abcdef'.repeat(4))),
        firstCause: fc.option(firstCause),
        message: fc.option(text),
        curve: floats(points * 3),
        layers: floats(layered ? points * layerCount * LAYER_COLUMNS.length : 0),
        spectrum: floats(layered ? 2 * layerCount * SPECTRUM_WIDTH : 0),
        histograms: floats(layered ? kept * layerCount * HISTOGRAM_KINDS * HISTOGRAM_WIDTH : 0),
        jacobian: fc.option(metric),
        unknown: sections('final', 'firstCause'),
      })
      .map((value) => ({
        ...value,
        layerCount: layered ? layerCount : 0,
        unknown: Object.fromEntries(
          Object.entries(value.unknown).filter(
            ([name]) =>
              !(name === 'final' && value.final === null) &&
              !(name === 'firstCause' && value.firstCause === null),
          ),
        ),
      }))
  })

export const drafts: fc.Arbitrary<ReportDraft> = fc
  .record({
    format: fc.constantFrom('initlab-report/1', 'initlab-report/1.3'),
    appVersion: text,
    engineVersion: text,
    created: fc.constant('2026-03-01T12:00:00.000Z'),
    sweep: jsonObject,
    trials: fc.uniqueArray(trial, { maxLength: 5, selector: ({ seed }) => seed }),
    layerColumns: fc.constant(LAYER_COLUMNS),
    kernels: fc.option(fc.record({ set: text, revectorizer: text }, plain)),
    notes: fc.string({ unit: 'grapheme' }),
    // An empty view is written as {} and read as none.
    view: jsonObject.map((view) => (Object.keys(view).length === 0 ? '' : JSON.stringify(view))),
    manifestUnknown: sections('curves', 'layers'),
    extras: fc.dictionary(
      fc.stringMatching(/^[a-z]{1,6}(\/[a-z]{1,6})?\.bin$/),
      fc.uint8Array({ maxLength: 20 }),
      { maxKeys: 3, noNullPrototype: true },
    ),
  })
  .map(({ extras, ...draft }) => ({
    ...draft,
    extras: new Map(Object.entries(extras).sort(([a], [b]) => (a < b ? -1 : 1))),
  }))

/** Two trials, one of them diverged. */
export function exampleDraft(): ReportDraft {
  const common = {
    steps: 20,
    milliseconds: 12.5,
    message: null,
    unknown: {},
    spectrum: Float32Array.from({ length: 2 * 2 * SPECTRUM_WIDTH }, (_, k) => k / 2),
  }
  const numbers = 2 * 2 * LAYER_COLUMNS.length
  return {
    appVersion: '0.1.0',
    engineVersion: '2',
    created: '2026-03-01T12:00:00.000Z',
    sweep: { format: 'initlab-sweep/1', name: 'Example', model: { init: ['he-normal', 'zeros'] } },
    trials: [
      {
        ...common,
        configuration: { 'model.init': 'he-normal' },
        seed: 0,
        status: 'done',
        final: { trainLoss: 0.031, trainAccuracy: 1, testLoss: 0.12, testAccuracy: 0.97 },
        weightsHash: 'ab'.repeat(32),
        firstCause: null,
        curve: Float32Array.of(0, 2.3, 0.1, 20, 0.03, 1),
        layers: Float32Array.from({ length: numbers }, (_, k) => k),
        histograms: Float32Array.from({ length: 2 * HISTOGRAM_KINDS * HISTOGRAM_WIDTH }, (_, k) => k),
        jacobian: 0.5,
      },
      {
        ...common,
        configuration: { 'model.init': 'zeros' },
        seed: 0,
        status: 'diverged',
        final: { trainLoss: NaN, trainAccuracy: 0.1, testLoss: Infinity, testAccuracy: 0.1 },
        weightsHash: 'cd'.repeat(32),
        firstCause: { step: 7, layer: 2, quantity: 'h2', side: 'above', value: Infinity },
        curve: Float32Array.of(0, 2.3, 0.1, 20, NaN, 0.1),
        layers: new Float32Array(numbers),
        histograms: new Float32Array(0),
        jacobian: NaN,
      },
    ],
    layerColumns: LAYER_COLUMNS,
    kernels: { set: 'simd', revectorizer: 'off' },
    notes: '# Notes',
    view: '{"chart":"layers"}',
    manifestUnknown: {},
    extras: new Map(),
  }
}

export function open(bytes: Uint8Array): ReportContent {
  const content = decodeReport(bytes)
  if (!content.ok) throw new Error(`${content.error.place ?? ''}: ${content.error.message}`)
  return content.value
}

export type Entries = Record<string, Uint8Array>

/**
 * Packs the entries again after a change. `rehash` brings the manifest up to date, as another program would write it;
 * without it the change is damage.
 */
export function repack(bytes: Uint8Array, change: (entries: Entries) => void, rehash: boolean): Uint8Array {
  const entries: Entries = unzipSync(bytes)
  change(entries)
  if (rehash) {
    editJson(entries, 'manifest.json', (manifest) => {
      const others = Object.entries(entries).filter(([name]) => name !== 'manifest.json')
      manifest['sha256'] = Object.fromEntries(
        others.map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]),
      )
    })
  }
  return rawZip(Object.entries(entries).map(([name, content]) => ({ name, content })))
}

export function editJson(
  entries: Entries,
  name: string,
  edit: (value: Record<string, unknown>) => void,
): void {
  const value = JSON.parse(new TextDecoder().decode(entries[name])) as Record<string, unknown>
  edit(value)
  entries[name] = new TextEncoder().encode(JSON.stringify(value))
}

export function editText(entries: Entries, name: string, edit: (value: string) => string): void {
  entries[name] = new TextEncoder().encode(edit(new TextDecoder().decode(entries[name])))
}
