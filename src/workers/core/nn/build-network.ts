import type { ModelSettings } from '@shared/trial-settings'
import { heapBytes } from '../kernels/heap'
import type { Address } from '../kernels/kernels'
import { blockNumbers, denseWorkspaceBytes, panelNumbers, weightNumbers } from '../kernels/layout'
import { createActivation } from './activation-part'
import { createAverage } from './average-part'
import { createConvolution, type PatchMemory } from './convolution-part'
import { createDense, type WeightAddresses } from './dense-part'
import { createDropout } from './dropout-part'
import type { LayerPlan } from './layer-plan'
import type {
  LayerActivation,
  Network,
  OtherParameters,
  ParameterBlock,
  RunningMoments,
  WeightLayer,
} from './network'
import { createNormalization } from './normalization-part'
import { learnsMultiplier, otherCounts, parameterBytes } from './parameters'
import { allocateWire, type Part, type Wire, type Workbench } from './part'
import { createPasses } from './passes'
import { createResidualSum, type BranchScale } from './residual-part'
import type { Allocate, Signal } from './signal'

const FLOAT32_BYTES = 4

/** The parameters of one layer in the heap. */
interface LayerMemory extends WeightAddresses {
  readonly others: readonly OtherParameters[]
}

/** Learned numbers of all layers: hidden ones in one piece, the output layer in another. */
interface ParameterMemory {
  readonly layers: readonly LayerMemory[]
  readonly blocks: readonly ParameterBlock[]
}

/** What all weight layers share. */
interface Shared {
  readonly bench: Workbench
  readonly model: ModelSettings
  readonly seed: number
  readonly workspace: Address
  readonly patches: PatchMemory
}

/** What follows a weight layer, and what the next one reads. */
interface Stage {
  readonly parts: readonly Part[]
  readonly z: Wire
  readonly h: Wire
  readonly activation: LayerActivation | null
  readonly running: RunningMoments | null
}

/**
 * Lays a model out in memory: weight layers as planned, each hidden one followed by its normalization, activation and
 * dropout, residual sums, and the mean over positions before the output layer of a cnn. All numbers are 0.
 * `seed` is that of the dropout masks.
 */
export function createNetwork(
  bench: Workbench,
  plans: readonly LayerPlan[],
  model: ModelSettings,
  seed: number,
): Network {
  const parameters = allocateParameters(bench.allocate, plans, model)
  const shared = { bench, model, seed, ...allocateShared(bench, plans) }
  const input = allocateInput(bench, plans[0])
  const parts: Part[] = []
  const layers: WeightLayer[] = []
  /** Parts up to and with the one that makes z of each layer. */
  const ends: number[] = []
  let wire = input
  let block = { input, begin: 0 }
  for (const [index, plan] of plans.entries()) {
    const memory = parameters.layers[index]
    if (plan.block === 'first') block = { input: wire, begin: parts.length }
    if (plan.isOutput && wire.value.positions > 1) {
      const average = createAverage(bench, wire)
      parts.push(average.part)
      wire = average.output
    }
    const stage = createStage(shared, plan, memory, wire)
    ends.push(parts.length + 1)
    parts.push(...stage.parts)
    wire = stage.h
    if (plan.block === 'second') {
      const sum = createResidualSum(bench, block.input, wire, branchScale(model, memory))
      parts.splice(block.begin, 0, sum.start)
      for (let within = index - 1; within <= index; within += 1) ends[within] += 1
      parts.push(sum.end)
      wire = sum.output
    }
    layers.push(weightLayer(plan, memory, stage, wire.value))
  }
  return {
    input: input.value,
    inputGradient: input.gradient,
    layers,
    output: layers[layers.length - 1],
    blocks: parameters.blocks,
    capacity: bench.capacity,
    ...createPasses(parts, ends, bench.pace),
  }
}

/** Numbers one after another from `address`. */
function subdivide(address: Address): Allocate {
  let next = address
  return (bytes) => {
    const place = next
    next += heapBytes(bytes)
    return place
  }
}

function allocateParameters(
  allocate: Allocate,
  plans: readonly LayerPlan[],
  model: ModelSettings,
): ParameterMemory {
  const layers: LayerMemory[] = []
  const blocks: ParameterBlock[] = []
  for (const group of [plans.slice(0, -1), plans.slice(-1)]) {
    const bytes = group.reduce((sum, plan) => sum + parameterBytes(plan, model), 0)
    if (bytes === 0) continue
    const values = allocate(bytes)
    const gradient = allocate(bytes)
    blocks.push({ values, gradient, count: bytes / FLOAT32_BYTES })
    const nextValues = subdivide(values)
    const nextGradient = subdivide(gradient)
    for (const plan of group) layers.push(layerMemory(plan, model, nextValues, nextGradient))
  }
  return { layers, blocks }
}

function layerMemory(
  plan: LayerPlan,
  model: ModelSettings,
  nextValues: Allocate,
  nextGradient: Allocate,
): LayerMemory {
  const { fanIn, fanOut } = plan
  const bytes = FLOAT32_BYTES * blockNumbers(fanIn, fanOut)
  const biasOffset = FLOAT32_BYTES * weightNumbers(fanIn, fanOut)
  const weights = nextValues(bytes)
  const weightGradient = nextGradient(bytes)
  return {
    weights,
    bias: weights + biasOffset,
    weightGradient,
    biasGradient: weightGradient + biasOffset,
    others: otherCounts(plan, model).map((count) => ({
      values: nextValues(FLOAT32_BYTES * count),
      gradient: nextGradient(FLOAT32_BYTES * count),
      count,
    })),
  }
}

function allocateShared(
  { allocate, capacity }: Workbench,
  plans: readonly LayerPlan[],
): Pick<Shared, 'workspace' | 'patches'> {
  const workspace = plans.map(({ positions, fanIn, fanOut }) =>
    denseWorkspaceBytes(capacity.train, positions, fanIn, fanOut),
  )
  const patches = plans.map(({ convolution, positions, fanIn }) =>
    convolution === null ? 0 : FLOAT32_BYTES * panelNumbers(capacity.evaluate, positions, fanIn),
  )
  return {
    workspace: allocate(Math.max(...workspace)),
    patches: { values: allocate(Math.max(...patches)), holds: 0 },
  }
}

/** An image has its pixels as positions and its channels as features. */
function allocateInput(bench: Workbench, { convolution, fanIn }: LayerPlan): Wire {
  if (convolution === null) return allocateWire(bench, 1, fanIn)
  const { channels, height, width } = convolution.image
  return allocateWire(bench, height * width, channels)
}

function createStage(shared: Shared, plan: LayerPlan, memory: LayerMemory, input: Wire): Stage {
  const { bench, model, seed, workspace } = shared
  const weighted =
    plan.convolution === null
      ? createDense(bench, plan, memory, input, workspace)
      : createConvolution(bench, plan, plan.convolution, memory, input, shared)
  const z = weighted.output
  const parts = [weighted.part]
  if (!plan.activated) return { parts, z, h: z, activation: null, running: null }

  let wire = z
  let running: RunningMoments | null = null
  if (model.normalization !== 'none') {
    const [gamma, beta] = memory.others
    const normalized = createNormalization(bench, model.normalization, wire, gamma, beta)
    parts.push(normalized.part)
    wire = normalized.output
    running = normalized.running
  }
  const slope = model.activation.name === 'prelu' ? memory.others[memory.others.length - 1] : null
  const activated = createActivation(bench, model.activation, wire, slope)
  parts.push(activated.part)
  wire = activated.output
  if (model.dropout > 0) {
    const dropped = createDropout(bench, model.dropout, { seed, layer: plan.layer }, wire)
    parts.push(dropped.part)
    wire = dropped.output
  }
  return { parts, z, h: wire, activation: activated.activation, running }
}

function branchScale(model: ModelSettings, { others }: LayerMemory): BranchScale {
  if (learnsMultiplier(model)) return others[0]
  if (model.residual?.branch !== 'scaled') return 1
  const blocks = (model.widths.length - 1) / 2
  return Math.fround(1 / Math.sqrt(blocks))
}

function weightLayer(plan: LayerPlan, memory: LayerMemory, stage: Stage, h: Signal): WeightLayer {
  const { fanIn, fanOut, kernelArea, positions, convolution } = plan
  return {
    kind: convolution === null ? 'dense' : 'convolution',
    fanIn,
    fanOut,
    kernelArea,
    positions,
    ...memory,
    z: stage.z.value,
    h,
    delta: stage.z.gradient,
    activation: stage.activation,
    running: stage.running,
  }
}
