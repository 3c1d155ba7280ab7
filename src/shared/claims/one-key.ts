import { z } from 'zod'
import { nearest } from '../sweep-spec-problems'

/**
 * An object that is told by one of its keys: read with the schema of that key, so that what is wrong is told of the member that
 * was meant. A union of zod would tell of every member.
 * @param what names the object in a message, such as `a rule`
 */
export function oneKeyOf<Output>(
  schemas: Readonly<Record<string, z.ZodType<Output>>>,
  what: string,
): z.ZodType<Output> {
  const names = Object.keys(schemas)
  return z.unknown().transform((node, context): Output => {
    const keys = typeof node === 'object' && node !== null && !Array.isArray(node) ? Object.keys(node) : []
    const found = keys.filter((key) => names.includes(key))
    const [name] = found
    const schema = name === undefined ? undefined : schemas[name]
    if (schema === undefined || found.length > 1) {
      context.addIssue({ code: 'custom', message: wrongKeys(found, keys, names, what), path: [] })
      return z.NEVER
    }
    const read = schema.safeParse(node)
    if (read.success) return read.data
    for (const { message, path } of read.error.issues)
      context.addIssue({ code: 'custom', message, path: [...path] })
    return z.NEVER
  })
}

function wrongKeys(
  found: readonly string[],
  keys: readonly string[],
  names: readonly string[],
  what: string,
): string {
  if (found.length > 1) return `${found.join(' and ')} do not go together; ${what} has one of them`
  const near = keys.map((key) => nearest(key, names)).find((name) => name !== null)
  const meant = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`
  return `${what} has one of the keys ${names.join(', ')}${meant}`
}
