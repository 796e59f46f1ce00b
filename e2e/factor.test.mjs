// Second factors, passkeys and a provider, on a site of their own at http://localhost: a passkey is bound to a name.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { address, firstStep, leaves, press, putsAnAppInPlace, shown, signsUp } from './lib/account.mjs'
import { leave, openBrowser, visit } from './lib/browser.mjs'
import { freePort } from './lib/port.mjs'
import { folder, Partant, root } from './lib/server.mjs'

// Provider is a real OpenID Connect provider that asks whoever comes; it ends with its standard input.
class Provider {
  async start() {
    this.process = spawn(join(root, 'bin/openid'), { stdio: ['pipe', 'pipe', 'inherit'] })
    this.gone = once(this.process, 'exit')
    for await (const line of createInterface({ input: this.process.stdout })) { this.issuer = line.trim(); break }
    return this
  }

  // be tells it whom to sign in.
  async be(user) {
    const answer = await fetch(`${this.issuer}/test`, { method: 'PUT', body: JSON.stringify({ user, ask: true }) })
    assert.equal(answer.status, 204)
  }

  stop() { this.process.stdin.end(); return this.gone }
}

let site, provider, data, browser, url
before(async () => {
  [data, browser, provider] = await Promise.all([folder('factor'), openBrowser(), new Provider().start()])
  site = new Partant({ data: data.path })
  site.port = await freePort()
  url = `http://localhost:${site.port}`
  Object.assign(site.extra, { PARTANT_BASE_URL: url, PARTANT_OIDC_ISSUER: provider.issuer, PARTANT_OIDC_ID: 'partant', PARTANT_OIDC_SECRET: "un secret d'essai : é&=", PARTANT_OIDC_LABEL: 'La CCI' })
  await site.start()
})
after(async () => {
  await Promise.all([site?.stop(), provider?.stop(), browser?.close()])
  await data?.remove()
})

// walk goes a journey in a window of its own. A journey to the provider asks it for its pages, and nobody else for anything.
async function walk(way, journey) {
  const page = await visit(browser, { url }, way)
  try {
    await journey(page, way)
  } finally {
    page.troubles = page.troubles.filter((trouble) => !trouble.startsWith(`asked elsewhere: ${provider.issuer}/`) && !trouble.includes(`${provider.issuer}/favicon.ico`))
    await leave(page)
  }
}

async function losesThePhone(page, { scripts }) {
  const email = await signsUp(page, site)
  const { secret, codes } = await putsAnAppInPlace(page)
  await page.emulateMedia({ media: 'print' })
  assert.ok(await page.locator('.rescue').isVisible() && !await page.getByRole('link', { name: 'Je les ai gardés' }).isVisible(), 'on paper there are codes and no buttons')
  await page.emulateMedia({ media: 'screen' })
  assert.equal(await page.getByRole('button', { name: 'Imprimer' }).isVisible(), scripts)
  await page.getByRole('link', { name: 'Je les ai gardés' }).click()
  await page.getByText('Vérification en deux étapes : en place').waitFor()

  await leaves(page)
  await firstStep(page, email)
  await page.getByLabel('Code de votre application').fill(shown(secret, 1)) // the next one: each is good once
  assert.equal(await press(page, 'Entrer'), 200)
  await page.waitForURL('**/compte')

  await leaves(page)
  await firstStep(page, email)
  await page.getByLabel('Code de votre application').fill(codes[2].toLowerCase())
  assert.equal(await press(page, 'Entrer'), 200)
  await page.waitForURL('**/compte')
  await page.goto('/compte/verification')
  await page.getByText('Il vous reste 9 codes').waitFor()
}

// entersByAKey adds a passkey, comes back by it, and shows it as second step after a password and after a provider.
async function entersByAKey(page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  const email = await signsUp(page, site)
  await page.goto('/compte/cles')
  await page.getByLabel('Nom de cette clé').fill('Le téléphone de Prudence')
  await page.getByRole('button', { name: 'Ajouter une clé sur cet appareil' }).click()
  await page.getByRole('heading', { name: 'Vos codes de secours' }).waitFor()
  assert.equal((await page.locator('.rescue code').allTextContents()).length, 10)
  await page.goto('/compte/cles')
  await page.getByText('Le téléphone de Prudence').first().waitFor()
  await page.getByRole('button', { name: 'Ajouter une clé sur cet appareil' }).click()
  await page.getByText('Cet appareil a déjà une clé').waitFor()

  await leaves(page)
  await page.goto('/connexion?suite=%2Fcompte%2Fcles')
  await page.getByRole('button', { name: "Entrer avec une clé d'accès" }).click()
  await page.waitForURL('**/compte/cles')
  await page.getByText(/utilisée/).waitFor()

  await leaves(page)
  await firstStep(page, email)
  await page.getByRole('button', { name: "Continuer avec une clé d'accès" }).click()
  await page.waitForURL('**/compte')
  await linksAProvider(page)
  await leaves(page)
  await goesToTheProvider(page, '/connexion?suite=%2Fcompte')
  await page.waitForURL('**/connexion/verification')
  await page.getByRole('button', { name: "Continuer avec une clé d'accès" }).click()
  await page.waitForURL('**/compte')
}

// linksAProvider lets it open the account of who is signed in.
async function linksAProvider(page) {
  await provider.be({ sub: 'prudence', name: 'Prudence' })
  await page.goto('/compte/services')
  await page.locator('main').getByRole('button', { name: 'La CCI' }).click()
  await page.getByRole('button', { name: 'Continuer', exact: true }).click()
  await page.waitForURL('**/compte/services')
  await page.getByText('ouvre désormais celui-ci').waitFor()
}

async function goesToTheProvider(page, from, answer = 'Continuer') {
  await page.goto(from)
  await page.locator('main').getByRole('button', { name: 'La CCI' }).click()
  await page.getByRole('button', { name: answer, exact: true }).click()
}

// comesFromAProvider makes an account that way, with scripts or without, after saying no once.
async function comesFromAProvider(page) {
  const email = address('pascale')
  await provider.be({ sub: email, email, email_verified: true, name: 'Pascale Duit (exemple)' })
  await goesToTheProvider(page, '/inscription', 'Refuser')
  await page.getByRole('heading', { name: 'Vous avez préféré ne pas entrer ainsi' }).waitFor()
  await page.getByRole('link', { name: "Revenir à l'entrée" }).click()
  await goesToTheProvider(page, '/inscription?suite=%2Fannuaire')
  await page.waitForURL('**/inscription/fin')
  assert.equal(await page.getByLabel('Votre nom').inputValue(), 'Pascale Duit (exemple)')
  await page.getByLabel("J'ai 15 ans ou plus.").check()
  await page.getByLabel(/J'accepte les/).check()
  assert.equal(await press(page, 'Créer mon compte'), 200)
  await page.waitForURL('**/annuaire')
  await leaves(page)
  await goesToTheProvider(page, '/connexion?suite=%2Fcompte')
  await page.waitForURL('**/compte')
  assert.equal(await page.locator('h1').textContent(), 'Pascale Duit (exemple)')
}

describe('second factors, passkeys and providers', { concurrency: 1 }, () => {
  for (const way of [{ on: 'phone', scripts: false }, { on: 'desktop', scripts: true }]) {
    const called = `${way.on}, scripts ${way.scripts ? 'on' : 'off'}`
    test(`loses the phone and comes back by a printed code: ${called}`, () => walk(way, losesThePhone))
    test(`comes from a provider: ${called}`, () => walk(way, comesFromAProvider))
  }
  test('enters by a passkey', () => walk({ on: 'phone', scripts: true }, entersByAKey))
})
