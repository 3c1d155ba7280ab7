import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeReport } from '@engine/reports/write-report'
import type { ReportDraft } from '@shared/report'
import { drafts, exampleDraft, open } from './report-drafts'

/** Bits instead of values: every NaN keeps its payload. */
function withBits(draft: ReportDraft): unknown {
  const bits = (values: Float32Array): number[] => [
    ...new Uint32Array(values.buffer, values.byteOffset, values.length),
  ]
  const trials = draft.trials.map(({ curve, layers, ...trial }) => ({
    ...trial,
    curve: bits(curve),
    layers: bits(layers),
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

test('the trial lines are those of the contract', () => {
  const draft = exampleDraft()
  const folder = mkdtempSync(join(tmpdir(), 'init-lab-report-'))
  try {
    const path = join(folder, 'example.initlab')
    writeFileSync(path, encodeReport(draft))
    // Another program opens it: Python's zipfile and struct.
    const script = [
      'import json, struct, sys, zipfile, hashlib',
      'z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None',
      'm = json.loads(z.read("manifest.json"))',
      'assert all(hashlib.sha256(z.read(n)).hexdigest() == h for n, h in m["sha256"].items())',
      'offset, points = m["curves"]["trials"][0]; width = len(m["curves"]["columns"])',
      'curve = struct.unpack_from("<%df" % (points * width), z.read("curves.f32"), offset)',
      'print(json.dumps({"names": z.namelist(), "curve": curve, "trials": z.read("trials.ndjson").decode(), "layers": m["layers"]}))',
    ].join('\n')
    const seen = JSON.parse(execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })) as Record<
      string,
      unknown
    >
    expect(seen['names']).toEqual([
      ...[
        'manifest.json',
        'sweep.json',
        'trials.ndjson',
        'curves.f32',
        'layers.f32',
        'notes.md',
        'view.json',
      ],
    ])
    expect(seen['curve']).toEqual([...draft.trials[0]!.curve])
    expect(seen['layers']).toEqual({
      columns: ['z2', 'h2', 'delta2'],
      trials: [
        [0, 2, 2],
        [48, 2, 2],
      ],
    })
    expect(String(seen['trials']).split('\n')).toEqual([
      `{"configuration":{"model.init":"he-normal"},"seed":0,"status":"done","final":{"trainLoss":0.031,"trainAccuracy":1,"testLoss":0.12,"testAccuracy":0.97},"steps":20,"milliseconds":12.5,"weightsHash":"${'ab'.repeat(32)}","firstCause":null}`,
      `{"configuration":{"model.init":"zeros"},"seed":0,"status":"diverged","final":{"trainLoss":"NaN","trainAccuracy":0.1,"testLoss":"Infinity","testAccuracy":0.1},"steps":20,"milliseconds":12.5,"weightsHash":"${'cd'.repeat(32)}","firstCause":{"step":7,"layer":2,"quantity":"z"}}`,
      '',
    ])
    // And a report that Python has packed again is opened.
    const again = join(folder, 'again.initlab')
    const copy =
      'import sys, zipfile\nold = zipfile.ZipFile(sys.argv[1])\nwith zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as new:\n  new.mkdir("folder") if hasattr(new, "mkdir") else None\n  [new.writestr(n, old.read(n)) for n in old.namelist()]'
    execFileSync('python3', ['-c', copy, path, again])
    const reopened = open(readFileSync(again))
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
