import type { LabApi } from '@shared/ipc-contract'

declare global {
  interface Window {
    /** Put there by the preload bundle; absent in a plain browser. */
    readonly lab?: LabApi
  }
}
