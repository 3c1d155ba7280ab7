import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { encodeReport } from '@engine/reports/write-report'
import type { ReportDraft } from '@shared/report'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { unzip } from '../../../scripts/unzip.mjs'
import { drafts, exampleDraft, open } from './report-drafts'

/** Bits instead of values: every NaN keeps its payload. */
function withBits(draft: ReportDraft): unknown {
  const bits = (values: Float32Array): number[] => [
    ...new Uint32Array(values.buffer, values.byteOffset, values.length),
  ]
  const trials = draft.trials.map(({ curve, layers, spectrum, histograms, ...trial }) => ({
    ...trial,
    curve: bits(curve),
    layers: bits(layers),
    spectrum: bits(spectrum),
    histograms: bits(histograms),
  }))
  return { ...draft, extras: [...draft.extras], trials }
}

test('every report comes back as it was saved: NaN, -0 and infinities, unknown keys and entries', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const { readOnly, missing, ...content } = open(encodeReport(draft))
      expect({ readOnly, missing }).toEqual({ readOnly: false, missing: [] })
      expect(withBits(content)).toStrictEqual(withBits(draft))
    }),
    { numRuns: 300 },
  )
})

test('saving what was opened gives the same bytes', () => {
  fc.assert(
    fc.property(drafts, (draft) => {
      const bytes = encodeReport(draft)
      expect(Buffer.from(encodeReport(open(bytes))).equals(bytes)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('the same content gives the same bytes in every time zone', () => {
  const zone = process.env['TZ']
  try {
    const files = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'].map((name) => {
      process.env['TZ'] = name
      return Buffer.from(encodeReport(exampleDraft())).toString('hex')
    })
    expect(new Set(files).size).toBe(1)
  } finally {
    process.env['TZ'] = zone
    if (zone === undefined) delete process.env['TZ']
  }
})

test('another program unpacks a report, finds what the contract says, and packs it again', async () => {
  const draft = exampleDraft()
  const folder = mkdtempSync(join(tmpdir(), 'init-lab-report-'))
  try {
    const path = join(folder, 'example.initlab')
    writeFileSync(path, encodeReport(draft))
    // The reader of the scripts: Node's own inflate, every length and checksum compared.
    const unpacked = join(folder, 'unpacked')
    await unzip(path, unpacked)
    const read = (name: string): Buffer => readFileSync(join(unpacked, name))
    const names = readdirSync(unpacked).sort()
    expect(names).toEqual(
      [
        'manifest.json',
        'sweep.json',
        'trials.ndjson',
        'curves.f32',
        'layers.f32',
        'spectrum.f32',
        'histograms.f32',
        'notes.md',
        'view.json',
      ].sort(),
    )
    const manifest = JSON.parse(read('manifest.json').toString()) as {
      sha256: Record<string, string>
      curves: { columns: string[]; trials: [offset: number, points: number][] }
      layers: unknown
      spectrum: unknown
      histograms: { quantities: string[]; columns: string[]; trials: unknown }
      kernels: unknown
    }
    expect(Object.keys(manifest.sha256).sort()).toEqual(names.filter((name) => name !== 'manifest.json'))
    for (const [name, hash] of Object.entries(manifest.sha256)) {
      expect(createHash('sha256').update(read(name)).digest('hex'), name).toBe(hash)
    }
    const [[offset, points]] = manifest.curves.trials as [[number, number]]
    const curve = Array.from({ length: points * manifest.curves.columns.length }, (_, index) =>
      read('curves.f32').readFloatLE(offset + 4 * index),
    )
    expect(curve).toEqual([...draft.trials[0]!.curve])
    expect(manifest.layers).toEqual({
      columns: LAYER_COLUMNS,
      trials: [
        [0, 2, 2],
        [256, 2, 2],
      ],
    })
    expect(manifest.spectrum).toEqual({
      columns: ['largestSingularValue', 'smallestSingularValue'],
      trials: [
        [0, 2, 2],
        [32, 2, 2],
      ],
    })
    expect(manifest.histograms.quantities).toEqual(['z', 'h', 'delta'])
    expect(manifest.histograms.columns).toHaveLength(67)
    expect(manifest.histograms.trials).toEqual([
      [0, 1, 2],
      [4 * 2 * 3 * 67, 0, 0],
    ])
    expect(manifest.kernels).toEqual({ set: 'simd', revectorizer: 'off' })
    expect(read('trials.ndjson').toString().split('\n')).toEqual([
      `{"configuration":{"model.init":"he-normal"},"seed":0,"status":"done","final":{"trainLoss":0.031,"trainAccuracy":1,"testLoss":0.12,"testAccuracy":0.97},"steps":20,"milliseconds":12.5,"weightsHash":"${'ab'.repeat(32)}","firstCause":null,"jacobian":0.5}`,
      `{"configuration":{"model.init":"zeros"},"seed":0,"status":"diverged","final":{"trainLoss":"NaN","trainAccuracy":0.1,"testLoss":"Infinity","testAccuracy":0.1},"steps":20,"milliseconds":12.5,"weightsHash":"${'cd'.repeat(32)}","firstCause":{"step":7,"layer":2,"quantity":"h2","side":"above","value":"Infinity"},"jacobian":"NaN"}`,
      '',
    ])
    // Packed again in another order, nothing compressed, with a folder of its own.
    const files = Object.fromEntries([...names].reverse().map((name) => [name, new Uint8Array(read(name))]))
    const again = zipSync({ 'folder/': new Uint8Array(0), ...files }, { level: 0 })
    const reopened = open(again)
    expect(reopened.missing).toEqual([])
    expect(reopened.trials).toEqual(open(encodeReport(draft)).trials)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a curve that does not consist of whole points is a bug of the caller', () => {
  const draft = exampleDraft()
  const [first] = draft.trials
  expect(() => encodeReport({ ...draft, trials: [{ ...first!, curve: new Float32Array(4) }] })).toThrow(
    RangeError,
  )
  expect(() => encodeReport({ ...draft, trials: [{ ...first!, layers: new Float32Array(10) }] })).toThrow(
    RangeError,
  )
})

/** A report of engine 1, which measured three columns. */
function engine1Report(): Uint8Array {
  return readFileSync(new URL('fixtures/engine-1.initlab', import.meta.url))
}

test('a report of engine 1 opens with the columns it has, and is the same file when it is saved again', () => {
  const bytes = engine1Report()
  const content = open(bytes)
  expect(content).toMatchObject({
    missing: [],
    engineVersion: '1',
    layerColumns: ['z2', 'h2', 'delta2'],
    kernels: null,
  })
  const diverged = content.trials.find(({ status }) => status === 'diverged')
  expect(diverged?.firstCause).toEqual({ step: 0, layer: 14, quantity: 'z', side: 'not-finite', value: null })
  const [first] = content.trials
  expect(first).toMatchObject({ layerCount: 14, jacobian: null })
  expect([first?.spectrum.length, first?.histograms.length]).toEqual([0, 0])
  expect(first?.layers).toHaveLength(3 * 14 * LAYER_COLUMNS.length)
  // Layer 1 at step 0, as the file holds it: z2, h2, delta2 at the start of layers.f32.
  const measured = LAYER_COLUMNS.filter((_, column) => !Number.isNaN(first?.layers[column]))
  expect(measured).toEqual(['z2', 'h2', 'delta2'])
  expect(Buffer.from(encodeReport(content)).equals(bytes)).toBe(true)
})
