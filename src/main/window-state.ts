export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState extends Rectangle {
  readonly maximized: boolean
}

export const MINIMUM_SIZE = { width: 960, height: 600 } as const
const FIRST_SIZE = { width: 1280, height: 800 } as const

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

/** The display that shows most of the window; the first (primary) one when none shows any of it. */
function displayOf(window: Rectangle, workAreas: readonly Rectangle[]): Rectangle | undefined {
  let best = workAreas[0]
  for (const area of workAreas) {
    if (best !== undefined && overlap(window, area) > overlap(window, best)) best = area
  }
  return best
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}

/**
 * Where the window opens: as it was left, moved and shrunk to lie within one display's work area; at its first
 * size in the middle of the primary display when it was never left or its display is gone. Never below
 * MINIMUM_SIZE, whatever the display.
 * @param workAreas of the displays in pixels, the primary one first
 */
export function placeWindow(saved: WindowState | null, workAreas: readonly Rectangle[]): Rectangle {
  const wanted = saved ?? { x: 0, y: 0, ...FIRST_SIZE }
  const area = displayOf(wanted, workAreas) ?? { x: 0, y: 0, ...FIRST_SIZE }
  const width = Math.max(MINIMUM_SIZE.width, Math.min(wanted.width, area.width))
  const height = Math.max(MINIMUM_SIZE.height, Math.min(wanted.height, area.height))
  if (saved === null || overlap(saved, area) === 0) {
    return {
      x: area.x + Math.max(0, Math.floor((area.width - width) / 2)),
      y: area.y + Math.max(0, Math.floor((area.height - height) / 2)),
      width,
      height,
    }
  }
  return {
    x: clamp(saved.x, area.x, Math.max(area.x, area.x + area.width - width)),
    y: clamp(saved.y, area.y, Math.max(area.y, area.y + area.height - height)),
    width,
    height,
  }
}
