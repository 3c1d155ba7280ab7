import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MINIMUM_SIZE, placeWindow } from '../../src/main/window-state'
import type { Rectangle } from '../../src/main/window-state'

const LAPTOP: Rectangle = { x: 0, y: 25, width: 1440, height: 875 }
const MONITOR: Rectangle = { x: 1440, y: 0, width: 1920, height: 1080 }

function saved(rectangle: Rectangle) {
  return { ...rectangle, maximized: false }
}

describe('the place of the window', () => {
  it('is the middle of the primary display at the first start', () => {
    expect(placeWindow(null, [LAPTOP, MONITOR])).toEqual({ x: 80, y: 62, width: 1280, height: 800 })
  })

  it('is where it was left', () => {
    const left = { x: 1700, y: 100, width: 1200, height: 700 }
    expect(placeWindow(saved(left), [LAPTOP, MONITOR])).toEqual(left)
  })

  it('moves to the primary display when its own is gone', () => {
    const left = { x: 1700, y: 100, width: 1200, height: 700 }
    expect(placeWindow(saved(left), [LAPTOP])).toEqual({ x: 120, y: 112, width: 1200, height: 700 })
  })

  it('is pulled back when it hangs over an edge', () => {
    const left = { x: -300, y: 800, width: 1000, height: 700 }
    expect(placeWindow(saved(left), [LAPTOP])).toEqual({ x: 0, y: 200, width: 1000, height: 700 })
  })

  it('shrinks to a smaller display, but never below its minimum', () => {
    const left = { x: 0, y: 0, width: 3000, height: 2000 }
    expect(placeWindow(saved(left), [LAPTOP])).toEqual(LAPTOP)
    const small = { x: 0, y: 0, width: 800, height: 480 }
    expect(placeWindow(saved(left), [small])).toEqual({ x: 0, y: 0, ...MINIMUM_SIZE })
  })

  it('opens without any display', () => {
    expect(placeWindow(null, [])).toEqual({ x: 0, y: 0, width: 1280, height: 800 })
  })

  it('lies within one display that is large enough, whatever was saved', () => {
    const area = fc.record({
      x: fc.integer({ min: -4000, max: 4000 }),
      y: fc.integer({ min: -4000, max: 4000 }),
      width: fc.integer({ min: 960, max: 8000 }),
      height: fc.integer({ min: 600, max: 5000 }),
    })
    const window = fc.record({
      x: fc.integer({ min: -100_000, max: 100_000 }),
      y: fc.integer({ min: -100_000, max: 100_000 }),
      width: fc.integer({ min: 1, max: 100_000 }),
      height: fc.integer({ min: 1, max: 100_000 }),
    })
    fc.assert(
      fc.property(window, fc.array(area, { minLength: 1, maxLength: 3 }), (left, areas) => {
        const place = placeWindow(saved(left), areas)
        const inside = areas.some(
          (display) =>
            place.x >= display.x &&
            place.y >= display.y &&
            place.x + place.width <= display.x + display.width &&
            place.y + place.height <= display.y + display.height,
        )
        expect(inside).toBe(true)
        expect(placeWindow(saved(place), areas)).toEqual(place)
      }),
      { numRuns: 2000 },
    )
  })
})
