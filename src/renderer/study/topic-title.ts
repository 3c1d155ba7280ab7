import type { TOPICS } from '@shared/study/topics'

const TITLES: Readonly<Record<(typeof TOPICS)[number], string>> = {
  basics: 'Basics',
  symmetry: 'Symmetry',
  random: 'Random',
  variance: 'Variance',
  fans: 'Fan-in and fan-out',
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

export function topicTitle(topic: (typeof TOPICS)[number]): string {
  return TITLES[topic]
}
