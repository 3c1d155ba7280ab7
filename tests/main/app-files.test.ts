import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RESPONSE_HEADERS, resolveAppFile } from '../../src/main/app-files'

const ROOT = path.resolve('/opt/init-lab/out/renderer')

describe('the app:// protocol', () => {
  it.each([
    ['app://lab/', 'index.html', 'text/html; charset=utf-8'],
    ['app://lab/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['app://lab/index.html#/lab/3', 'index.html', 'text/html; charset=utf-8'],
    ['app://lab/assets/index-QcQR1_o0.js', 'assets/index-QcQR1_o0.js', 'text/javascript; charset=utf-8'],
    ['app://lab/assets/inter-latin-400.woff2?v=1', 'assets/inter-latin-400.woff2', 'font/woff2'],
  ])('serves %s', (address, file, contentType) => {
    expect(resolveAppFile(ROOT, address)).toEqual({ file: path.join(ROOT, file), contentType })
  })

  it.each([
    'app://lab/../main/index.cjs',
    'app://lab/../../package.json',
    'app://lab/assets/../../package.json',
    'app://lab/%2e%2e/%2e%2e/package.json',
    'app://lab/..%2f..%2fpackage.json',
    'app://lab/..%5c..%5cpackage.json',
    'app://lab/..\\..\\package.json',
    'app://lab/%252e%252e/package.json',
    'app://lab/....//package.json',
    'app://lab//etc/passwd.json',
    'app://lab//server/share/a.js',
    'app://lab/C:/Windows/win.json',
    'app://lab/C%3A/Windows/win.json',
    'app://lab/assets/index.js%00.html',
    'app://lab/assets/index.js\0.html',
    'app://lab/index.html::$DATA.js',
    'app://lab/.git/config.json',
    'app://lab/assets/.env.json',
    'app://lab/~root/a.js',
    'app://lab/assets/',
    'app://lab/assets',
    'app://lab/index',
    'app://lab/index.html/',
    'app://lab/index.HTML.exe',
    'app://lab/index.cjs',
    'app://lab/index.js.map',
    'app://lab/a b.js',
    'app://lab/%61.js',
    'app://lab/ä.js',
    'app://other/index.html',
    'app://lab.example/index.html',
    'app://lab:80/index.html',
    'app://user@lab/index.html',
    'app://user:word@lab/index.html',
    'app:lab/index.html',
    'app:///index.html',
    'file:///opt/init-lab/out/renderer/index.html',
    'https://lab/index.html',
    'index.html',
    '',
  ])('refuses %j', (address) => {
    const found = resolveAppFile(ROOT, address)
    // What the address parser itself turns into a plain name inside the folder is harmless.
    if (found !== null) expect(found.file).toBe(path.join(ROOT, 'package.json'))
    else expect(found).toBeNull()
  })

  it('never leaves its folder, whatever the path', () => {
    const piece = fc.oneof(
      fc.constantFrom('..', '.', '%2e%2e', '%2f', '\\', '/', '//', 'C:', '\0', 'assets', 'a.js', '.js', '~'),
      fc.string({ maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const found = resolveAppFile(ROOT, `app://lab/${pieces.join('/')}.js`)
        if (found === null) return
        expect(found.file.startsWith(ROOT + path.sep)).toBe(true)
        expect(path.normalize(found.file)).toBe(found.file)
      }),
      { numRuns: 20_000 },
    )
  })

  it('allows nothing by default and no inline or foreign script', () => {
    const policy = RESPONSE_HEADERS['Content-Security-Policy']?.split('; ')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy?.join(' ')).not.toMatch(/unsafe-eval|https?:|\*/)
  })
})
