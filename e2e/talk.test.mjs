// The conversation, as bakers, readers, visitors and moderators of Pithiviers go through it: on a phone with scripts or on a desk
// without, each in one window from the first journey to the last.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { putsAnAppInPlace } from './lib/account.mjs'
import { leave, openBrowser, visit } from './lib/browser.mjs'
import { Member } from './lib/member.mjs'
import { aWhile, goes, lacks, presses, reads, sound, words } from './lib/page.mjs'
import { freePort } from './lib/port.mjs'
import { folder, Partant } from './lib/server.mjs'
import { until } from './lib/wait.mjs'

const phone = { on: 'phone', reducedMotion: 'reduce' }
const desk = { on: 'desktop', scripts: false }

let data, browser, site
let baker, mason, potter, reader, judge, second, visitor // windows; member is whose each is
let glazier, weaver // members who speak and look at nothing: newcomers publish three times in a day

before(async () => {
  [data, browser] = await Promise.all([folder('talk'), openBrowser()])
  site = new Partant({ data: data.path })
  site.port = await freePort()
  await site.start()
  const window = async (way, member) => Object.assign(await visit(browser, site, { ...way, member }), { member })
  let a, b, c, d
  ;[a, b, c, glazier, weaver, d] = await Promise.all([firm('Fournil Levain', 'boulanger'), firm('Maçonnerie Tuffeau', 'maçon'), firm('Poterie Argile', 'potier'), firm('Vitrerie Clairvoie', 'vitrier'), firm('Filature Quenouille', 'mercier'), person('Rita Lectrice (exemple)')])
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

describe('the conversation', { concurrency: 1 }, () => {
  test('a reader follows one page, masks another, blocks a third, and changes their mind', async () => {
    await Promise.all([publishes(baker.member, 'Le pain du soir', 'Il sort à 17 h.'), publishes(glazier, 'La vitre de la poste', 'Elle est posée.'), publishes(weaver, 'Le lin est là', 'Depuis ce matin.')])
    const asked = await asks(glazier, 'Qui vend du mastic ?')
    await asks(weaver, 'Qui teint le lin ?')
    await goes(reader, baker.member.page)
    await reader.getByRole('button', { name: 'Suivre', exact: true }).click()
    await reader.getByRole('button', { name: /^Ne plus suivre|Suivi/ }).waitFor()
    await reads(reader, '/fil', 'Le pain du soir')
    await reads(reader, '/fil?vue=tout', 'Le pain du soir', 'La vitre de la poste', 'Le lin est là')

    const distances = async (of, name, status) => {
      await goes(reader, of.page)
      await reader.getByRole('link', { name: /^Masquer ou bloquer/ }).first().click()
      await reader.getByRole('heading', { name: 'Prendre ses distances' }).waitFor()
      await sound(reader)
      await presses(reader, name, status)
    }
    await distances(glazier, 'Masquer')
    await distances(weaver, 'Bloquer')
    const lists = ['/fil?vue=tout', '/discussions', '/annuaire?commune=pithiviers']
    for (const list of lists) await lacks(reader, list, 'Clairvoie', 'La vitre de la poste', 'Qui vend du mastic', 'Quenouille', 'Le lin est là', 'Qui teint le lin')
    await reads(reader, asked, 'Qui vend du mastic ?')
    await goes(reader, weaver.page, 403)
    await sound(reader)

    await goes(reader, '/compte')
    await reader.getByRole('link', { name: 'Pages masquées et bloquées' }).click()
    await reader.getByRole('heading', { name: 'Pages à distance' }).waitFor()
    await sound(reader)
    await presses(reader, /^Ne plus masquer/)
    await presses(reader, /^Débloquer/)
    await sound(reader)
    for (const list of lists) await reads(reader, list, 'Clairvoie', 'Quenouille')
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
    for (const [page, kind, text] of [[mason, /Ce qui gêne/, 'On ne lit rien au soleil.'], [potter, /Je propose/, 'Des chiffres plus gros ?']]) {
      await goes(page, project)
      await page.getByLabel(kind).check()
      await answers(page, text)
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

  test('a thread: an answer, one to it, a quote, a word of thanks, and somebody without account', async () => {
    const talk = await asks(potter.member, 'Qui livre de la farine ?')
    await goes(visitor, `${talk}/sans-compte`)
    await sound(visitor)
    const since = Date.now()
    await goes(baker, talk)
    const first = await answers(baker, 'Le moulin, **chaque** mardi.')
    await goes(mason, talk)
    await mason.locator(first).getByRole('link', { name: /^Répondre à/ }).click()
    await mason.getByRole('heading', { name: /^Répondre à/ }).waitFor()
    await mason.getByLabel(/réponse/i).last().fill('Le mardi seulement ?')
    await presses(mason, /^Publier/)
    const under = new URL(mason.url()).hash
    assert.equal(await mason.locator(under).getAttribute('data-depth'), '2')
    await goes(baker, talk)
    await baker.locator(under).getByRole('link', { name: /^Citer/ }).click()
    const quote = baker.getByLabel(/réponse/i).last()
    assert.match(await quote.inputValue(), /^> .*Le mardi seulement/s)
    await sound(baker)
    await quote.fill(`${await quote.inputValue()}Et le vendredi en été.`)
    await presses(baker, /^Publier/)
    await baker.locator('.answer blockquote', { hasText: 'Le mardi seulement' }).waitFor()
    await goes(reader, talk)
    await reader.locator(first).getByRole('button', { name: /^Merci/ }).click()
    await reader.locator(`${first} button[aria-pressed=true]`, { hasText: 'Merci' }).waitFor()
    await sound(reader)
    await goes(mason, talk)
    await presses(mason, /^Merci/, 200, first)
    await mason.locator(`${first} button[aria-pressed=true] b`, { hasText: '2' }).waitFor()
    await mason.locator(first).getByRole('link', { name: /^Lien vers la réponse/ }).click()
    await mason.waitForURL(`**${talk}${first}`)

    const email = `odile-${process.pid}@exemple.invalid`
    await visitor.getByLabel('Votre nom').fill('Odile de Pithiviers')
    await visitor.getByLabel('Votre e-mail').fill(email)
    await visitor.getByLabel('Votre texte').fill('À Yèvre aussi, le jeudi.')
    await visitor.waitForTimeout(Math.max(0, since + 3200 - Date.now()))
    await presses(visitor, 'Recevoir la lettre de confirmation')
    await sound(visitor)
    const [link] = await site.letter(email, /http:\S+\/sans-compte\/\S+/)
    await goes(visitor, link)
    await sound(visitor)
    await presses(visitor, 'Confirmer ma réponse')
    await lacks(mason, talk, 'À Yèvre aussi')
    await reads(judge, '/moderation', 'À Yèvre aussi')
    await sound(judge)
    await presses(judge, 'Publier la réponse')
    await reads(mason, talk, 'À Yèvre aussi', 'Odile de Pithiviers', 'sans compte')
    await site.letter(email, /publi/)
  })

  test('a proposal says what for and who pays, a question keeps the right answer, a moderator tidies', async () => {
    await goes(potter, '/discussions/nouvelle')
    await potter.getByRole('radio', { name: /Une proposition/ }).check()
    await potter.getByLabel('En une phrase').fill('Un four commun à Pithiviers')
    await potter.getByLabel('Thème').selectOption('autre')
    await presses(potter, 'Publier la discussion', 422)
    assert.ok((await words(potter, '[role=alert]')).length > 0)
    assert.equal(await potter.locator('.for-proposal .wrong').count(), 2)
    await potter.getByLabel('Pour quoi faire ?').fill('Cuire à plusieurs.')
    await potter.getByLabel('Qui paye ?').fill('Chacun sa fournée.')
    await presses(potter, 'Publier la discussion')
    const proposal = new URL(potter.url()).pathname
    await reads(baker, proposal, 'Cuire à plusieurs.', 'Chacun sa fournée.')
    await sound(baker)

    const question = await asks(reader.member, 'Qui répare un pétrin ?')
    await goes(potter, question)
    const good = await answers(potter, 'Demandez à Montargis.')
    await goes(reader, question)
    await presses(reader, /^Retenir cette réponse/, 200, good)
    await reads(visitor, question, 'La réponse retenue', 'Demandez à Montargis.')
    await sound(visitor)

    await goes(judge, proposal)
    await presses(judge, 'Mettre en tête')
    await reads(visitor, '/discussions', 'En tête')
    assert.match(await words(visitor, '.cards .card'), /Un four commun/)
    await sound(visitor)
    const twin = await asks(glazier, 'Quelqu’un pour mon pétrin ?')
    await goes(judge, twin)
    await judge.getByRole('link', { name: 'Ranger' }).click()
    await judge.getByRole('heading', { name: 'Ranger une discussion' }).waitFor()
    await sound(judge)
    await judge.getByLabel('Commune').fill('Pithiviers')
    await presses(judge, 'Ranger ici')
    await judge.getByRole('link', { name: 'Pithiviers', exact: true }).first().waitFor()
    await goes(judge, `${twin}/ranger`)
    await judge.getByLabel("Adresse de l'autre discussion").fill(site.url + question)
    await presses(judge, 'Réunir')
    await reads(visitor, twin, 'Qui répare un pétrin ?', 'Dites-le ici.')
    assert.equal(new URL(visitor.url()).pathname, question)
    await until('who asked is told', async () => (await (await glazier.get('/notifications')).text()).includes('a déplacé'))
  })

  test('a client recommends a page, which has the last word', async () => {
    await goes(mason, baker.member.page)
    await mason.getByRole('link', { name: 'Recommander' }).click()
    await mason.getByLabel('Ce que vous avez vécu').fill('Bon pain.')
    await presses(mason, 'Publier la recommandation', 422)
    await mason.getByLabel(/^Ce qui vous lie/).selectOption({ index: 1 })
    await mason.getByLabel('Mois').selectOption({ index: 1 })
    await mason.getByLabel('Année').selectOption({ index: 1 })
    await mason.getByLabel('Ce que vous avez vécu').fill('Du pain pour le chantier tous les matins, livré à l’heure, et bon.')
    await mason.getByLabel('Non, rien').check()
    await presses(mason, 'Publier la recommandation')
    await goes(reader, `${baker.member.page}/recommander`)
    await sound(reader)
    await goes(baker, baker.member.page)
    await baker.getByRole('link', { name: 'Lire, et répondre' }).click()
    await baker.getByRole('link', { name: /^Répondre à/ }).click()
    await sound(baker)
    await baker.getByLabel('Votre réponse').fill('Merci, à demain matin.')
    await presses(baker, 'Publier la réponse')
    await sound(baker)
    await reads(visitor, `${baker.member.page}/recommandations`, 'Du pain pour le chantier', 'Merci, à demain matin.', 'expérience : janvier', 'sans contrepartie')
    await sound(visitor)
    await goes(visitor, '/recommandations/regles')
    await sound(visitor)
  })

  test('somebody reports, a moderator decides and says why, the author contests, another moderator looks again', async () => {
    const talk = await asks(mason.member, 'Qui veut mon or ?')
    await goes(visitor, talk)
    await visitor.getByRole('link', { name: 'Signaler cette discussion' }).click()
    await sound(visitor)
    const email = `nina-${process.pid}@exemple.invalid`
    await visitor.getByLabel(/arnaque/i).check()
    await visitor.getByLabel('Expliquez').fill('Un piège.')
    await visitor.getByLabel('Votre e-mail').fill(email)
    await aWhile(visitor)
    await presses(visitor, 'Envoyer aux modérateurs')
    assert.equal(new URL(visitor.url()).pathname, talk)

    await decides(judge, 'Qui veut mon or ?', 'La retirer', 'On y promet de l’or contre un virement.')
    await goes(visitor, talk, 410)
    await sound(visitor)
    const [notice] = await site.letter(mason.member.email, /http:\S+\/decisions\/[\w-]+/)
    await reads(mason, notice, 'On y promet de l’or contre un virement.', 'La règle')
    await mason.getByLabel('Pourquoi').fill('C’est une blague entre voisins.')
    await presses(mason, "Demander qu'on relise")
    await reads(judge, '/moderation', 'décision contestée')
    await decides(second, 'Qui veut mon or ?', 'La montrer', 'La blague se lit bien.')
    await reads(visitor, talk, 'Qui veut mon or ?')
    await reads(mason, notice, 'La blague se lit bien.')
    for (const path of ['/moderation/journal', '/moderation/chiffres']) {
      await goes(judge, path)
      await sound(judge)
    }
    for (const window of [baker, mason, potter, reader, judge, second, visitor]) await leave(window)
  })
})

// decides opens the case of something in the queue, and judges.
async function decides(page, title, verdict, facts) {
  await goes(page, '/moderation')
  await page.getByRole('link', { name: title }).first().click()
  await page.getByRole('heading', { name: 'Décider' }).waitFor()
  if (page === judge) await sound(page)
  await page.getByLabel(/arnaque/i).check()
  await page.getByLabel('Les faits, et pourquoi').fill(facts)
  await presses(page, verdict)
}
