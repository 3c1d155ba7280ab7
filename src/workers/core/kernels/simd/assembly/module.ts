// Everything that kernels.wasm exports. Semantics and layouts: ../../kernels.ts.
export {
  denseBiasGradient,
  denseForward,
  inputGradientInPlace,
  inputGradientPacked,
  weightGradientTiles16,
  weightGradientTiles8,
} from './dense'
export * from './elements'
export * from './optimizers'
export { peak128 } from './peak'
export { gatherRows, packDeltas, packInputs, packWeights } from './pack'
export * from './convolution'
export { dropoutMask } from './dropout'
export * from './normalization'
export * from './panel-sums'
export * from './distinct'
export * from './histogram'
export { reluMoments } from './relu-moments'
export * from './spectrum'
export * from './statistics'
export * from './activations'
export { meanSquaredError, softmaxCrossEntropy } from './loss'
export { permutation } from './permutation'
export { unitDraws } from './random'
export * from './elementary'
