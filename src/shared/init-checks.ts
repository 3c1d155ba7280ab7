import type { Finding } from './selection-finding'
import { effectiveHead, layerOverrides } from './selection-shape'
import type { Selection } from './sweep-spec-model'
import type { InitSettings } from './trial-settings'

/** Overrides of layers that are not there or start otherwise, and lsuv where it would divide by 0. */
export function checkInit(selection: Selection, widths: readonly number[]): readonly Finding[] {
  const layers = widths.length + 1
  const places = checkOverridePlaces(selection, layers)
  if (places.length > 0) return places
  return checkLsuv(selection, layers)
}

function checkOverridePlaces(selection: Selection, layers: number): readonly Finding[] {
  const { overrides } = selection['model.init']
  if (overrides.length === 0) return []
  const findings: string[] = []
  const numbers = overrides.map(({ layer }) => layer)
  for (const layer of numbers) {
    const number = layer === 'last' ? layers : layer
    if (number > layers) {
      findings.push(`there is no weight layer ${layer}; this model has ${layers}, the last one its output`)
    } else if (layer !== 'last' && number === layers && numbers.includes('last')) {
      findings.push(`${layer} and last are the same layer; remove one of them`)
    } else {
      const reason = whyZero(selection, number, layers)
      if (reason !== null)
        findings.push(`layer ${layer} starts at 0 because of ${reason}; remove its override`)
    }
  }
  return findings.map((message) => ({ key: 'model.init', message: `overrides: ${message}` }))
}

/** Why a layer starts at 0 whatever its scheme; null when it does not. */
function whyZero(selection: Selection, layer: number, layers: number): string | null {
  const branch = selection['model.kind'] === 'residual-mlp' ? selection['model.residual']?.branch : undefined
  if (layer === layers) {
    if (branch === 'fixup') return 'residual fixup'
    return selection['model.head'] === 'zero' ? 'head zero' : null
  }
  const isSecondOfBlock = layer > 1 && layer % 2 === 1
  return isSecondOfBlock && (branch === 'zero-last' || branch === 'fixup') ? `residual ${branch}` : null
}

/** The scheme of every weight layer 1..L+1. */
function layerSchemes(selection: Selection, layers: number): readonly InitSettings[] {
  const choice = selection['model.init']
  const schemes = Array.from({ length: layers }, () => choice.init)
  for (const { layer, init } of layerOverrides(choice, layers - 1)) schemes[layer - 1] = init
  return schemes
}

/** LSUV divides by the standard deviation of z over the first batch: nothing may make it 0. */
function checkLsuv(selection: Selection, layers: number): readonly Finding[] {
  const { init, overrides } = selection['model.init']
  if (![init, ...overrides.map((override) => override.init)].some(({ scheme }) => scheme === 'lsuv'))
    return []
  const batch = selection['train.batchSize']
  if (batch === 1) {
    const message =
      'lsuv measures the variance of z over the first batch, which has 1 sample; give a larger train.batchSize'
    return [{ key: 'model.init', message }]
  }
  const schemes = layerSchemes(selection, layers)
  const isResidual = selection['model.kind'] === 'residual-mlp'
  for (const [index, { scheme }] of schemes.entries()) {
    const isHead = index === layers - 1
    if (scheme !== 'lsuv' || index === 0) continue
    if (whyZero(selection, index + 1, layers) !== null) continue
    if (isHead && effectiveHead(selection, selection['model.head']) === 'zero') continue
    // What enters a block, and the head, is the stem and the branches so far: without the stem it is 0.
    const source = isResidual && (isHead || index % 2 === 1) ? 0 : index - 1
    const before = schemes[source]
    if (before === undefined || !isZero(before)) continue
    const message = `lsuv divides layer ${index + 1} by the standard deviation of its z, and layer ${source + 1}, which feeds it, starts with all weights 0 (${before.scheme}): z is the same for every sample; give one of the two another scheme`
    return [{ key: 'model.init', message }]
  }
  return []
}

function isZero({ scheme, value, sparsity }: InitSettings): boolean {
  return (
    scheme === 'zeros' || (scheme === 'constant' && value === 0) || (scheme === 'sparse' && sparsity === 1)
  )
}
