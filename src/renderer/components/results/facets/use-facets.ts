import { STANDARD_BAND } from '@shared/statistics/convergence-bands'
import { computed, shallowRef, type ComputedRef } from 'vue'
import { createBandCache } from '../../../charts/band-cache'
import { chanceLevel } from '../../../charts/chance-level'
import { factorAxes, type FactorAxis } from '../../../charts/factor-axes'
import { defaultFacetChoice, facetGrid, type FacetChoice, type FacetData } from '../../../charts/facet-data'
import { colourPlaces, facetCaption } from '../../../charts/facet-text'
import type { ShownSweep } from '../../../charts/shown-sweep'
import { unknownScales, type StepScale } from '../../../charts/step-scale'
import type { SweepSelection } from '../use-sweep-selection'

type Role = 'rows' | 'columns' | 'colour'

export interface Facets {
  readonly axes: ComputedRef<readonly FactorAxis[]>
  readonly choice: ComputedRef<FacetChoice>
  /** Gives a factor a role, or none the role; a factor that had another one swaps. */
  readonly assign: (role: Role, key: string | null) => void
  /** Draws the rows from this one on. */
  readonly scrollTo: (from: number) => void
  readonly data: ComputedRef<FacetData>
  /** Axes that cannot be told of every configuration. */
  readonly unknown: ComputedRef<readonly StepScale[]>
  readonly caption: ComputedRef<string>
}

/** Which factors make the panels and colours of the small multiples, and what they show. */
export function useFacets(sweep: () => ShownSweep, selection: SweepSelection): Facets {
  const expansion = computed(() => sweep().expansion)
  const axes = computed(() => factorAxes(expansion.value))
  const chosen = shallowRef<FacetChoice | null>(null)
  const choice = computed(() => chosen.value ?? defaultFacetChoice(axes.value))
  const chance = computed(() => chanceLevel(expansion.value.configurations))
  const bands = createBandCache()
  const banded = computed<ShownSweep>(() => {
    const [shown, band] = [sweep(), selection.bandChoice.value]
    if (band.line === STANDARD_BAND.line && band.spread === STANDARD_BAND.spread) return shown
    const count = shown.expansion.configurations.length
    return { ...shown, byConfiguration: bands(count, shown.trials, selection.metric.value, band) }
  })
  const unknown = computed(() => unknownScales(expansion.value.configurations))
  const grid = computed(() => facetGrid(banded.value, choice.value, selection.stepScale.value))
  const places = computed(() => colourPlaces(sweep(), grid.value.colour))
  const data = computed<FacetData>(() => ({
    ...grid.value,
    metric: selection.metric.value,
    scale: selection.scale.value,
    choice: selection.bandChoice.value,
    chanceLevel: chance.value,
    hidden: selection.hidden.value,
    emphasized: selection.emphasized.value,
    brushed: selection.brushed.value,
  }))
  const caption = computed(() => facetCaption(data.value, places.value))

  function assign(role: Role, key: string | null): void {
    const before = choice.value
    const next: Record<Role, string | null> = {
      rows: before.rows,
      columns: before.columns,
      colour: before.colour,
    }
    const other = (['rows', 'columns', 'colour'] as const).find(
      (one) => one !== role && key !== null && next[one] === key,
    )
    if (other !== undefined) next[other] = next[role]
    next[role] = key
    chosen.value = { ...next, from: 0 }
  }

  function scrollTo(from: number): void {
    chosen.value = { ...choice.value, from: Math.max(0, from) }
  }

  return { axes, choice, assign, scrollTo, data, unknown, caption }
}
