import { describe, expect, it, vi } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line'
import { commandRun } from './command-fixture'

describe('claims', () => {
  it('prints the ledger as a table', async () => {
    const run = commandRun()
    expect(await runCommandLine(['claims'], run.system)).toBe(0)
    const lines = run.output().trimEnd().split('\n')
    expect(lines[0]).toMatch(/^id {4}status {8}sources {2}statement$/)
    expect(lines.find((line) => line.startsWith('C06 '))).toMatch(
      /^C06 {3}refuted +6 {2}With tanh, Xavier ends at a lower training loss than He\.$/,
    )
    expect(lines.find((line) => line.startsWith('C01 '))).toMatch(
      /^C01 {3}holds if +5 {2}With every weight at zero.*\.\.\.$/,
    )
    expect(run.options()).toBeNull()
  })

  it('prints one in full, whatever the case of its letters', async () => {
    const run = commandRun()
    expect(await runCommandLine(['claims', 'c13'], run.system)).toBe(0)
    const text = run.output()
    for (const part of [
      'C13  refuted',
      'Sources     000-F2 000-F3 000-O2',
      'Corrects    X2 X14',
      'dead-units-at-the-start (12 configurations x 10 seeds)',
      'Supported when',
      '- dead share at the start, He less Xavier (depth 5)',
      'Refuted when',
      'PyTorch 1.13',
    ]) {
      expect(text).toContain(part)
    }
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120)
  })

  it('prints JSON', async () => {
    const run = commandRun()
    expect(await runCommandLine(['claims', 'C05', 'C28', '--json'], run.system)).toBe(0)
    const printed: unknown = JSON.parse(run.output())
    expect(printed).toMatchObject({
      claims: [
        { id: 'C05', status: 'holds', reference: { verdict: 'holds' }, difference: null },
        { id: 'C28', status: 'not-testable', experiments: [] },
      ],
    })
  })

  it('knows no other claims', async () => {
    const run = commandRun()
    expect(await runCommandLine(['claims', 'C05x'], run.system)).toBe(1)
    expect(run.errors()).toContain('There is no claim "C05x". Did you mean C05')
  })
})

describe('claims --run', () => {
  it('runs the experiments on the seeds asked for and compares with the shipped status', async () => {
    const run = commandRun({ statusOf: (configuration) => (configuration % 2 === 0 ? 'diverged' : 'done') })
    expect(
      await runCommandLine(['claims', 'C27', '--run', '--seeds-from', '50', '-w', '2'], run.system),
    ).toBe(3)
    expect(run.options()).toMatchObject({ workers: 2, backups: false })
    expect(run.calls).toEqual(['start resumeEqual=true', 'close'])
    const text = run.output()
    expect(text).toContain('C27  refuted (DIFFERS from the shipped status: holds)')
    expect(text).toContain('supports: false')
    expect(text).toMatch(/false {3}he\/all: He below Xavier \(labels all\) \| .* n 20, 20 diverged, p /)
    expect(run.errors()).toContain('classes-and-schemes: 6 configurations, 120 trials.')
    expect(run.errors()).toContain('1 claims on seeds from 50 in 0:0')
    expect(run.errors()).toContain('C27: refuted, and holds is shipped.')
  })

  it('prints JSON with every check, non-finite numbers by their name', async () => {
    const run = commandRun({ statusOf: (configuration) => (configuration % 2 === 0 ? 'done' : 'diverged') })
    expect(await runCommandLine(['claims', 'C27', '--run', '--json'], run.system)).toBe(0)
    const printed: unknown = JSON.parse(run.output())
    expect(printed).toMatchObject({
      firstSeed: 1000,
      claims: [{ id: 'C27', outcome: 'holds', agrees: true, refutes: null, supports: { truth: 'true' } }],
    })
    expect(printed).toHaveProperty('claims.0.supports.checks.0.second', 'Infinity')
    expect(run.errors()).toContain('Every outcome is the shipped status.')
  })

  it('ends with 2 when trials fail, with 1 when the engine does not open', async () => {
    const failing = commandRun({ statusOf: () => 'error' })
    expect(await runCommandLine(['claims', 'C27', '--run'], failing.system)).toBe(2)
    expect(failing.output()).toContain('40 of its trials have no result')
    const closed = commandRun({ openFails: { code: 'store-full', message: 'The disk is full.' } })
    expect(await runCommandLine(['claims', 'C27', '--run'], closed.system)).toBe(1)
    expect(closed.errors()).toContain('The disk is full.')
  })

  it('ends with 130 when it is interrupted', async () => {
    const run = commandRun({ waitsFor: new Promise(() => undefined) })
    const code = runCommandLine(['claims', 'C27', '--run'], run.system)
    await vi.waitFor(() => expect(run.calls).toContain('start resumeEqual=true'), 20_000)
    run.interrupt()
    expect(await code).toBe(130)
    expect(run.calls).toContain('cancel 7')
    expect(run.exits).toEqual([])
  })

  it('ends at once when it is interrupted again', async () => {
    const run = commandRun({ waitsFor: new Promise(() => undefined) })
    const code = runCommandLine(['claims', 'C27', '--run'], run.system)
    await vi.waitFor(() => expect(run.calls).toContain('start resumeEqual=true'), 20_000)
    run.interrupt()
    run.interrupt()
    expect(run.exits).toEqual([130])
    await code
  })

  it('passes over what cannot be tested', async () => {
    const run = commandRun()
    expect(await runCommandLine(['claims', 'C28', '--run'], run.system)).toBe(0)
    expect(run.output()).toBe('')
    expect(run.errors()).toContain('Not testable here: C28.')
  })
})
