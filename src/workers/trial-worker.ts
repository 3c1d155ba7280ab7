/** Placeholder of the Piscina entry. */
export default function runTrial(): string {
  return 'placeholder'
}
