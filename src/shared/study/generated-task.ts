import { initSettings, SCHEMES, weightVariance } from '../schemes'
import { heGain } from '../scheme-variances'
import { RandomStream } from '../statistics/random-stream'
import { plainStudyText } from './study-text'
import type { TaskGenerator } from './task-generator'

type WeightTask = Extract<TaskGenerator, { task: 'weight-std' | 'weight-bound' }>

/** A question in study text with its number; the answer is NaN where the question has none. */
export interface NumericTask {
  readonly prompt: string
  readonly answer: number
}

/** The question of a generated card without its numbers, in plain words. */
export function generatedQuestion(generator: TaskGenerator): string {
  return plainStudyText(generatedTask(generator, 0).prompt.replaceAll(/\*\*[\d.]+( × [\d.]+)?\*\*/g, '…'))
}

/**
 * The question of a generated card: its numbers are drawn from the generator's lists, each with equal chance, and the same seed
 * draws the same. Answers:
 * - weight-std: the root of the scheme's variance, in units of a weight
 * - weight-bound: sqrt(3 Var W), the end of U(-b, b); NaN for a scheme that draws from no uniform distribution, which
 *   generatorProblem refuses
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
          `The mean square of a signal is 1. Each layer multiplies it by **${String(ratio)}**. ` +
          `What is it after **${String(depth)}** ${depth === 1 ? 'layer' : 'layers'}?`,
        answer: ratio ** depth,
      }
    }
    case 'leaky-gain': {
      const slope = draw(generator.slope)
      return {
        prompt:
          `A leaky ReLU has slope **${String(slope)}** for negative inputs. ` +
          'Which gain keeps the mean square of the signal from layer to layer?',
        answer: heGain({ name: 'leaky-relu', slope }),
      }
    }
  }
}

function weightTask({ task, scheme }: WeightTask, fanIn: number, fanOut: number): NumericTask {
  const { title, family } = SCHEMES[scheme]
  const init = initSettings(scheme)
  const variance = weightVariance({ fanIn, fanOut, init, activation: { name: 'relu', slope: null } })
  // He's variance depends on the activation.
  const dense = scheme === 'he-normal' || scheme === 'he-uniform' ? 'A dense ReLU layer' : 'A dense layer'
  const layer = `${dense} has fan-in **${String(fanIn)}** and fan-out **${String(fanOut)}**.`
  if (task === 'weight-std')
    return {
      prompt: `${layer} What is the standard deviation of a weight under **${title}**?`,
      answer: Math.sqrt(variance),
    }
  return {
    prompt: `${layer} What is the largest absolute weight that can be drawn under **${title}**?`,
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

export interface GeneratorProblem {
  /** The key of the generator that has to change. */
  readonly key: string
  readonly message: string
}

/** What keeps some draw of the generator from having an answer; null when each has one. */
export function generatorProblem(generator: TaskGenerator): GeneratorProblem | null {
  switch (generator.task) {
    case 'weight-std':
    case 'weight-bound':
      return schemeProblem(generator)
    case 'conv-fan':
      return null
    case 'depth-ratio':
      return depthProblem(generator.ratio, generator.depth)
    case 'leaky-gain': {
      const slope = generator.slope.find((value) => heGain({ name: 'leaky-relu', slope: value }) === 0)
      return slope === undefined
        ? null
        : { key: 'slope', message: `a slope of ${String(slope)} is too large` }
    }
  }
}

function schemeProblem({ task, scheme }: WeightTask): GeneratorProblem | null {
  const { family, parameters } = SCHEMES[scheme]
  if (task === 'weight-bound' && family !== 'uniform')
    return {
      key: 'scheme',
      message: `${scheme} has no largest weight of a uniform draw: name a uniform scheme, or make the task weight-std`,
    }
  const isWidthGiven = 'std' in parameters || 'bound' in parameters
  if (family === 'fixed' || scheme === 'lsuv' || isWidthGiven)
    return {
      key: 'scheme',
      message: `the weights of ${scheme} do not follow from the two fans, and the card names nothing else`,
    }
  return null
}

function depthProblem(ratios: readonly number[], depths: readonly number[]): GeneratorProblem | null {
  for (const ratio of ratios) {
    if (ratio <= 0)
      return { key: 'ratio', message: `give ratios above 0; ${String(ratio)} leaves no mean square` }
    for (const depth of depths) {
      const answer = ratio ** depth
      if (answer === 0 || !Number.isFinite(answer))
        return {
          key: 'depth',
          message: `${String(ratio)} over ${String(depth)} layers is too ${answer === 0 ? 'small' : 'large'} for a number`,
        }
    }
  }
  return null
}
