// A club and its event, from the first page to the minutes: those who run it, who joins, who answers by letter, and who reads without
// scripts. One site, and a window for each from the first journey to the last.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { leave, openBrowser, visit } from './lib/browser.mjs'
import { Member } from './lib/member.mjs'
import { goes, lacks, presses, reads, says, sound } from './lib/page.mjs'
import { freePort } from './lib/port.mjs'
import { folder, Partant } from './lib/server.mjs'
import { until } from './lib/wait.mjs'
import * as club from './journeys/club.mjs'
import * as door from './journeys/door.mjs'
import * as meeting from './journeys/meeting.mjs'

const phone = { on: 'phone', reducedMotion: 'reduce' }
const desk = { on: 'desktop', reducedMotion: 'reduce' }
const plain = { on: 'desktop', scripts: false }
const name = 'Club des Futreaux (exemple)'

let data, browser, site
let host, mate, linked // windows of members; member is whose each is
let guest, late, visitor // of people without account

before(async () => {
  [data, browser] = await Promise.all([folder('club'), openBrowser()])
  site = new Partant({ data: data.path })
  site.port = await freePort()
  await site.start()
  const window = async (way, called) => {
    const member = await person(called)
    return Object.assign(await visit(browser, site, { ...way, member }), { member })
  }
  [host, mate, linked] = await Promise.all([window(desk, 'Hélène Amarre (exemple)'), window(phone, 'Basile Calfat (exemple)'), window(plain, 'Lina Bouée (exemple)')])
  ;[guest, late, visitor] = await Promise.all([visit(browser, site, phone), visit(browser, site, phone), visit(browser, site, plain)])
})
after(async () => {
  await Promise.all([site?.stop(), browser?.close()])
  await data?.remove()
})

// person is a member with a page in their own name.
async function person(called) {
  const member = await Member.signUp({ url: site.url, partant: site }, called)
  await member.send('/bienvenue', { nom: called, accroche: 'navigue', commune: 'Jargeau' })
  return member
}

const address = (who) => `${who}-${process.pid}@exemple.invalid`

describe('a club and its event', { concurrency: 1 }, () => {
  let room // of the club
  let event // its path

  test('somebody founds a club, and somebody asks to join it', async () => {
    room = await club.founds(host, name)
    await reads(visitor, room, 'Sur demande')
    await club.asks(mate, room)
    await lacks(visitor, room, 'Basile')
    await club.welcomes(host, room)
    await reads(mate, room, 'Vous êtes membre')
    await sound(mate)
    await until('who asked is told', async () => /vous accueille dans/.test(await club.told(mate)))
  })

  test('an event fills, the next waits, one gives back by the letter, and who waits gets in', async () => {
    const shared = await meeting.announces(host, name, 'Calfatage à plusieurs')
    event = new URL(shared).pathname
    const first = { name: 'Odile', email: address('odile'), since: await meeting.opens(guest, shared) }
    const second = { name: 'Marius', email: address('marius'), since: await meeting.opens(late, shared) }
    await sound(guest)
    for (const window of [host, mate]) await goes(window, event) // they look on, and touch nothing
    await meeting.asksToCome(guest, first)
    await meeting.asksToCome(late, second)
    await meeting.shows(host, 'Il reste 2 places sur 2')
    await meeting.confirms(guest, site, first.email)
    await says(guest, 'Vous êtes partant')
    await sound(guest)
    for (const window of [host, mate]) await meeting.shows(window, 'Il reste 1 place sur 2')
    await presses(mate, 'Partant !')
    await meeting.shows(host, 'Complet')
    await meeting.confirms(late, site, second.email)
    await says(late, "Vous êtes en liste d'attente")
    await meeting.shows(host, 'Complet, 1 réponse attend')
    await site.letter(second.email, /votre demande est gardée/)

    await meeting.givesBack(guest, site, first.email)
    await meeting.shows(host, 'Complet')
    await site.letter(second.email, /vous n'attendez plus/)
    await late.reload()
    await says(late, 'Vous êtes partant')
    await sound(late)
  })

  test('others come by a link and by a list, whose rows are read before a letter leaves', async () => {
    const link = await club.links(host, room)
    await goes(linked, link)
    await presses(linked, 'Rejoindre le club', 422)
    await linked.getByLabel('Que faites-vous sur la Loire ?').fill('Je rame.')
    await presses(linked, 'Rejoindre le club')
    await says(linked, 'Vous êtes membre')

    const invited = address('ines')
    const table = await club.invites(host, room, ['Nom;E-mail', `Inès;${invited}`, 'Personne;ines@', `Basile;${mate.member.email}`])
    const [letter] = await site.letter(invited, /http:\S+\/clubs\/\S+\/invitation\/\S+/)
    await goes(visitor, letter)
    await says(visitor, `Vous êtes invité à rejoindre ${name}`)
    assert.deepEqual(table.map((row) => /Sera invité|n'est pas complète|déjà membre/.exec(row)?.[0]), ['Sera invité', "n'est pas complète", 'déjà membre'])
  })

  test('what members say, keep and announce is theirs', async () => {
    const said = await club.confides(mate, room, 'Qui tient la caisse du goûter ?')
    const file = await club.deposits(mate, room, 'Statuts du club')
    await reads(linked, said, 'Qui tient la caisse du goûter ?')
    assert.equal((await linked.request.get(file)).status(), 200)
    await goes(visitor, said, 404)
    await lacks(visitor, room, 'caisse', 'Statuts')
    await goes(visitor, file) // the door comes instead
    assert.match(visitor.url(), /\/connexion/)

    await club.wantsNoNews(linked, room)
    await club.announces(host, room, 'Les clés du hangar', 'Elles sont chez **Basile**.')
    await until('members are told', async () => (await club.told(mate)).includes('Les clés du hangar'))
    assert.ok(!(await club.told(linked)).includes('Les clés du hangar'))
    await reads(linked, `${room}/annonces`, 'Les clés du hangar')
    await lacks(visitor, room, 'Les clés du hangar')
  })

  test('at the door there is no network, and somebody comes who was not expected', async () => {
    await door.opens(host, event)
    await door.counted(host, /^0\sarrivé sur 2\sattendus$/)
    await host.context().setOffline(true)
    await host.reload()
    await door.net(host, /^Hors ligne\s: rien à envoyer/)
    await door.types(host, 'Marius')
    await host.locator('[data-found] button').click()
    await door.said(host, /1\spersonne notée/)
    await host.getByLabel('Nom', { exact: true }).fill('Une voisine')
    await host.getByRole('button', { name: "Noter l'arrivée" }).click()
    await door.net(host, /^Hors ligne\s: 2\sgestes à envoyer/)
    await host.context().setOffline(false)
    await door.net(host, /^En ligne\s: tout est noté/)
    door.forgives(host)
    await reads(host, `${event}/accueil`, /1\sarrivé sur 2\sattendus, et 1 sans inscription/)
    await sound(host)
  })

  test('the day after, the minutes are written, and read without scripts and without account', async () => {
    await site.stop()
    site.extra.PARTANT_AHEAD = '48h'
    await site.start()
    await meeting.writes(host, event, 'Basile Calfat (exemple)')
    await reads(visitor, event, "C'est passé")
    await visitor.getByRole('link', { name: 'Lire le compte rendu' }).click()
    await says(visitor, 'Trois joints refaits, un mât à changer.', 'Trouver un mât', 'Basile Calfat')
    await until('who has something to do is told', async () => (await club.told(mate)).includes('Calfatage'))
    await reads(mate, '/compte/actions', 'Trouver un mât')
    await sound(mate)
  })

  test('the presidency is handed over, and who handed it over leaves', async () => {
    await club.handsOver(host, room, 'Basile Calfat (exemple)')
    await reads(host, room, 'Vous tenez la page du club sans en être membre')
    await reads(mate, room, 'à la présidence')
    await club.leavesClub(linked, room)
    await goes(linked, `${room}/documents`, 403)
    for (const window of [host, mate, linked, guest, late, visitor]) await leave(window)
  })
})
