let last: Promise<unknown> = Promise.resolve()

/** Resolves in a frame of its own, in the order of the calls: charts that appear together are not drawn in one long task. */
export function drawingTurn(): Promise<void> {
  const turn = last.then(
    () =>
      new Promise<void>((resolve) => {
        requestAnimationFrame(() => resolve())
      }),
  )
  last = turn
  return turn
}
