import { shortTrainingBits } from './short-training-bits'

// What the page computed, for whoever opened it.
Object.assign(globalThis, { shortTrainingBits: shortTrainingBits() })
