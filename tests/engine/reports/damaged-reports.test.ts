import { mkdtemp, open as openFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeReport, readReport } from '@engine/reports/read-report'
import { encodeReport } from '@engine/reports/write-report'
import { REPORT_LIMITS, reportAge } from '@shared/report'
import { LAYER_COLUMNS } from '@shared/trial-result'
import { rawZip } from './raw-zip'
import { editJson, editText, exampleDraft, open, repack } from './report-drafts'
import type { Entries } from './report-drafts'

const whole = encodeReport(exampleDraft())

function fault(bytes: Uint8Array): { code: string; message: string; place?: string } {
  const content = decodeReport(bytes)
  if (content.ok) throw new Error('was opened')
  return content.error
}

/** The report after damage: the manifest still has the old hashes. */
function damaged(change: (entries: Entries) => void): Uint8Array {
  return repack(whole, change, false)
}

/** The report as another program would write it. */
function foreign(change: (entries: Entries) => void): Uint8Array {
  return repack(whole, change, true)
}

describe('opened in part', () => {
  test.each([
    ['sweep.json', 'the spec of the sweep', { sweep: null }],
    ['trials.ndjson', 'the results of the trials', { trials: [] }],
    ['notes.md', 'the notes', { notes: '' }],
    ['view.json', 'the state of the view', { view: '' }],
  ])('%s damaged, lost, or wrongly packed', (name, meaning, expected) => {
    const changed = open(damaged((entries) => (entries[name] = new Uint8Array([1, 2, 3]))))
    expect(changed).toMatchObject(expected)
    expect(changed.missing).toEqual([
      `${name} was changed: its sha256 is not the one of manifest.json. Therefore ${meaning} cannot be shown.`,
    ])
    const lost = open(damaged((entries) => Reflect.deleteProperty(entries, name)))
    expect(lost).toMatchObject(expected)
    expect(lost.missing).toEqual([`${name} is not in the file. Therefore ${meaning} cannot be shown.`])
  })

  test('layers.f32 damaged: trials and curves still open', () => {
    const content = open(damaged((entries) => entries['layers.f32']!.fill(9, 3, 5)))
    expect(content.missing).toEqual([
      'layers.f32 was changed: its sha256 is not the one of manifest.json. Therefore the layer statistics cannot be shown.',
    ])
    expect(content.trials.map(({ curve, layers }) => [curve.length, layers.length])).toEqual([
      [6, 0],
      [6, 0],
    ])
    expect(content.trials.map(({ final }) => final)).toEqual(exampleDraft().trials.map(({ final }) => final))
  })

  test('the packed bytes of an entry damaged', () => {
    const notes = rawZip([
      {
        name: 'manifest.json',
        content:
          '{"format":"initlab-report/1","appVersion":"","engineVersion":"","created":"2026-01-01T00:00:00Z","sha256":{}}',
      },
      { name: 'trials.ndjson', content: '{}', packed: new Uint8Array([0xff, 0xff, 0xff]) },
      { name: 'notes.md', content: 'text', crc: 1 },
    ])
    expect(open(notes).missing).toEqual(
      expect.arrayContaining([
        'trials.ndjson is damaged: its packed bytes do not give what the zip declares. Therefore the results of the trials cannot be shown.',
        'notes.md is damaged: its packed bytes do not give what the zip declares. Therefore the notes cannot be shown.',
      ]),
    )
  })

  const line = (edit: (trial: Record<string, unknown>) => void): Uint8Array =>
    foreign((entries) =>
      editText(entries, 'trials.ndjson', (text) => {
        const [first, second] = text.split('\n')
        const trial = JSON.parse(second!) as Record<string, unknown>
        edit(trial)
        return `${first!}\n${JSON.stringify(trial)}\n`
      }),
    )

  test.each([
    ['seed', (trial: Record<string, unknown>) => (trial['seed'] = -1)],
    ['seed', (trial: Record<string, unknown>) => (trial['seed'] = 1e300)],
    ['status', (trial: Record<string, unknown>) => (trial['status'] = 'lost')],
    [
      'final.trainLoss',
      (trial: Record<string, unknown>) =>
        (trial['final'] = { trainLoss: 'nan', trainAccuracy: 0, testLoss: 0, testAccuracy: 0 }),
    ],
    ['weightsHash', (trial: Record<string, unknown>) => (trial['weightsHash'] = 'xyz')],
    ['milliseconds', (trial: Record<string, unknown>) => (trial['milliseconds'] = '5')],
    ['configuration', (trial: Record<string, unknown>) => (trial['configuration'] = [1])],
    [
      'firstCause.quantity',
      (trial: Record<string, unknown>) => (trial['firstCause'] = { step: 1, layer: 1, quantity: 'q' }),
    ],
  ])('a line with a wrong %s is left out and named; the others keep their own curves', (key, edit) => {
    const content = open(line(edit))
    expect(content.trials.length).toBe(1)
    expect(content.trials[0]).toMatchObject({ seed: 0, curve: exampleDraft().trials[0]!.curve })
    expect(content.missing.length).toBe(1)
    expect(content.missing[0]).toMatch(new RegExp(`^trials.ndjson line 2 is left out. "${key}": `))
  })

  test.each([
    ['no JSON', '{"seed": 1', 'It is not JSON'],
    ['a list', '[1]', 'It is not a JSON object.'],
    [
      'a prototype key',
      '{"configuration": {"__proto__": {"polluted": true}}}',
      'It holds the forbidden key "__proto__".',
    ],
    ['an escaped prototype key', '{"\\u005f_proto__": 1}', 'It holds the forbidden key "__proto__".'],
    [
      'a constructor',
      '{"constructor": {"prototype": {"polluted": 1}}}',
      'It holds the forbidden key "constructor".',
    ],
    [
      'deep JSON',
      `{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'Its JSON is nested deeper than 32 levels.',
    ],
    ['a long line', `{"a": "${'x'.repeat(REPORT_LIMITS.lineBytes)}"}`, 'It has more than 1048576 bytes.'],
  ])('%s in place of a line', (_, text, reason) => {
    const content = open(
      foreign((entries) => editText(entries, 'trials.ndjson', (lines) => lines.replace(/^.*/, text))),
    )
    expect(content.missing[0]).toContain(`trials.ndjson line 1 is left out. ${reason}`)
    expect(content.trials).toMatchObject([{ status: 'diverged', curve: exampleDraft().trials[1]!.curve }])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('text that is not UTF-8', () => {
    const content = open(foreign((entries) => (entries['notes.md'] = new Uint8Array([0xff, 0xfe, 0x00]))))
    expect(content.missing).toEqual(['notes.md is not UTF-8 text. Therefore the notes cannot be shown.'])
  })

  test('the same trial twice', () => {
    const content = open(
      foreign((entries) =>
        editText(entries, 'trials.ndjson', (text) => `${text.split('\n')[0]!}\n`.repeat(2)),
      ),
    )
    expect(content.trials.length).toBe(1)
    expect(content.missing).toEqual([
      'trials.ndjson line 2 is left out: the same trial stands in an earlier line.',
    ])
  })

  test.each([
    [
      'outside',
      [
        [0, 2],
        [24, 3],
      ],
      'the block of trial 2 lies outside of it',
    ],
    [
      'far outside',
      [
        [0, 2],
        [Number.MAX_SAFE_INTEGER, 2],
      ],
      'the block of trial 2 lies outside of it',
    ],
    [
      'again and again the same',
      [
        [0, 4],
        [0, 4],
      ],
      'the block of trial 2 lies outside of it',
    ],
    ['too few', [[0, 2]], 'manifest.json places 1 trials, trials.ndjson has 2'],
  ])('blocks of curves.f32 that lie %s', (_, trials, reason) => {
    const content = open(
      foreign((entries) =>
        editJson(
          entries,
          'manifest.json',
          (manifest) => (manifest['curves'] = { columns: ['step', 'trainLoss', 'trainAccuracy'], trials }),
        ),
      ),
    )
    expect(content.missing).toEqual([
      `curves.f32 cannot be used: ${reason}. Therefore the curves cannot be shown.`,
    ])
    expect(content.trials.map(({ curve, layers }) => [curve.length, layers.length])).toEqual([
      [0, 64],
      [0, 64],
    ])
    // Without its curve a trial still knows the shape of its layers.
    expect(open(encodeReport(content)).trials).toEqual(content.trials)
  })

  test('other columns', () => {
    const content = open(
      foreign((entries) =>
        editJson(
          entries,
          'manifest.json',
          (manifest) => (manifest['layers'] = { columns: ['z2', 'z9'], trials: [] }),
        ),
      ),
    )
    expect(content.missing[0]).toContain('layers.f32 cannot be used: its columns are ["z2","z9"]')
  })

  test.each([
    ['spectrum', 'columns', 'the singular values'],
    ['histograms', 'quantities', 'the histograms'],
  ] as const)('another layout of %s.f32', (name, key, meaning) => {
    const content = open(
      foreign((entries) =>
        editJson(entries, 'manifest.json', (manifest) => {
          const layout = manifest[name]
          if (typeof layout === 'object' && layout !== null) Reflect.set(layout, key, ['other'])
        }),
      ),
    )
    expect(content.missing).toHaveLength(1)
    expect(content.missing[0]).toMatch(`${name}.f32 cannot be used: its columns are ["other"] instead of`)
    expect(content.missing[0]).toMatch(`Therefore ${meaning} cannot be shown.`)
    expect(content.trials.map((trial) => [trial[name].length, trial.layers.length])).toEqual([
      [0, 64],
      [0, 64],
    ])
  })

  test('layer statistics of some columns only, in another order', () => {
    const kept = ['h2', 'zMin'] as const
    const content = open(encodeReport({ ...exampleDraft(), layerColumns: kept }))
    expect([content.missing, content.layerColumns]).toEqual([[], kept])
    const [expected] = exampleDraft().trials
    for (const [place, value] of (content.trials[0]?.layers ?? []).entries()) {
      const isKept = kept.some((column) => LAYER_COLUMNS[place % LAYER_COLUMNS.length] === column)
      expect(value).toBe(isKept ? expected?.layers[place] : NaN)
    }
    expect(content.trials[0]?.layers).toHaveLength(64)
  })

  test('a file whose end is cut off opens up to the cut', () => {
    const lost: number[] = []
    for (let length = 0; length < whole.length; length++) {
      const content = decodeReport(whole.subarray(0, length))
      if (!content.ok) {
        expect(content.error.code).toBe('report-unreadable')
        continue
      }
      expect(content.value.missing[0]).toBe(
        'The end of the file is cut off; only what stands before the cut can be read.',
      )
      lost.push(content.value.missing.length - 1)
    }
    // Entry by entry, from the manifest alone to everything but the table of contents.
    expect([...new Set(lost)]).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0])
  })

  test('a thousand wrong lines are counted, not listed', () => {
    const content = open(foreign((entries) => editText(entries, 'trials.ndjson', () => 'x\n'.repeat(1000))))
    expect(content.missing.length).toBe(REPORT_LIMITS.missingSentences + 1)
    expect(content.missing.at(-1)).toBe('And 954 faults more.')
  })
})

describe('refused', () => {
  test.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('no zip at all, only text')],
    ['a file cut in its first entry', whole.subarray(0, 100)],
  ])('%s is no zip', (_, bytes) => {
    expect(fault(bytes)).toEqual({
      code: 'report-unreadable',
      message: 'This is not an Init Lab report: it is not a zip file.',
    })
  })

  test('a foreign zip', () => {
    expect(fault(zipSync({ 'word/document.xml': new Uint8Array(3) })).message).toBe(
      'This zip is not an Init Lab report: it holds no manifest.json.',
    )
    expect(
      fault(zipSync({ 'manifest.json': new TextEncoder().encode('{"format": "other/1"}') })),
    ).toMatchObject({
      message: 'This is not an Init Lab report: its format is "other/1".',
      place: 'manifest.json: format',
    })
  })

  const manifest = (edit: (value: Record<string, unknown>) => void): Uint8Array =>
    damaged((entries) => editJson(entries, 'manifest.json', edit))
  test.each([
    ['format', undefined],
    ['format', 1],
    ['format', 'initlab-report/0'],
    ['format', 'initlab-report/1.'],
    ['created', 'yesterday'],
    ['created', undefined],
    ['appVersion', 1],
    ['engineVersion', 'x'.repeat(101)],
    ['sha256', { 'notes.md': 'abc' }],
    ['sha256', []],
  ])('a manifest with a wrong %s: %s', (key, value) => {
    expect(fault(manifest((content) => (content[key] = value)))).toMatchObject({
      code: 'report-invalid',
      place: `manifest.json: ${key}`,
    })
  })

  test.each([
    ['a parent folder', '../evil', 'a path that leads elsewhere'],
    ['a parent folder inside', 'a/../../evil', 'a path that leads elsewhere'],
    ['a dot', './notes', 'a path that leads elsewhere'],
    ['an empty part', 'a//b', 'a path that leads elsewhere'],
    ['an absolute path', '/etc/passwd', 'an absolute path'],
    ['a backslash', '..\\evil', 'a backslash'],
    ['a drive', 'C:evil', 'a drive letter'],
    ['NUL', 'notes.md\0.exe', 'a control character'],
    ['a line end', 'a\nb', 'a control character'],
    ['nothing', '', 'an empty name'],
    ['a prototype', '__proto__', 'a forbidden name'],
    ['a prototype inside', 'a/constructor/b', 'a forbidden name'],
  ])('a name with %s', (_, name, reason) => {
    const error = fault(
      rawZip([
        { name: 'manifest.json', content: '{}' },
        { name, content: 'x' },
      ]),
    )
    expect(error).toMatchObject({ code: 'report-invalid' })
    expect(error.message).toContain(reason)
  })

  test.each([
    ['the same', 'notes.md'],
    ['another case', 'NOTES.md'],
  ])('two entries of one name: %s', (_, name) => {
    expect(
      fault(
        rawZip([
          { name: 'notes.md', content: '1' },
          { name, content: '2' },
        ]),
      ).message,
    ).toContain('Two entries have the name')
  })

  test.each([
    ['an encrypted entry', [{ name: 'a', content: 'x', flags: 0x801 }], 'is encrypted'],
    ['another packing', [{ name: 'a', content: 'x', method: 12 }], 'packed by method 12'],
    [
      'another name in the own header',
      [{ name: 'a', content: 'x', localName: 'b' }],
      'does not stand where the zip says',
    ],
    ['a name that is not UTF-8', [{ name: new Uint8Array([0xff, 0xfe]), content: 'x' }], 'not UTF-8'],
    ['a long name', [{ name: 'x'.repeat(300), content: 'x' }], 'a name of 300 bytes'],
    [
      'entries that overlap',
      [
        { name: 'a', content: 'x' },
        { name: 'b', content: 'y', localOffset: 0 },
      ],
      'does not stand where the zip says',
    ],
    [
      'a place behind the end',
      [{ name: 'a', content: 'x', localOffset: 0xfffffff }],
      'does not stand where the zip says',
    ],
  ])('%s', (_, entries, reason) => {
    expect(fault(rawZip(entries)).message).toContain(reason)
  })

  test('too many entries, and a count that lies', () => {
    const many = Array.from({ length: REPORT_LIMITS.entries + 1 }, (_, k) => ({
      name: String(k),
      content: '',
    }))
    expect(fault(rawZip(many)).message).toBe('The zip holds 257 entries; 256 are allowed.')
    expect(fault(rawZip(many.slice(0, 2), { count: 9 })).message).toBe(
      'The table of contents of the zip is damaged.',
    )
    expect(fault(rawZip([], { count: 0xffff })).message).toContain('64-bit')
  })
})

describe('zip bombs', () => {
  test('a declared size above all limits is refused before inflating', () => {
    const bomb = rawZip([{ name: 'manifest.json', content: 'x', inflatedSize: 0xfffffff0 }])
    expect(fault(bomb)).toMatchObject({ code: 'report-too-large', place: 'manifest.json' })
  })

  test('many entries that are large together', () => {
    const size = REPORT_LIMITS.packedEntryBytes
    const bomb = rawZip(
      Array.from({ length: 9 }, (_, k) => ({ name: `x${String(k)}`, content: 'x', inflatedSize: size })),
    )
    expect(fault(bomb)).toMatchObject({
      code: 'report-too-large',
      message: expect.stringContaining('536870912') as string,
    })
  })

  test('an entry that grows more than a hundredfold above 64 MB', () => {
    const zeros = new Uint8Array(REPORT_LIMITS.packedEntryBytes + 1)
    expect(fault(rawZip([{ name: 'zeros', content: zeros }])).message).toContain('this looks like a zip bomb')
    // Without packing it is only large.
    expect(fault(rawZip([{ name: 'zeros', content: zeros, method: 0 }])).message).toContain(
      'holds no manifest.json',
    )
  })

  test('an entry that gives more than it declares stops at its declared size', () => {
    const zeros = Buffer.alloc(50_000_000)
    const before = process.memoryUsage().arrayBuffers
    const bomb = rawZip([
      { name: 'manifest.json', content: zeros, inflatedSize: 10, crc: crc32(Buffer.alloc(10)) },
    ])
    expect(fault(bomb).message).toBe(
      'manifest.json is damaged, and without it nothing of the report can be checked.',
    )
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000)
  })

  test('texts have their own limit', () => {
    const bomb = rawZip([{ name: 'notes.md', content: Buffer.alloc(REPORT_LIMITS.textBytes + 1) }])
    expect(fault(bomb)).toMatchObject({ code: 'report-too-large', place: 'notes.md' })
  })
})

describe('versions', () => {
  test('of the format', () => {
    expect(
      [
        'initlab-report/1',
        'initlab-report/1.0',
        'initlab-report/1.3',
        'initlab-report/2',
        'initlab-report/10.1',
      ].map(reportAge),
    ).toEqual(['current', 'current', 'newer-minor', 'newer-major', 'newer-major'])
    expect(
      ['', 'initlab-report', 'initlab-report/x', 'initlab-sweep/1', ' initlab-report/1'].map(reportAge),
    ).toEqual([null, null, null, null, null])
  })

  test('a newer minor version opens; what it adds is written again', () => {
    const newer = foreign((entries) => {
      entries['spectra.f32'] = new Uint8Array([1, 2, 3, 4])
      editJson(entries, 'manifest.json', (manifest) => {
        manifest['format'] = 'initlab-report/1.3'
        manifest['machine'] = { cores: 8 }
      })
      editJson(entries, 'sweep.json', (sweep) => (sweep['probe'] = { every: 5 }))
      editText(entries, 'trials.ndjson', (text) =>
        text.replaceAll('"seed":0', '"seed":0,"energy":[1,{"unit":"J"}]'),
      )
    })
    const content = open(newer)
    expect(content).toMatchObject({
      format: 'initlab-report/1.3',
      readOnly: false,
      missing: [],
      manifestUnknown: { machine: { cores: 8 } },
    })
    const again = open(encodeReport(content))
    expect(again).toEqual(content)
    expect(again.extras.get('spectra.f32')).toEqual(new Uint8Array([1, 2, 3, 4]))
    expect(again.sweep).toMatchObject({ probe: { every: 5 } })
    expect(again.trials[1]?.unknown).toEqual({ energy: [1, { unit: 'J' }] })
  })

  test('a newer major version opens read-only with a message', () => {
    const content = open(
      foreign((entries) =>
        editJson(entries, 'manifest.json', (manifest) => (manifest['format'] = 'initlab-report/2')),
      ),
    )
    expect(content.readOnly).toBe(true)
    expect(content.missing).toEqual([
      'This report has the format initlab-report/2, newer than the initlab-report/1 of this version: it is opened read-only, as far as it can be read.',
    ])
    expect(content.trials.length).toBe(2)
  })

  test('a newer major version of another form opens as far as it can be read', () => {
    const content = open(
      damaged((entries) => {
        entries['manifest.json'] = new TextEncoder().encode(
          '{"format": "initlab-report/3", "hashes": "elsewhere", "created": 5}',
        )
      }),
    )
    expect(content).toMatchObject({
      readOnly: true,
      appVersion: '',
      notes: '# Notes',
      sweep: { name: 'Example' },
    })
    expect(content.trials.map(({ seed, curve }) => [seed, curve.length])).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(content.missing.length).toBeGreaterThan(1)
  })
})

describe('files', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'init-lab-read-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('a report is read from its file', async () => {
    const path = join(folder, 'whole.initlab')
    await writeFile(path, whole)
    expect(await readReport(path)).toEqual({ ok: true, value: open(whole) })
  })

  test('a file of 1 GB is refused by its size, before it is read', async () => {
    const path = join(folder, 'huge.initlab')
    const file = await openFile(path, 'w')
    await file.truncate(1024 ** 3)
    await file.close()
    expect(await readReport(path)).toEqual({
      ok: false,
      error: {
        code: 'report-too-large',
        message: 'The file has 1024 MB; a report has at most 512 MB.',
        place: path,
      },
    })
  })

  test.each([
    ['nothing.initlab', 'there is no such file or folder'],
    ['.', 'This is not a file'],
  ])('%s cannot be read', async (name, reason) => {
    const read = await readReport(join(folder, name))
    expect(read).toMatchObject({ ok: false, error: { code: 'report-unreadable', place: join(folder, name) } })
    expect(read.ok ? '' : read.error.message).toContain(reason)
  })
})
