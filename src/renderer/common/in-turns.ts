/**
 * Runs a calculation to its end with a turn of the page's loop at each of its breaks, so that the window goes on.
 * @param isCurrent asked after each break; once it says no, the calculation is dropped and the answer is null
 */
export async function inTurns<Result>(
  turns: Generator<undefined, Result>,
  isCurrent: () => boolean,
): Promise<Result | null> {
  for (;;) {
    const turn = turns.next()
    if (turn.done === true) return turn.value
    await new Promise((resolve) => setTimeout(resolve))
    if (!isCurrent()) return null
  }
}
