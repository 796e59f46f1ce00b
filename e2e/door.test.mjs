// The door of an event, with a phone, without network, and with two phones.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { leave, openBrowser, visit } from './lib/browser.mjs'
import { freePort } from './lib/port.mjs'
import { folder, Partant } from './lib/server.mjs'
import { announces, arrives, comes, counted, film, forgives, kept, net, nothing, opens, said, types } from './journeys/door.mjs'

let site, data, browser, seen
before(async () => {
  data = await folder('door')
  seen = join(data.path, 'seen.y4m')
  browser = await openBrowser(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${seen}`])
  site = new Partant({ data: data.path, flags: [] })
  site.port = await freePort()
  await site.start()
})
after(async () => {
  await Promise.all([site?.stop(), browser?.close()])
  await data?.remove()
})

describe('the door', () => {
  test('people come in while there is no network, and the server has each of them once', async () => {
    const [host, first, second] = await Promise.all([visit(browser, site, { on: 'phone', permissions: ['camera'] }), visit(browser, site), visit(browser, site)])
    for (const page of [host, first, second]) await arrives(page, site)
    const path = await announces(host)
    const [pass, other] = [await comes(first, path), await comes(second, path, '1')]
    await film(seen, pass)
    const desk = await host.context().newPage() // somebody else at the same door
    desk.troubles = []

    await opens(host, path)
    await counted(host, /^0\sarrivé sur 3\sattendus$/)
    await host.context().setOffline(true)
    await host.reload()
    await net(host, /^Hors ligne\s: rien à envoyer/)
    await counted(host, /^0\sarrivé sur 3\sattendus$/)
    await types(host, other.code.toLowerCase().replaceAll('-', ' '))
    await host.locator('[data-found] select').selectOption('2')
    await host.locator('[data-found] button').click()
    await said(host, /2\spersonnes notées/)
    await types(host, other.code)
    await said(host, /déjà arrivé à \d+\sh\s\d\d, noté ici/)
    await host.getByRole('button', { name: 'Ouvrir la caméra' }).click()
    await said(host, /^Prudence Levée.*\s: 1\spersonne notée/)
    await counted(host, /^3\sarrivés sur 3\sattendus$/)
    await host.getByLabel('Nom', { exact: true }).fill('Une voisine')
    await host.getByRole('button', { name: "Noter l'arrivée" }).click()
    await net(host, /^Hors ligne\s: 3\sgestes à envoyer/)
    await counted(host, /^3\sarrivés sur 3\sattendus, et 1 sans inscription$/)

    // What waits outlives the page.
    await host.reload()
    await net(host, /^Hors ligne\s: 3\sgestes à envoyer/)
    await counted(host, /^3\sarrivés sur 3/)
    await host.context().setOffline(false)
    await net(host, /^En ligne\s: tout est noté/)
    await counted(host, /^3\sarrivés sur 3\sattendus, et 1 sans inscription$/)
    await desk.goto(path + '/accueil')
    await counted(desk, /^3\sarrivés sur 3\sattendus, et 1 sans inscription$/)
    assert.equal(await desk.locator('.arrivals [data-came]').count(), 3)
    forgives(host)
    await Promise.all([leave(host), leave(first), leave(second)])
  })

  test('two at the door: the second hears that somebody came, and a slip is undone everywhere', async () => {
    const [host, guest] = await Promise.all([visit(browser, site, { on: 'phone' }), visit(browser, site)])
    for (const page of [host, guest]) await arrives(page, site)
    const path = await announces(host)
    const pass = await comes(guest, path)
    const second = await visit(browser, site, { on: 'phone', member: { cookies: await host.context().cookies() } })
    await Promise.all([opens(host, path), opens(second, path)])
    await second.context().setOffline(true)
    await net(second, /^Hors ligne/)
    await types(host, pass.code)
    await net(host, /tout est noté/)
    await types(second, pass.code) // it does not know yet
    await said(second, /1\spersonne notée/)
    await second.context().setOffline(false)
    await said(second, /déjà arrivé à \d+\sh\s\d\d, noté par un autre poste/)
    await counted(second, /^1\sarrivé sur 1\sattendu$/)
    await second.getByRole('button', { name: /^Annuler/ }).click()
    await counted(second, /^0\sarrivé/)
    await counted(host, /^0\sarrivé/)

    // Who signs out while something waits is told, and sends it first.
    await host.context().setOffline(true)
    await types(host, pass.code)
    await net(host, /^Hors ligne\s: 1\sgeste à envoyer/)
    await host.goto('about:blank')
    await host.context().setOffline(false)
    await host.goto('/compte')
    await host.locator('form[action="/deconnexion"] button').click()
    await host.getByText('ne sont pas encore envoyées').waitFor()
    await host.getByRole('link', { name: "Retourner à l'accueil" }).click()
    await net(host, /tout est noté/)
    await counted(host, /^1\sarrivé/)
    forgives(host)

    // Nothing stays once somebody has signed out.
    assert.deepEqual(await kept(host), { caches: 1, bases: 1, workers: 1 })
    await host.goto('/compte')
    await host.locator('form[action="/deconnexion"] button').click()
    await host.waitForURL(site.url + '/')
    nothing(await kept(host))
    forgives(second)
    await Promise.all([leave(host), leave(second), leave(guest)])
  })
})
