// Histograms (StatisticsKernels.histogram): one pass for the extremes, one that counts. A bin depends on the value of
// each entry, so the second pass has no vector form.

const BINS = 64

export function histogram(values: usize, out: usize, samples: i32, positions: i32, features: i32): void {
  const panels = (samples + 15) >> 4
  const stride = (<usize>((features + 7) & ~7)) << 6
  let smallest: f32 = <f32>Infinity
  let largest: f32 = -<f32>Infinity
  let panelStart = values
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = min(16, samples - (panel << 4))
    for (let position = 0; position < positions; position += 1) {
      for (let feature = 0; feature < features; feature += 1) {
        const start = panelStart + ((<usize>feature) << 6)
        for (let lane = 0; lane < lanes; lane += 1) {
          const x = load<f32>(start + ((<usize>lane) << 2))
          if (x - x != 0) continue
          if (x < smallest) smallest = x
          if (x > largest) largest = x
        }
      }
      panelStart += stride
    }
  }
  const counts = out + 8
  for (let bin = 0; bin < BINS; bin += 1) store<i32>(counts + ((<usize>bin) << 2), 0)
  const isEmpty = smallest > largest
  store<f32>(out, isEmpty ? NaN : smallest + <f32>0)
  store<f32>(out, isEmpty ? NaN : largest + <f32>0, 4)
  const range = <f64>largest - <f64>smallest
  panelStart = values
  for (let panel = 0; panel < panels; panel += 1) {
    const lanes = min(16, samples - (panel << 4))
    for (let position = 0; position < positions; position += 1) {
      for (let feature = 0; feature < features; feature += 1) {
        const start = panelStart + ((<usize>feature) << 6)
        for (let lane = 0; lane < lanes; lane += 1) {
          const x = load<f32>(start + ((<usize>lane) << 2))
          if (x - x != 0) continue
          const bin = range > 0 ? min(BINS - 1, <i32>(((<f64>x - <f64>smallest) / range) * <f64>BINS)) : 0
          const place = counts + ((<usize>bin) << 2)
          store<i32>(place, load<i32>(place) + 1)
        }
      }
      panelStart += stride
    }
  }
  for (let bin = 0; bin < BINS; bin += 1) {
    const place = counts + ((<usize>bin) << 2)
    store<f32>(place, <f32>load<i32>(place))
  }
}
