import { z } from 'zod'

const size = z.number().int().positive().max(1_000_000)
const base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/)

/** A file of resources/datasets: uint8 samples, row-major, in base64; x = (u8 / max - x_mean) / x_std. */
export const datasetFile = z.strictObject({
  name: z.string(),
  /** Height and width of the image that a row is. */
  shape: z.tuple([size, size]),
  max: size,
  n_train: size,
  n_test: size,
  source: z.string(),
  licence: z.string(),
  encoding: z.string(),
  x_mean: z.number(),
  x_std: z.number().positive(),
  train_x: base64,
  train_y: base64,
  test_x: base64,
  test_y: base64,
})
export type DatasetFile = z.infer<typeof datasetFile>
