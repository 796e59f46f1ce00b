// Passkeys in the browser: public/js/passkey.js on pages like ours, with the virtual device of Chromium. What a device signs is
// checked in internal/passkey.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { leave, openBrowser, visit } from './lib/browser.mjs'
import { until } from './lib/wait.mjs'

const failed = "La clé n'a pas été utilisée : recommencez, ou choisissez un autre moyen."
const account = randomBytes(16).toString('base64url')
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
const page = `<!DOCTYPE html><html lang="fr"><title>Clés</title><link rel="icon" href="data:,">
  <script src="/js/partant.js" defer></script><script src="/js/passkey.js" type="module"></script><p data-passkey-only hidden>Avec une clé</p>
  ${['register', 'sign-in', 'confirm'].map((act) => `<form id="${act}" data-passkey="${act}" method="post" action="/${act}">
    <input type="hidden" name="jeton" value="le jeton"><input type="hidden" name="reponse"><p role="status"></p><button>${act}</button></form>`).join('')}`

// Site asks for passkeys and keeps what it is sent: asked are the requests for options, sent the answers.
class Site {
  asked = []
  sent = []
  known = []
  refuses = false

  async start() {
    this.server = createServer((request, answer) => this.answer(request, answer)).listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    this.url = `http://localhost:${this.server.address().port}`
    return this
  }

  stop() { this.server.closeAllConnections(); this.server.close() }

  async answer(request, answer) {
    const { method, url, headers } = request
    const say = (type, body, status = 200) => answer.writeHead(status, { 'Content-Type': type, 'Content-Security-Policy': policy }).end(body)
    if (url.startsWith('/js/')) return say('text/javascript', await readFile(new URL(`../public${url}`, import.meta.url)))
    if (method === 'GET') return say('text/html; charset=utf-8', page)
    let body = ''
    for await (const part of request) body += part
    const form = Object.fromEntries(new URLSearchParams(body))
    if (!url.endsWith('/options')) {
      this.sent.push({ url, ...form })
      return say('text/html; charset=utf-8', '<!DOCTYPE html><html lang="fr"><title>Reçu</title><link rel="icon" href="data:,"><p>Reçu')
    }
    this.asked.push({ url, ...form, site: headers['sec-fetch-site'] })
    if (this.refuses) return say('text/plain', 'Trop souvent', 429)
    return say('application/json', JSON.stringify(this.options(url)))
  }

  options(url) {
    this.challenge = randomBytes(32).toString('base64url')
    const keys = this.known.map((id) => ({ type: 'public-key', id, transports: ['internal'] }))
    const both = { challenge: this.challenge, timeout: 20_000 }
    if (url !== '/register/options') return { ...both, rpId: 'localhost', userVerification: 'required', allowCredentials: url === '/confirm/options' ? keys : [] }
    return {
      ...both, rp: { id: 'localhost', name: 'Partant' }, user: { id: account, name: 'claude@partant.example', displayName: 'Claude' }, excludeCredentials: keys,
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }], authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    }
  }
}

let browser
before(async () => { browser = await openBrowser() })
after(() => browser?.close())

// walk opens the page of a new site on a machine with a virtual device, or without one.
const walk = async (journey, { device = true, spoil, scripts = true } = {}) => {
  const site = await new Site().start()
  const page = await visit(browser, site, { scripts })
  if (spoil) await page.addInitScript(spoil)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }
  const { authenticatorId } = device ? await cdp.send('WebAuthn.addVirtualAuthenticator', { options }) : {}
  const verified = (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
  await page.goto('/')
  try {
    await journey(page, site, verified)
  } finally {
    site.stop()
    await leave(page)
  }
}

// use presses the button of a form and returns what the site was sent.
const use = async (page, site, act) => {
  const before = site.sent.length
  await page.click(`#${act} button`)
  await page.getByText('Reçu').waitFor()
  assert.equal(site.sent.length, before + 1)
  const { url, jeton, reponse } = site.sent.at(-1)
  assert.deepEqual([url, jeton], [`/${act}`, 'le jeton'])
  const answer = JSON.parse(reponse)
  const client = JSON.parse(Buffer.from(answer.response.clientDataJSON, 'base64url'))
  assert.deepEqual([client.type, client.challenge, client.origin], [act === 'register' ? 'webauthn.create' : 'webauthn.get', site.challenge, site.url])
  assert.deepEqual([answer.type, answer.rawId], ['public-key', answer.id])
  await page.goto('/')
  return answer
}

// fails presses the button of a form and returns what it says then. Nothing is sent.
const fails = async (page, site, act) => {
  const sent = site.sent.length
  await page.click(`#${act} button`)
  const status = page.locator(`#${act} [role=status]`)
  await until('the form says something', async () => (await status.textContent()) !== '')
  assert.equal(site.sent.length, sent)
  return status.textContent()
}

// ways are what browsers and password managers leave of WebAuthn.
const ways = {
  'a browser of today': undefined,
  'a browser that reads no JSON': () => { delete PublicKeyCredential.parseCreationOptionsFromJSON; delete PublicKeyCredential.parseRequestOptionsFromJSON },
  'a key that writes no JSON': () => { PublicKeyCredential.prototype.toJSON = () => { throw new TypeError('Illegal invocation') } },
}

describe('passkeys', { concurrency: 1 }, () => {
  for (const [name, spoil] of Object.entries(ways)) {
    test(`a key is made, lets in and confirms: ${name}`, () => walk(async (page, site) => {
      const made = await use(page, site, 'register')
      assert.deepEqual(made.response.transports, ['internal'])
      assert.ok(made.response.attestationObject)
      site.known = [made.id]
      for (const act of ['sign-in', 'confirm']) {
        const used = await use(page, site, act)
        assert.deepEqual([used.id, used.response.userHandle], [made.id, account])
        assert.ok(used.response.signature && used.response.authenticatorData)
      }
      assert.deepEqual(site.asked.map(({ url, jeton, site }) => [url, jeton, site]),
        ['register', 'sign-in', 'confirm'].map((act) => [`/${act}/options`, 'le jeton', 'same-origin']))
    }, { spoil }))
  }

  test('what goes wrong is said, and can be tried again at once', () => walk(async (page, site, verified) => {
    site.refuses = true
    assert.equal(await fails(page, site, 'register'), failed)
    site.refuses = false
    await verified(false)
    assert.equal(await fails(page, site, 'register'), failed)
    await verified(true)
    const made = await use(page, site, 'register')
    site.known = [made.id]
    assert.equal(await fails(page, site, 'register'), 'Cet appareil a déjà une clé pour votre compte : elle suffit.')
  }))

  test('a second press while the device is asked changes nothing', () => walk(async (page, site) => {
    await page.click('#register button')
    await until('options are asked for', async () => site.asked.length > 0)
    await page.click('#register button')
    assert.equal(await page.textContent('#register [role=status]'), '')
    assert.equal(site.asked.length, 1)
  }, { device: false }))

  test('what needs a passkey shows where there are passkeys', async () => {
    const shows = (wanted) => async (page) => { assert.equal(await page.locator('[data-passkey-only]').isVisible(), wanted) }
    await walk(shows(true))
    await walk(shows(false), { spoil: () => { delete window.PublicKeyCredential } })
    await walk(shows(false), { scripts: false })
  })
})
