// The conversation, as bakers, readers, visitors and moderators of Pithiviers go through it: on a phone with scripts or on a desk
// without, each in one window from the first journey to the last.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { putsAnAppInPlace } from './lib/account.mjs'
import { leave, openBrowser, visit, windows } from './lib/browser.mjs'
import { overflow, violations } from './lib/inspect.mjs'
import { Member } from './lib/member.mjs'
import { freePort } from './lib/port.mjs'
import { folder, Partant } from './lib/server.mjs'
import { until } from './lib/wait.mjs'

const phone = { on: 'phone', reducedMotion: 'reduce' }
const desk = { on: 'desktop', scripts: false }

let data, browser, site
let baker, mason, potter, reader, judge, second, visitor // windows; member is whose each is

before(async () => {
  [data, browser] = await Promise.all([folder('talk'), openBrowser()])
  site = new Partant({ data: data.path })
  site.port = await freePort()
  await site.start()
  const window = async (way, member) => Object.assign(await visit(browser, site, { ...way, member }), { member })
  const [a, b, c, d] = await Promise.all([firm('Fournil Levain', 'boulanger'), firm('Maçonnerie Tuffeau', 'maçon'), firm('Poterie Argile', 'potier'), person('Rita Lectrice (exemple)')])
  ;[baker, mason, potter, reader, visitor] = await Promise.all([window(phone, a), window(desk, b), window(desk, c), window(phone, d), window(phone)])
  ;[judge, second] = await Promise.all([moderator({ ...phone }), moderator(desk)])
})
after(async () => {
  await Promise.all([site?.stop(), browser?.close()])
  await data?.remove()
})

const signUp = (name) => Member.signUp({ url: site.url, partant: site }, name)

// firm is a member with the page of a company.
async function firm(name, trade) {
  const member = await signUp(`${name} (exemple)`)
  member.page = await member.publish({ nom: `${name} (exemple)`, activite: trade, commune: 'Pithiviers' })
  return member
}

// person is a member with a page in their own name.
async function person(name) {
  const member = await signUp(name)
  await member.send('/bienvenue', { nom: name, accroche: 'lit tout', commune: 'Pithiviers' })
  return member
}

// moderator is the window of somebody with a second factor, who may moderate.
async function moderator(way) {
  const member = await person(`Juste Modérat (exemple)`)
  await site.command('admin', 'grant', member.email, '--moderator')
  const page = Object.assign(await visit(browser, site, { ...way, member }), { member })
  await putsAnAppInPlace(page)
  return page
}

// presses sends a form by its button, in a part of the page where there are several, and waits for the page that comes.
async function presses(page, name, status = 200, within = 'main') {
  const button = page.locator(within).getByRole('button', { name, exact: true })
  const [answer] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest() && r.status() !== 303 && r.status() !== 301), button.click()])
  await page.waitForLoadState()
  assert.equal(answer.status(), status, `« ${name} » leads to ${page.url()}`)
}

async function goes(page, path, status = 200) {
  const answer = await page.goto(path)
  assert.equal(answer.status(), status, path)
}

const words = async (page, within = 'main') => (await page.locator(within).first().textContent()).replace(/\s+/g, ' ')

async function reads(page, path, ...all) {
  await goes(page, path)
  const text = await words(page)
  for (const one of all) assert.ok(text.includes(one), `${path} does not say « ${one} »: ${text}`)
}

async function lacks(page, path, ...all) {
  await goes(page, path)
  const text = await words(page)
  for (const one of all) assert.ok(!text.includes(one), `${path} says « ${one} »`)
}

// sound asks axe about the page that is open, and narrows the window.
async function sound(page) {
  const wrong = await violations(page)
  await page.setViewportSize({ width: 320, height: 700 })
  wrong.push(...await overflow(page))
  await page.setViewportSize(windows.phone.viewport)
  assert.deepEqual(wrong, [], page.url())
}

// publishes says something in the name of a member, without a window, and returns its path.
const publishes = (member, titre, texte) => sends(member, '/publications/nouvelle', { titre, texte, faire: 'publier' }, '/publications')
const asks = (member, titre) => sends(member, '/discussions/nouvelle', { titre, forme: 'question', theme: 'autre', texte: 'Dites-le ici.' }, '/discussions')

async function sends(member, path, fields, to) {
  const answer = await member.send(path, fields, to)
  assert.equal(answer.status, 303, await answer.text())
  return answer.headers.get('location')
}

// answers writes below what is open, and returns the address that leads to it.
async function answers(page, text) {
  await page.locator('.answerbox textarea').fill(text)
  await presses(page, /^Publier/, 200, '.answerbox')
  return new URL(page.url()).hash
}

// aWhile is what nobody who reads a form is quicker than.
const aWhile = (page) => page.waitForTimeout(3200)

describe('the conversation', { concurrency: 1 }, () => {
  test('a reader follows one page, masks another, blocks a third, and changes their mind', async () => {
    await Promise.all([publishes(baker.member, 'Le pain du soir', 'Il sort à 17 h.'), publishes(mason.member, 'Le mur de la poste', 'Il est debout.'), publishes(potter.member, 'Le four est chaud', 'Depuis ce matin.')])
    const asked = await asks(mason.member, 'Qui vend du sable ?')
    await asks(potter.member, 'Qui cuit le grès ?')
    await goes(reader, baker.member.page)
    await reader.getByRole('button', { name: 'Suivre', exact: true }).click()
    await reader.getByRole('button', { name: /^Ne plus suivre|Suivi/ }).waitFor()
    await reads(reader, '/fil', 'Le pain du soir')
    await reads(reader, '/fil?vue=tout', 'Le pain du soir', 'Le mur de la poste', 'Le four est chaud')

    const distances = async (of, name, status) => {
      await goes(reader, of.member.page)
      await reader.getByRole('link', { name: /^Masquer ou bloquer/ }).first().click()
      await reader.getByRole('heading', { name: 'Prendre ses distances' }).waitFor()
      await sound(reader)
      await presses(reader, name, status)
    }
    await distances(mason, 'Masquer')
    await distances(potter, 'Bloquer')
    const lists = ['/fil?vue=tout', '/discussions', '/annuaire?commune=pithiviers']
    for (const list of lists) await lacks(reader, list, 'Tuffeau', 'Le mur de la poste', 'Qui vend du sable', 'Argile', 'Le four est chaud', 'Qui cuit le grès')
    await reads(reader, asked, 'Qui vend du sable ?')
    await goes(reader, potter.member.page, 403)
    await sound(reader)

    await goes(reader, '/compte')
    await reader.getByRole('link', { name: 'Pages masquées et bloquées' }).click()
    await reader.getByRole('heading', { name: 'Pages à distance' }).waitFor()
    await sound(reader)
    await presses(reader, /^Ne plus masquer/)
    await presses(reader, /^Débloquer/)
    await sound(reader)
    for (const list of lists) await reads(reader, list, 'Tuffeau', 'Argile')
  })

  test('a visitor follows a page by letter, and leaves with one click', async () => {
    const email = `nadia-${process.pid}@exemple.invalid`
    await goes(visitor, baker.member.page)
    await visitor.getByRole('link', { name: 'Suivre par e-mail' }).click()
    await visitor.getByRole('heading', { name: 'Suivre par e-mail' }).waitFor()
    await sound(visitor)
    await visitor.getByLabel('Votre e-mail').fill(email)
    await visitor.getByLabel('Chaque matin').check()
    await aWhile(visitor)
    await presses(visitor, 'Recevoir la lettre de confirmation')
    await sound(visitor)
    const [link] = await site.letter(email, /http:\S+\/abonnement\/\S+/)
    await goes(visitor, link)
    await presses(visitor, /^C'est bien moi/)
    await visitor.getByRole('link', { name: 'Fournil Levain (exemple)' }).waitFor()
    await sound(visitor)
    const stop = await visitor.getByRole('link', { name: /^Tout arrêter/ }).getAttribute('href')
    await goes(visitor, stop)
    await sound(visitor)
    const click = await fetch(site.url + stop, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }) // as mail programs do
    assert.equal(click.status, 200)
    await goes(visitor, link, 404)
    await visitor.getByText('elle est effacée').waitFor()
    await sound(visitor)
  })

  test('a project in version bêta is criticised, and its next version answers', async () => {
    await goes(baker, '/fil')
    await baker.getByText('Quoi de neuf ? Écrire une publication').click()
    await baker.getByLabel('Titre').fill('Une carte de fidélité')
    await baker.getByLabel('Texte', { exact: true }).fill('Essayez-la, et dites-nous.')
    await baker.getByText("C'est un projet en version bêta ?").click()
    await baker.getByLabel('Numéro de la version').fill('0.1')
    await presses(baker, 'Publier')
    await sound(baker)
    const project = new URL(baker.url()).pathname
    for (const [kind, text] of [[/Ce qui gêne/, 'On ne lit rien au soleil.'], [/Je propose/, 'Des chiffres plus gros ?']]) {
      await goes(mason, project)
      await mason.getByLabel(kind).check()
      await answers(mason, text)
    }
    await goes(baker, project)
    await sound(baker)
    await baker.getByRole('link', { name: 'Publier la version suivante' }).click()
    await baker.getByLabel(/On ne lit rien au soleil/).check()
    await sound(baker)
    await baker.getByLabel('Texte', { exact: true }).fill('Nos chiffres sont noirs sur blanc.')
    await baker.getByLabel('Numéro de la version').fill('0.1')
    await presses(baker, 'Publier', 422)
    await sound(baker)
    await baker.getByLabel('Numéro de la version').fill('0.2')
    await presses(baker, 'Publier')
    await sound(baker)
    await reads(mason, project, 'Répondu par la version 0.2, le jour même', '1 critique ou proposition sur 2 a sa réponse')
    await reads(mason, `${project}?avis=propose`, 'Des chiffres plus gros ?')
  })

  test('a publication waits for its moment, with a photo that is described', async () => {
    await goes(mason, '/publications/nouvelle')
    await mason.getByLabel('Titre').fill('Portes ouvertes')
    await mason.getByLabel('Texte', { exact: true }).fill('Venez voir le mur.')
    await mason.getByLabel('Ajouter des photos').setInputFiles(new URL('../internal/media/imaging/testdata/orientation_paysage_6.jpg', import.meta.url).pathname)
    await mason.getByText('Publier plus tard').click()
    await mason.getByLabel('Jour').fill('2020-01-06')
    await mason.getByLabel(/^Heure/).fill('08:30')
    await presses(mason, 'Publier à ce moment-là', 422)
    await mason.getByText(/photo est arrivée/).waitFor()
    await mason.getByLabel('Ce que montre la photo 1').fill('Un mur de pierre')
    await presses(mason, 'Publier à ce moment-là', 422)
    await mason.getByText('Ce moment est déjà passé').first().waitFor()
    await mason.getByLabel('Jour').fill(new Date(Date.now() + 7 * 864e5).toISOString().slice(0, 10))
    await presses(mason, 'Publier à ce moment-là')
    const planned = new URL(mason.url()).pathname
    assert.match(await words(mason), /paraîtra le .* à 8 h 30/)
    const photo = mason.getByRole('img', { name: 'Un mur de pierre' })
    assert.ok(await photo.evaluate((img) => { img.loading = 'eager'; return img.decode().then(() => img.naturalWidth) }) > 300, 'the photo is there')
    const src = await photo.getAttribute('src')
    for (const other of [visitor, reader]) {
      await goes(other, planned, 404)
      await lacks(other, `${mason.member.page}/publications`, 'Portes ouvertes')
      await goes(other, src, 404)
    }
    await reads(mason, `${mason.member.page}/publications`, 'Vos publications programmées', 'Portes ouvertes')
  })
})
