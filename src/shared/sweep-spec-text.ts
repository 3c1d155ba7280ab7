import type { Node } from 'yaml'
import { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } from 'yaml'
import { SPEC_CHARACTERS, SPEC_DEPTH, SPEC_LEXEMES, SPEC_NODES } from './limits'
import type { FactorValue, SpecProblem } from './sweep-spec-model'
import type { Locate, Position, SpecPath } from './sweep-spec-problems'
import { pathText, ProblemCollector, shown } from './sweep-spec-problems'

/** Keys that could reach the prototype of an object; no format of the lab has them. */
export const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype']

export type TextReading =
  | { readonly ok: true; readonly document: FactorValue; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly SpecProblem[] }

/**
 * YAML 1.2 (core schema) or JSON text as a plain value that knows the line of every key. Aliases, anchors, tags, directives,
 * merge keys, several documents, duplicate keys and non-finite numbers are problems, as are texts past the limits.
 */
export function readSpecText(text: string): TextReading {
  if (text.length > SPEC_CHARACTERS) {
    const problems = new ProblemCollector(() => null)
    const sizes = `${text.length} characters are too many; the limit is ${SPEC_CHARACTERS}`
    problems.place([]).report(sizes, { code: 'spec-too-large' })
    return { ok: false, problems: problems.problems }
  }
  return new SpecText(text).read()
}

class SpecText {
  private readonly text: string
  private readonly lines = new LineCounter()
  private readonly keyOffsets = new Map<string, number>()
  private readonly valueOffsets = new Map<string, number>()
  private readonly collector: ProblemCollector
  private nodes = 0

  constructor(text: string) {
    this.text = text
    this.collector = new ProblemCollector((path) => this.locate(path, 'value'))
  }

  read(): TextReading {
    const root = this.compose()
    const document = root === null ? null : this.plain(root, [])
    const { problems } = this.collector
    if (problems.length > 0) return { ok: false, problems }
    return { ok: true, document, locate: (path, part) => this.locate(path, part) }
  }

  /** The top node of the only document. */
  private compose(): Node | null {
    const composer = new Composer({
      lineCounter: this.lines,
      logLevel: 'silent',
      merge: false,
      prettyErrors: false,
      resolveKnownTags: false,
      stringKeys: true,
      uniqueKeys: false, // compared by `plainMap` in linear time
      version: '1.2',
    })
    const documents = Array.from(composer.compose(this.tokens()))
    for (const document of documents) {
      for (const error of [...document.errors, ...document.warnings]) {
        this.reportAt(error.pos[0], syntaxMessage(error.code, error.message))
      }
    }
    if (this.collector.problems.length > 0) return null
    const [document, second] = documents
    if (second !== undefined) {
      return this.reportAt(second.range[0], 'a second document begins here; a file holds one document')
    }
    if (document === undefined || document.contents === null) {
      return this.reportAt(
        0,
        'the text is empty; a file begins with its format, such as "format: initlab-sweep/1"',
      )
    }
    const { yaml, tags } = document.directives
    if (yaml.explicit === true || Object.keys(tags).length > 1) {
      return this.reportAt(0, 'directives such as %YAML are not part of the format; remove the line')
    }
    return document.contents
  }

  /** Tokens of the text; ends early, with a problem, where it is nested too deep or too long. */
  private *tokens(): ReturnType<Parser['parse']> {
    const parser = new Parser((offset) => this.lines.addNewLine(offset))
    this.lines.addNewLine(0)
    let offset = 0
    let lexemes = 0
    for (const lexeme of new Lexer().lex(this.text)) {
      yield* parser.next(lexeme)
      if (parser.stack.length > SPEC_DEPTH + 3) {
        this.reportAt(offset, `the text is nested deeper than ${SPEC_DEPTH} levels`, 'spec-too-large')
        return
      }
      lexemes += 1
      if (lexemes > SPEC_LEXEMES) {
        this.reportAt(offset, `the text has more than ${SPEC_LEXEMES} words and signs`, 'spec-too-large')
        return
      }
      offset = parser.offset
    }
    yield* parser.end()
  }

  /** A node as a plain value; null stands for what is refused, since the text as a whole fails then. */
  private plain(node: unknown, path: SpecPath): FactorValue {
    const place = this.collector.place(path)
    this.nodes += 1
    if (this.nodes > SPEC_NODES) {
      if (this.nodes > SPEC_NODES + 1) return null
      return place.report(`more than ${SPEC_NODES} values and keys`, { code: 'spec-too-large' })
    }
    if (isAlias(node))
      return place.report(`the alias *${node.source} is not part of the format; repeat the value`)
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null
    if (node.anchor !== undefined) {
      return place.report(`the anchor &${node.anchor} is not part of the format; remove it`)
    }
    if (node.tag !== undefined)
      return place.report(`the tag ${node.tag} is not part of the format; remove it`)
    if (isScalar(node)) return this.plainScalar(node.value, path)
    if (path.length >= SPEC_DEPTH) {
      return place.report(`nested deeper than ${SPEC_DEPTH} levels`, { code: 'spec-too-large' })
    }
    return isMap(node) ? this.plainMap(node.items, path) : this.plainList(node.items, path)
  }

  private plainScalar(value: unknown, path: SpecPath): FactorValue {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return this.collector.place(path).report(`${value} is not possible; every number is finite`)
    }
    if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value
    return null
  }

  private plainList(items: readonly unknown[], path: SpecPath): FactorValue {
    const list: FactorValue[] = []
    for (const [index, item] of items.entries()) {
      const itemPath = [...path, index]
      this.valueOffsets.set(pathKey(itemPath), offsetOf(item) ?? this.offsetNear(path))
      list.push(this.plain(item, itemPath))
    }
    return list
  }

  private plainMap(pairs: readonly { key: unknown; value: unknown }[], path: SpecPath): FactorValue {
    const members = new Map<string, FactorValue>()
    for (const { key, value } of pairs) {
      const offset = offsetOf(key) ?? this.offsetNear(path)
      if (
        !isScalar(key) ||
        typeof key.value !== 'string' ||
        key.anchor !== undefined ||
        key.tag !== undefined
      ) {
        this.reportAt(offset, `${pathText(path) || 'the top level'} has a key that is no plain word`)
        continue
      }
      const name = key.value
      const memberPath = [...path, name]
      if (members.has(name))
        this.reportAt(offset, `the key ${shown(name)} is given twice`, 'spec-invalid', memberPath)
      this.keyOffsets.set(pathKey(memberPath), offset)
      // A collection below its key is told by the key's line, a single value by its own place.
      this.valueOffsets.set(pathKey(memberPath), isScalar(value) ? (offsetOf(value) ?? offset) : offset)
      if (FORBIDDEN_KEYS.includes(name) || name === '<<') {
        this.reportAt(offset, `the key ${shown(name)} is not part of the format`, 'spec-invalid', memberPath)
        continue
      }
      members.set(name, this.plain(value, memberPath))
    }
    return Object.fromEntries(members)
  }

  private offsetNear(path: SpecPath): number {
    for (let length = path.length; length > 0; length--) {
      const offset = this.valueOffsets.get(pathKey(path.slice(0, length)))
      if (offset !== undefined) return offset
    }
    return 0
  }

  private locate(path: SpecPath, part: 'key' | 'value'): Position {
    const own = part === 'key' ? this.keyOffsets.get(pathKey(path)) : undefined
    return this.position(own ?? this.offsetNear(path))
  }

  private position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  private reportAt(
    offset: number,
    message: string,
    code: SpecProblem['code'] = 'spec-syntax',
    path: SpecPath = [],
  ): null {
    const { line, column } = this.position(offset)
    this.collector.add({ key: pathText(path), line, column, code, message })
    return null
  }
}

function pathKey(path: SpecPath): string {
  return JSON.stringify(path)
}

function offsetOf(node: unknown): number | undefined {
  if (!isScalar(node) && !isMap(node) && !isSeq(node) && !isAlias(node)) return undefined
  return node.range?.[0]
}

/** The YAML library's finding in the lab's words; its own message where that is plain. */
function syntaxMessage(code: string, message: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab indents this line; indent with spaces'
    case 'TAG_RESOLVE_FAILED':
      return 'a tag (!name) is not part of the format; remove it'
    case 'RESOURCE_EXHAUSTION':
      return 'the text is nested too deep'
    case 'NON_STRING_KEY':
      return 'a key has to be a word'
    default:
      return message.charAt(0).toLowerCase() + message.slice(1)
  }
}
