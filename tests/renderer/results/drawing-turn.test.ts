import { afterEach, expect, test, vi } from 'vitest'
import { drawingTurn } from '../../../src/renderer/components/results/drawing-turn'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('gives each caller a frame of its own, in their order', async () => {
  const frames: (() => void)[] = []
  vi.stubGlobal('requestAnimationFrame', (draw: () => void) => frames.push(draw))
  const drawn: string[] = []
  const nextFrame = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve))
    for (const draw of frames.splice(0)) draw()
    await new Promise((resolve) => setTimeout(resolve))
  }
  for (const name of ['first', 'second']) void drawingTurn().then(() => drawn.push(name))
  expect(drawn).toEqual([])
  await nextFrame()
  expect(drawn).toEqual(['first'])
  await nextFrame()
  expect(drawn).toEqual(['first', 'second'])
})
