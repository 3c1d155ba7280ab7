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

/** Their names as a person reads them. */
export const TOPIC_TITLES: Readonly<Record<(typeof TOPICS)[number], string>> = {
  basics: 'Basics',
  symmetry: 'Symmetry',
  random: 'Random',
  variance: 'Variance',
  fans: 'Fans',
  xavier: 'Xavier',
  he: 'He',
  lecun: 'LeCun',
  orthogonal: 'Orthogonal',
  gain: 'Gain',
  activations: 'Activations',
  biases: 'Biases',
  depth: 'Depth',
  theory: 'Theory',
  convolutions: 'Convolutions',
  normalization: 'Normalization',
  residual: 'Residual',
  optimizer: 'Optimizer',
  transfer: 'Transfer',
  seeds: 'Seeds',
  frameworks: 'Frameworks',
}

export const DIFFICULTIES = ['easy', 'medium', 'hard'] as const

export const DIFFICULTY_TITLES: Readonly<Record<(typeof DIFFICULTIES)[number], string>> = {
  easy: 'Easy',
  medium: 'Medium',
  hard: 'Hard',
}
