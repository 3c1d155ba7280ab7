/** What an item of the school is about, in the order in which a beginner meets it. */
export const TOPICS = [
  'basics',
  'symmetry',
  'random',
  'variance',
  'fans',
  'xavier',
  'he',
  'lecun',
  'orthogonal',
  'gain',
  'activations',
  'biases',
  'depth',
  'theory',
  'convolutions',
  'normalization',
  'residual',
  'optimizer',
  'transfer',
  'seeds',
  'frameworks',
] as const

export const DIFFICULTIES = ['easy', 'medium', 'hard'] as const
