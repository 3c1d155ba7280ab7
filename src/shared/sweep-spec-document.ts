import { SPEC_DEPTH, SPEC_NODES } from './limits'
import type { FactorValue } from './sweep-spec-model'
import type { Place, ProblemCollector } from './sweep-spec-problems'
import { FORBIDDEN_KEYS } from './sweep-spec-text'

/**
 * A copy of data from outside as a plain JSON value; problems are reported when it holds what JSON does not have, a key that
 * reaches a prototype, or more than the limits allow.
 */
export function plainDocument(document: unknown, collector: ProblemCollector): FactorValue {
  return new PlainCopy().copy(document, collector.place([]))
}

class PlainCopy {
  private nodes = 0

  copy(value: unknown, place: Place): FactorValue {
    this.nodes += 1
    if (this.nodes > SPEC_NODES) {
      if (this.nodes > SPEC_NODES + 1) return null
      return place.report(`more than ${SPEC_NODES} values and keys`, { code: 'spec-too-large' })
    }
    if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
    if (typeof value === 'number') {
      if (Number.isFinite(value)) return value
      return place.report(`${value} is not possible; every number is finite`)
    }
    if (typeof value !== 'object')
      return place.report(`a ${typeof value} is not possible; a sweep is plain JSON`)
    if (place.path.length >= SPEC_DEPTH) {
      return place.report(`nested deeper than ${SPEC_DEPTH} levels`, { code: 'spec-too-large' })
    }
    return Array.isArray(value) ? this.copyList(value, place) : this.copyObject(value, place)
  }

  private copyList(items: readonly unknown[], place: Place): FactorValue {
    const list: FactorValue[] = []
    for (let index = 0; index < items.length && this.nodes <= SPEC_NODES; index++) {
      list.push(this.copy(items[index], place.child(index)))
    }
    return list
  }

  private copyObject(value: object, place: Place): FactorValue {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype !== null && prototype !== Object.prototype) {
      return place.report('an object of a class is not possible; a sweep is plain JSON')
    }
    const members: [string, FactorValue][] = []
    const entries: [string, unknown][] = Object.entries(value)
    for (const [key, member] of entries) {
      if (this.nodes > SPEC_NODES) break
      const at = place.child(key)
      if (FORBIDDEN_KEYS.includes(key)) {
        at.report('this key is not part of the format', { part: 'key' })
        continue
      }
      if (member !== undefined) members.push([key, this.copy(member, at)])
    }
    return Object.fromEntries(members)
  }
}
