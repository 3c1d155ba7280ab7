import { initSettings, SCHEMES, weightVariance } from '../schemes'
import { heGain } from '../scheme-variances'
import { RandomStream } from '../statistics/random-stream'
import type { Card } from './card'

export type TaskGenerator = Extract<Card, { kind: 'generated' }>['generator']

/** A question in study text with its number; the answer is NaN where the question has none. */
export interface NumericTask {
  readonly prompt: string
  readonly answer: number
}

/**
 * The question of a generated card: its numbers are drawn from the generator's lists, each with equal chance, and the same seed
 * draws the same. Answers:
 * - weight-std: the root of the scheme's variance, in units of a weight
 * - weight-bound: sqrt(3 Var W), the end of U(-b, b); NaN for a scheme that draws from no uniform distribution
 * - conv-fan: kernel^2 times the channels of that side
 * - depth-ratio: ratio^depth
 * - leaky-gain: sqrt(2 / (1 + a^2)); He et al. 2015, equation 15
 */
export function generatedTask(generator: TaskGenerator, seed: number): NumericTask {
  const random = RandomStream.ofSeed(seed)
  const draw = (values: readonly number[]): number => values[random.below(values.length)] ?? NaN
  switch (generator.task) {
    case 'weight-std':
    case 'weight-bound':
      return weightTask(generator, draw(generator.fanIn), draw(generator.fanOut))
    case 'conv-fan':
      return convolutionTask(generator.fan, draw(generator.kernel), draw(generator.channels))
    case 'depth-ratio': {
      const [ratio, depth] = [draw(generator.ratio), draw(generator.depth)]
      return {
        prompt:
          `The second moment of a signal is 1. Each layer multiplies it by **${String(ratio)}**. ` +
          `What is it after **${String(depth)}** ${depth === 1 ? 'layer' : 'layers'}?`,
        answer: ratio ** depth,
      }
    }
    case 'leaky-gain': {
      const slope = draw(generator.slope)
      return {
        prompt:
          `A leaky ReLU has slope **${String(slope)}** for negative inputs. ` +
          'Which gain keeps the second moment of the signal from layer to layer?',
        answer: heGain({ name: 'leaky-relu', slope }),
      }
    }
  }
}

function weightTask(
  { task, scheme }: Extract<TaskGenerator, { task: 'weight-std' | 'weight-bound' }>,
  fanIn: number,
  fanOut: number,
): NumericTask {
  const { title, family } = SCHEMES[scheme]
  const init = initSettings(scheme)
  const variance = weightVariance({ fanIn, fanOut, init, activation: { name: 'relu', slope: null } })
  const layer = `A dense layer has fan-in **${String(fanIn)}** and fan-out **${String(fanOut)}**.`
  if (task === 'weight-std')
    return {
      prompt: `${layer} What is the standard deviation of a weight under **${title}**?`,
      answer: Math.sqrt(variance),
    }
  return {
    prompt: `${layer} What is the largest absolute weight that **${title}** can draw?`,
    answer: family === 'uniform' ? Math.sqrt(3 * variance) : NaN,
  }
}

function convolutionTask(fan: 'in' | 'out', kernel: number, channels: number): NumericTask {
  const size = `**${String(kernel)} × ${String(kernel)}** kernel`
  const side = fan === 'in' ? 'input' : 'output'
  return {
    prompt: `A convolution has a ${size} and **${String(channels)}** ${side} channels. What is its fan-${fan}?`,
    answer: kernel * kernel * channels,
  }
}
