import { expect, it } from 'vitest'
import { ENGINE_BITS } from '@shared/engine-version'
import { openSelfTest } from '@workers/self-test/self-test-run'

it('gives the bits that belong to the version of the engine', () => {
  const read = openSelfTest()
  expect(read().bits).toBe(ENGINE_BITS)
  expect(read().bits).toBe(ENGINE_BITS)
})
