import { readFile, writeFile } from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, test as base } from '@playwright/test'
import type { ElectronApplication } from '@playwright/test'
import type { DownloadItem } from 'electron'
import { CHANNEL_INPUTS } from '../../src/shared/ipc-contract'
import { repository } from '../../scripts/paths.mjs'
import { callLab } from './harness/lab-calls'
import { openLab } from './harness/lab-window'
import type { LabWindow } from './harness/lab-window'

/** A website on this machine that counts who comes. */
interface Website {
  readonly address: string
  readonly hits: string[]
}

declare global {
  interface Window {
    /** Set by code that must never run. */
    ran?: boolean
    violations?: string[]
  }
  // The main process, where the tests count what would have left through the system's browser.
  var openedLinks: string[] | undefined
}

const test = base.extend<{ lab: LabWindow; website: Website }>({
  // The attacks below make the console complain: that is their point.
  lab: async ({}, use) => {
    const lab = await openLab()
    await use(lab)
    await lab.close()
  },
  website: async ({}, use) => {
    const hits: string[] = []
    const server = http.createServer((request, response) => {
      hits.push(request.url ?? '')
      response.setHeader('Access-Control-Allow-Origin', '*')
      response.end('<title>elsewhere</title>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await use({ address: `http://127.0.0.1:${port}`, hits })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  },
})

async function countLinks(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ shell }) => {
    globalThis.openedLinks = []
    shell.openExternal = (address) => {
      globalThis.openedLinks?.push(address)
      return Promise.resolve()
    }
  })
}

function openedLinks(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => globalThis.openedLinks ?? [])
}

async function logOf(lab: LabWindow): Promise<string> {
  return readFile(path.join(lab.userData, 'init-lab.log'), 'utf8').catch(() => '')
}

const settle = 400

test('the page has the bridge and nothing of Node', async ({ lab }) => {
  const seen = await lab.page.evaluate(() => ({
    address: window.location.href.split('#')[0],
    frozen: Object.isFrozen(window.lab),
    keys: Object.keys(window.lab ?? {}).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) => name in window),
    replaced: (() => {
      try {
        Object.assign(window, { lab: { invoke: () => 'mine' } })
        return window.lab?.invoke.toString().includes('mine') ?? true
      } catch {
        return false
      }
    })(),
  }))
  expect(seen).toEqual({
    address: 'app://lab/index.html',
    frozen: true,
    keys: ['invoke', 'on', 'pathOf'],
    node: [],
    replaced: false,
  })
})

test('an unknown channel is refused in the preload, a wrong payload in the main process', async ({ lab }) => {
  for (const call of [
    "'shell:open', {}",
    "'__proto__', {}",
    "'library:results', { sweepId: 1, more: 1 }",
    "'settings:write', 'dark'",
  ]) {
    const answer = await lab.page.evaluate<unknown>(`window.lab.invoke(${call})`)
    expect(answer, call).toMatchObject({ ok: false, error: { code: 'refused' } })
  }
})

test('the whole program makes no request of its own', async ({ website }, testInfo) => {
  // Chromium's own record of every request, from its first moment and below all filters.
  const file = testInfo.outputPath('net-log.json')
  const lab = await openLab({ parameters: [`--log-net-log=${file}`] })
  await lab.page.reload()
  for (const channel of ['app:info', 'settings:read', 'library:list', 'presets:list'] as const) {
    await callLab(lab.page, channel, {})
  }
  await lab.page.waitForTimeout(3000)
  const log = await logOf(lab)
  // One request through a session without our filter, to see that the record sees.
  const control = `${website.address}/control`
  await lab.app.evaluate(({ session }, address) => {
    const unfiltered = session.fromPartition('control')
    unfiltered.setSpellCheckerLanguages([])
    return unfiltered.fetch(address).then(
      () => null,
      () => null,
    )
  }, control)
  await lab.close()
  const requests = (await readFile(file, 'utf8')).match(/"url":"(?:https?|wss?|ftp):[^"]*"/g) ?? []
  expect(new Set(requests)).toEqual(new Set([`"url":"${control}"`]))
  expect(log).not.toContain('blocked request')
  expect(website.hits).toEqual([])
})

test('requests of the page reach no server', async ({ lab, website }) => {
  await lab.page.evaluate(async (address) => {
    await fetch(`${address}/fetch`).catch(() => null)
    await fetch(`${address}/no-cors`, { mode: 'no-cors' }).catch(() => null)
    navigator.sendBeacon(`${address}/beacon`, 'x')
    const request = new XMLHttpRequest()
    request.open('GET', `${address}/xhr`)
    request.onerror = () => undefined
    request.send()
    new Image().src = `${address}/image.png`
    try {
      new WebSocket(address.replace('http', 'ws')).onerror = () => undefined
    } catch {
      // Refused at once: as good.
    }
    try {
      new EventSource(`${address}/events`).onerror = () => undefined
    } catch {
      // Refused at once: as good.
    }
    const add = (name: string, properties: object) =>
      document.head.append(Object.assign(document.createElement(name), properties))
    add('script', { src: `${address}/script.js` })
    add('link', { rel: 'stylesheet', href: `${address}/style.css` })
    add('link', { rel: 'prefetch', href: `${address}/prefetch` })
    add('link', { rel: 'preload', as: 'image', href: `${address}/preload.png` })
    add('link', { rel: 'icon', href: `${address}/icon.png` })
    add('link', { rel: 'preconnect', href: address })
    add('style', {
      textContent: `@import "${address}/import.css"; body { background: url(${address}/a.png) }`,
    })
    add('audio', { src: `${address}/audio.mp3` })
    try {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: address.replace('http://', 'stun:') }] })
      peer.createDataChannel('x')
      await peer.setLocalDescription(await peer.createOffer())
    } catch {
      // Blocked by the policy: as good.
    }
  }, website.address)
  await lab.page.waitForTimeout(1500)
  expect(website.hits).toEqual([])
})

test('what gets past the policy is blocked and counted', async ({ lab, website }) => {
  const answer = await lab.app.evaluate(async ({ session }, address) => {
    const outcome = await session.defaultSession
      .fetch(`${address}/main`)
      .catch((error: unknown) => String(error))
    return typeof outcome === 'string' ? outcome : 'came through'
  }, website.address)
  expect(answer).toContain('ERR_BLOCKED_BY_CLIENT')
  expect(website.hits).toEqual([])
  expect(await logOf(lab)).toContain(`blocked request 1: ${website.address}/main`)
})

const WAYS_OUT: Readonly<Record<string, (address: string) => void>> = {
  'location =': (address) => {
    window.location.href = address
  },
  'location.replace': (address) => {
    window.location.replace(address)
  },
  'window.open': (address) => {
    window.open(address)
  },
  'window.open into itself': (address) => {
    window.open(address, '_self')
  },
  'a link': (address) => {
    const link = Object.assign(document.createElement('a'), { href: address })
    document.body.append(link)
    link.click()
  },
  'a link into a new window': (address) => {
    const link = Object.assign(document.createElement('a'), { href: address, target: '_blank' })
    document.body.append(link)
    link.click()
  },
  'a form': (address) => {
    const form = Object.assign(document.createElement('form'), { action: address, method: 'POST' })
    document.body.append(form)
    form.submit()
  },
  'a form into a new window': (address) => {
    const form = Object.assign(document.createElement('form'), { action: address, target: '_blank' })
    document.body.append(form)
    form.submit()
  },
  'meta refresh': (address) => {
    const meta = Object.assign(document.createElement('meta'), {
      httpEquiv: 'refresh',
      content: `0;url=${address}`,
    })
    document.head.append(meta)
  },
  'an iframe': (address) => {
    document.body.append(Object.assign(document.createElement('iframe'), { src: address }))
  },
  'a webview': (address) => {
    const view = document.createElement('webview')
    view.setAttribute('src', address)
    document.body.append(view)
  },
  'an object': (address) => {
    document.body.append(Object.assign(document.createElement('object'), { data: address }))
  },
  'an embed': (address) => {
    document.body.append(Object.assign(document.createElement('embed'), { src: address }))
  },
  'a download': (address) => {
    const link = Object.assign(document.createElement('a'), { href: address, download: 'x.bin' })
    document.body.append(link)
    link.click()
  },
}

const TARGETS: Readonly<Record<string, (website: Website) => string>> = {
  website: ({ address }) => `${address}/left`,
  file: () => 'file:///etc/passwd',
  'data address': () => 'data:text/html,<title>elsewhere</title>',
  'other app page': () => 'app://lab/assets/other.html',
  'other app host': () => 'app://other/index.html',
}

for (const [target, addressOf] of Object.entries(TARGETS)) {
  test(`no way leads to a ${target}`, async ({ lab, website }) => {
    await countLinks(lab.app)
    const { app, page } = lab
    const before = page.url()
    await page.evaluate(() => {
      document.title = 'Init Lab, still here'
    })
    for (const [way, leave] of Object.entries(WAYS_OUT)) {
      await page.evaluate(leave, addressOf(website)).catch(() => undefined)
      await page.waitForTimeout(settle)
      expect.soft(page.url(), way).toBe(before)
      expect.soft(await page.evaluate(() => document.title), way).toBe('Init Lab, still here')
      expect.soft(app.windows().length, way).toBe(1)
    }
    const contents = await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
    expect(contents).toBe(1)
    expect(website.hits).toEqual([])
    expect(await openedLinks(app)).toEqual([])
  })
}

test('known links, and only those, go to the browser of the system', async ({ lab }) => {
  await countLinks(lab.app)
  await lab.page.evaluate(() => {
    for (const address of [
      'https://arxiv.org/abs/1502.01852',
      'https://arxiv.org/abs/1502.01852?x=1',
      'https://arxiv.org/abs/1502.01852#x',
      'https://arxiv.org.example/abs/1502.01852',
      'http://arxiv.org/abs/1502.01852',
      'https://arxiv.org/',
    ])
      window.open(address)
  })
  await expect.poll(() => openedLinks(lab.app)).toEqual(['https://arxiv.org/abs/1502.01852'])
})

const CODE_FROM_TEXT = [
  "(0, eval)('window.ran = true')",
  "new Function('window.ran = true')()",
  "setTimeout('window.ran = true', 0)",
  "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }))",
  "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = true\">')",
  "document.body.insertAdjacentHTML('beforeend', '<svg onload=\"window.ran = true\">')",
  "document.body.append(Object.assign(document.createElement('a'), { id: 'js', href: 'javascript:window.ran = true' })); document.getElementById('js').click()",
  "window.location.href = 'javascript:window.ran = true'",
  "document.body.append(Object.assign(document.createElement('script'), { src: 'data:text/javascript,window.ran=true' }))",
  "document.body.append(Object.assign(document.createElement('script'), { src: URL.createObjectURL(new Blob(['window.ran = true'])) }))",
  "import('data:text/javascript,window.ran=true').catch(() => undefined)",
  "document.head.append(Object.assign(document.createElement('base'), { href: 'https://example.org/' }))",
  'new Worker(URL.createObjectURL(new Blob([])))',
  "document.body.append(Object.assign(document.createElement('iframe'), { srcdoc: '<script>parent.ran = true</script>' }))",
]

test('the policy refuses eval, inline script and inline handlers', async ({ lab }) => {
  await lab.page.evaluate(() => {
    const violations: string[] = []
    window.violations = violations
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
  })
  for (const code of CODE_FROM_TEXT) {
    // Later, out of the debugger's hands, which may run what a page may not.
    await lab.page.evaluate(`setTimeout(() => { try { ${code} } catch {} }, 0)`)
    await lab.page.waitForTimeout(100)
    expect.soft(await lab.page.evaluate(() => window.ran), code).toBeUndefined()
  }
  const violations = await lab.page.evaluate(() => window.violations ?? [])
  expect(new Set(violations)).toEqual(
    new Set(['script-src', 'script-src-elem', 'script-src-attr', 'base-uri', 'worker-src']),
  )
})

test('every permission is denied', async ({ lab }) => {
  const answers = await lab.page.evaluate(async () => {
    const outcome = async (attempt: () => Promise<unknown>) => {
      return attempt().then(
        (value) => (typeof value === 'string' ? value : 'granted'),
        () => 'denied',
      )
    }
    const query = async (name: PermissionName) => (await navigator.permissions.query({ name })).state
    return {
      camera: await outcome(() => navigator.mediaDevices.getUserMedia({ video: true })),
      microphone: await outcome(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await outcome(() => navigator.mediaDevices.getDisplayMedia({ video: true })),
      notification: await outcome(() => Notification.requestPermission()),
      place: await outcome(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      clipboard: await outcome(() => navigator.clipboard.readText()),
      midi: await outcome(() => navigator.requestMIDIAccess({ sysex: true })),
      queried: await outcome(() => query('geolocation')),
    }
  })
  expect(answers).toEqual({
    ...{ camera: 'denied', microphone: 'denied', screen: 'denied', notification: 'denied' },
    ...{ place: 'denied', clipboard: 'denied', midi: 'denied', queried: 'denied' },
  })
})

test('text may be copied, by a gesture', async ({ lab }) => {
  await lab.page.evaluate(() => {
    const button = Object.assign(document.createElement('button'), { id: 'copy', textContent: 'Copy' })
    button.style.cssText = 'position: fixed; inset: 0; z-index: 9999'
    button.onclick = () => void navigator.clipboard.writeText('copied by hand')
    document.body.append(button)
  })
  await lab.page.click('#copy')
  await expect.poll(() => lab.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('copied by hand')
})

test('the bridge knows the path of a file the person chose, and of nothing else', async ({
  lab,
}, testInfo) => {
  const file = testInfo.outputPath('given.initlab')
  await writeFile(file, 'x')
  await lab.page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('input'), { id: 'given', type: 'file' }))
  })
  await lab.page.setInputFiles('#given', file)
  const paths = await lab.page.evaluate(() => {
    const input = document.getElementById('given')
    const given = input instanceof HTMLInputElement ? input.files?.[0] : undefined
    if (given === undefined) throw new Error('The file is not there.')
    const made = new File(['x'], '/etc/passwd')
    return [given, made, { path: '/etc/passwd' }].map((thing) => window.lab?.pathOf(thing))
  })
  expect(paths).toEqual([file, '', ''])
})

test('only what the page itself made is downloaded', async ({ lab }, testInfo) => {
  const file = testInfo.outputPath('chart.csv')
  await lab.app.evaluate(({ session }, target) => {
    session.defaultSession.prependListener('will-download', (_event: unknown, item: DownloadItem) => {
      item.setSavePath(target)
    })
  }, file)
  await lab.page.evaluate(() => {
    const href = URL.createObjectURL(new Blob(['step,loss\n0,1\n'], { type: 'text/csv' }))
    Object.assign(document.createElement('a'), { href, download: 'chart.csv' }).click()
  })
  await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toBe('step,loss\n0,1\n')
  await lab.app.evaluate(({ session }) => {
    session.defaultSession.downloadURL('app://lab/index.html')
  })
  await lab.page.waitForTimeout(settle)
  expect(await readFile(file, 'utf8')).toBe('step,loss\n0,1\n')
})

test('a foreign page with the same preload is refused on every channel', async ({ lab }) => {
  const channels = Object.keys(CHANNEL_INPUTS)
  const preload = path.join(repository, 'out/preload/index.cjs')
  const results = await lab.app.evaluate(
    async ({ BrowserWindow, session }, { names, script }) => {
      const ask = `Promise.all(${JSON.stringify(names)}.map(async (name) => (await window.lab.invoke(name, {})).error?.code))`
      const foreign = session.fromPartition('foreign')
      foreign.protocol.handle('app', (request) => {
        const inner = request.url.includes('inner')
        const body = inner ? '<p>inner</p>' : '<iframe src="app://lab/inner.html"></iframe>'
        return new Response(body, { headers: { 'Content-Type': 'text/html' } })
      })
      const open = async (address: string) => {
        const window = new BrowserWindow({
          show: false,
          webPreferences: {
            preload: script,
            sandbox: true,
            nodeIntegrationInSubFrames: true,
            partition: 'foreign',
          },
        })
        // Our own policy would refuse the iframe before it could call.
        window.webContents.removeAllListeners('will-frame-navigate')
        await window.loadURL(address)
        return window
      }
      const data = await open('data:text/html,<p>foreign</p>')
      const same = await open('app://lab/index.html')
      const foreignAnswers: unknown = await data.webContents.executeJavaScript(ask)
      const windowAnswers: unknown = await same.webContents.executeJavaScript(ask)
      const frameAnswers: unknown = await same.webContents.mainFrame.frames[0]?.executeJavaScript(ask)
      const answers = {
        'a data page': foreignAnswers,
        'another window of the same origin': windowAnswers,
        'an iframe of the same origin': frameAnswers,
      }
      data.destroy()
      same.destroy()
      return answers
    },
    { names: channels, script: preload },
  )
  const refused = channels.map(() => 'refused')
  expect(results).toEqual({
    'a data page': refused,
    'another window of the same origin': refused,
    'an iframe of the same origin': refused,
  })
})

test('files outside the built page are not served', async ({ lab }) => {
  const statuses = await lab.app.evaluate(async ({ session }) => {
    const addresses = [
      'app://lab/index.html',
      'app://lab/../main/index.cjs',
      'app://lab/%2e%2e/%2e%2e/package.json',
      'app://lab/..%2f..%2fpackage.json',
      'app://lab/missing.js',
      'app://other/index.html',
    ]
    return Promise.all(
      addresses.map(async (address) => {
        const answer = await session.defaultSession.fetch(address).catch(() => null)
        return answer?.status ?? 'none'
      }),
    )
  })
  expect(statuses).toEqual([200, 404, 404, 404, 404, expect.anything()])
  expect(statuses[5]).not.toBe(200)
})
