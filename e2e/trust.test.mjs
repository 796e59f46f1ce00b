// The whole way of a member and a page: in by a code, the page claimed by a file, a colleague, a second step, a lost phone, an archive,
// leaving and coming back. Site, proof and passkeys are at http://localhost, as on a laptop.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { address, leaves, press, putsAnAppInPlace, signsUp } from './lib/account.mjs'
import { leave, openBrowser, visit } from './lib/browser.mjs'
import { freePort } from './lib/port.mjs'
import { folder, Partant } from './lib/server.mjs'
import { until } from './lib/wait.mjs'

// Place is the web site of a company: it shows the file that its keeper put there, under whichever name it is asked for.
class Place {
  async start() {
    this.server = createServer((request, answer) => {
      const right = this.file && request.url === '/.well-known/partant.txt'
      answer.writeHead(right ? 200 : 404, { 'Content-Type': 'text/plain' }).end(right ? this.file : 'rien')
    }).listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    return this
  }

  get address() { return `127.0.0.1:${this.server.address().port}` }

  stop() { this.server.closeAllConnections(); this.server.close() }
}

let site, place, data, browser, url
before(async () => {
  [data, browser, place] = await Promise.all([folder('trust'), openBrowser(), new Place().start()])
  site = new Partant({ data: data.path, flags: ['--demo'] })
  site.port = await freePort()
  url = `http://localhost:${site.port}`
  Object.assign(site.extra, { PARTANT_BASE_URL: url, PARTANT_PROOF_AT: place.address })
  await site.start()
  await until('the demonstration can be found', async () => (await found('hôtel')).length > 0)
})
after(async () => {
  await Promise.all([site?.stop(), place?.stop(), browser?.close()])
  await data?.remove()
})

const found = async (words) => (await (await fetch(`${site.url}/api/v1/profiles?q=${encodeURIComponent(words)}&limit=20`)).json()).items

// inAWindow opens somebody's browser for a while.
async function inAWindow(way, visits) {
  const page = await visit(browser, { url }, way)
  try {
    return await visits(page)
  } finally {
    await leave(page)
  }
}

const presses = async (page, name) => assert.equal(await press(page, name), 200)

// claims proves that the page is theirs by a file on its site.
async function claims(page, slug) {
  await page.goto(`/fiches/${slug}`)
  await page.getByRole('link', { name: 'Revendiquez cette page' }).click()
  await page.getByLabel('Votre rôle').fill('gérante')
  await presses(page, 'Choisir comment le montrer')
  place.file = undefined
  assert.equal(await press(page, 'Le fichier est en place : vérifier'), 422)
  place.file = await (await page.request.get(await page.getByRole('link', { name: 'Téléchargez le fichier' }).getAttribute('href'))).text()
  await presses(page, 'Le fichier est en place : vérifier')
  await page.goto(`/fiches/${slug}`)
  await page.getByText(/page vérifiée/i).first().waitFor()
}

// invites has a colleague join the team as an editor, who then changes the page.
async function invites(page, slug, way) {
  const email = address('colette')
  await page.goto(`/fiches/${slug}/equipe`)
  await page.getByLabel('E-mail').fill(email)
  await presses(page, "Envoyer l'invitation")
  const [link] = await site.letter(email, /http:\S+\/invitations\/[\w-]+/)
  await inAWindow(way, async (other) => {
    await other.goto(link)
    await other.getByRole('link', { name: 'Créer mon compte' }).click()
    await signsUp(other, site, { from: other.url(), email, secret: '' })
    await other.goto(link)
    await presses(other, "Rejoindre l'équipe, comme Prudence Levée (exemple)")
    await other.goto(`/fiches/${slug}/modifier`)
    await other.getByLabel('En une ligne').fill('Au bord du canal, table le midi.')
    await presses(other, 'Enregistrer et montrer la page')
    assert.equal((await other.goto(`/fiches/${slug}/equipe`)).status(), 200)
    assert.equal(await other.getByRole('button', { name: "Envoyer l'invitation" }).count(), 0, 'an editor invites nobody')
  })
}

// addsAKey puts a passkey on this device, and returns the printed codes.
async function addsAKey(page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } })
  await page.goto('/compte/cles')
  await page.getByRole('button', { name: 'Ajouter une clé sur cet appareil' }).click()
  await page.getByRole('heading', { name: 'Vos codes de secours' }).waitFor()
  return page.locator('.rescue code').allTextContents()
}

// comesBack enters on another device with the code of a letter, then with a printed code, since the phone is lost.
async function comesBack(page, email, printed) {
  const before = await site.code(email).catch(() => '')
  await page.goto('/connexion?suite=%2Fcompte')
  await page.getByLabel('E-mail').fill(email)
  await presses(page, 'Recevoir un code par e-mail')
  await page.getByLabel('Code').fill(await until('a new code', async () => { const code = await site.code(email); return code !== before && code }))
  await presses(page, 'Entrer')
  await page.waitForURL('**/connexion/verification')
  await page.getByLabel(/Code/).first().fill(printed)
  await presses(page, 'Entrer')
}

// takesAll downloads the archive.
async function takesAll(page) {
  await page.goto('/compte/donnees')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: "Télécharger l'archive" }).click()])
  const parts = []
  for await (const part of await download.createReadStream()) parts.push(part)
  const archive = Buffer.concat(parts)
  assert.equal(archive.subarray(0, 2).toString(), 'PK')
  assert.ok(archive.length > 1000, `an archive of ${archive.length} bytes`)
}

// goesAndReturns deletes the account, sees that the page is gone, and takes it back.
async function goesAndReturns(page, email, slug, enter) {
  await page.goto('/compte/suppression')
  await page.getByLabel('Pour confirmer').fill(email)
  await presses(page, 'Supprimer mon compte')
  assert.equal((await page.goto(`/fiches/${slug}`)).status(), 410)
  await enter()
  await page.getByRole('heading', { name: 'Vous aviez demandé à partir' }).waitFor()
  await presses(page, 'Tout garder : rouvrir mon compte')
  assert.equal((await page.goto(`/fiches/${slug}`)).status(), 200)
}

let taken = 0

// livesATrustedLife has a passkey for second step where there are scripts, and else an application.
async function livesATrustedLife(page, way) {
  const { slug } = (await found('hôtel orléans')).filter(({ web }) => web)[taken++]
  const email = await signsUp(page, site, { secret: '' })
  await claims(page, slug)
  await invites(page, slug, way)
  const codes = way.scripts ? await addsAKey(page) : (await putsAnAppInPlace(page)).codes
  assert.equal(codes.length, 10)
  await inAWindow(way, async (page) => {
    await comesBack(page, email, codes[4])
    await page.waitForURL('**/compte')
    await takesAll(page)
    await goesAndReturns(page, email, slug, () => comesBack(page, email, codes[7]))
  })
}

describe('a trusted life', { concurrency: 1 }, () => {
  for (const way of [{ on: 'phone', scripts: true }, { on: 'phone', scripts: false }]) {
    test(`scripts ${way.scripts ? 'on' : 'off'}`, () => inAWindow(way, (page) => livesATrustedLife(page, way)))
  }
})
