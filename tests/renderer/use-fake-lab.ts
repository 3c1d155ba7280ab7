import { createPinia, setActivePinia } from 'pinia'
import { FakeLab, type FakeLabOptions } from './fake-lab'

/** A fresh store and a fake laboratory behind `window.lab`. */
export function useFakeLab(options: FakeLabOptions = {}): FakeLab {
  const lab = new FakeLab(options)
  Object.defineProperty(window, 'lab', { value: lab, configurable: true, writable: true })
  setActivePinia(createPinia())
  return lab
}
