/** What a forecast needs to know of the data that a network reads. */
export interface ForecastData {
  readonly features: number
  readonly classes: number
  /** Null when the features are no image; a cnn needs one. */
  readonly image: { readonly channels: number; readonly height: number; readonly width: number } | null
  /** E[x^2] over samples and features. */
  readonly meanSquare: number
  /**
   * Variance of a feature over the samples, mean over the features; what a batch normalization divides by. Null when it is
   * not known: meanSquare stands for it.
   */
  readonly featureVariance: number | null
}

/**
 * One weight layer of a network at its start, as mean-field theory has it: expectations over the draw of the weights. z, h
 * and delta are those of LAYER_COLUMNS. z2 and h2 of the output layer of a cnn are NaN: not forecast.
 */
export interface LayerForecast {
  /** Weight layer 1..L+1. */
  readonly layer: number
  /** Mean of z: a constant bias, else 0. z is normal about it with variance z2 - zMean^2. */
  readonly zMean: number
  /** E[z^2]. */
  readonly z2: number
  /** E[h^2]; of the output layer z2. */
  readonly h2: number
  /** E[delta^2] as a multiple of the output layer's. */
  readonly delta2: number
  /** Variance of ln z2, ln h2 and ln delta2 from one draw to another, of a single sample; see finite-width.ts. */
  readonly spread: { readonly z2: number; readonly h2: number; readonly delta2: number }
}

export interface Forecast {
  /** `exact` where every number is one whatever the widths, `mean-field` where it holds for wide layers. */
  readonly theory: 'exact' | 'mean-field'
  /** Weight layers 1..L+1. */
  readonly layers: readonly LayerForecast[]
  /** E[delta^2] of the output layer; NaN where its z2 is. */
  readonly outputDelta2: number
  /** d ln outputDelta2 / d ln z2 of the outputs, whose scatter from one draw to another it passes on. */
  readonly outputResponse: number
  /** Plain sentences on what the numbers neglect; empty when nothing but the finite width. */
  readonly approximations: readonly string[]
}

/** No theory applies. */
export interface NoForecast {
  readonly theory: null
  /** A plain sentence. */
  readonly reason: string
}
