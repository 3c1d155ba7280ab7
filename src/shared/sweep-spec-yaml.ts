import type { YAMLMap, YAMLSeq } from 'yaml'
import { Document, isMap, isPair, isScalar, visit } from 'yaml'
import type { SweepDocument } from './sweep-spec-model'

/** Columns of a line; a longer flow list is broken over several. */
const LINE_WIDTH = 100

const SECTION_LEVEL = 3
const RULE_LEVEL = 4

/**
 * YAML text of a sweep document: sections, rules and lists that hold objects line by line, everything else in flow style.
 * `parseSweepText` reads it as the same document.
 */
export function formatSweepYaml(document: SweepDocument): string {
  const yaml = new Document(document, { aliasDuplicateObjects: false })
  const flow = (node: YAMLMap | YAMLSeq, path: readonly unknown[]): boolean => {
    if (!isMap(node)) return !node.items.some(isMap)
    const owner = path.at(-1)
    const isSeeds = isPair(owner) && isScalar(owner.key) && owner.key.value === 'seeds'
    return path.length > RULE_LEVEL || (path.length === SECTION_LEVEL && isSeeds)
  }
  visit(yaml, {
    Collection(_key, node, path) {
      node.flow = flow(node, path)
    },
  })
  return yaml.toString({ lineWidth: LINE_WIDTH, flowCollectionPadding: false, blockQuote: 'literal' })
}
