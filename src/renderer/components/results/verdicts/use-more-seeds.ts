import type { SweepDocument } from '@shared/sweep-spec'
import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import { withMoreSeeds } from '../../../lab/more-seeds'
import { useSweepRun } from '../../../stores/sweep-run'

/**
 * Adding seeds to a sweep: runs it with them, on the bench; what is there is used again. Not before its own have run
 * (`isWhole`): they may settle the question already.
 */
export function useMoreSeeds(
  document: () => SweepDocument,
  isWhole: () => boolean,
): {
  /** Whether seeds can be added now. */
  readonly extendable: ComputedRef<boolean>
  readonly addSeeds: (count: number) => Promise<void>
} {
  const run = useSweepRun()
  const router = useRouter()
  const extendable = computed(
    () => isWhole() && !run.isRunning && !run.starting && withMoreSeeds(document(), 1) !== null,
  )

  async function addSeeds(count: number): Promise<void> {
    const extended = withMoreSeeds(document(), count)
    if (extended !== null && (await run.start(extended))) await router.push('/lab')
  }

  return { extendable, addSeeds }
}
