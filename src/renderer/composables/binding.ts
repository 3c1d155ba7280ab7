/** What an action does; `blocked` says why it cannot be done now, null when it can. */
export interface Binding {
  readonly run: () => unknown
  readonly blocked?: () => string | null
}
