// At the door of an event: passes are read without network, and the server has each of them once.
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { press, signsUp } from '../lib/account.mjs'
import { ahead, inParis } from '../lib/clock.mjs'
import { until } from '../lib/wait.mjs'

// arrives makes an account with a page of its own.
export async function arrives(page, site) {
  await signsUp(page, site)
  await page.getByLabel('Votre commune').fill('Jargeau')
  await press(page, 'Publier ma page et continuer')
}

// announces makes an event that begins in two hours, and returns its path.
export async function announces(page) {
  await page.goto('/evenements/nouveau')
  const fill = (name, value) => page.locator(`main [name=${name}]`).fill(value)
  const [day, hour] = inParis(ahead(2)), [lastDay, lastHour] = inParis(ahead(3))
  for (const [name, value] of Object.entries({ titre: 'Premier atelier', pour_quoi: 'Se voir', jour: day, heure: hour, jour_fin: lastDay, heure_fin: lastHour, lieu: "L'ECG", commune: 'Orléans', places: '20', accompagnants: '2' })) {
    const field = page.locator(`main [name=${name}]`)
    if (!await field.isVisible()) await page.locator('main details:not([open]) > summary').first().click()
    await fill(name, value)
  }
  await page.locator('main form').getByRole('button', { name: /^(Annoncer|Publier)/ }).click()
  await page.waitForURL(/\/evenements\/premier-atelier/)
  return new URL(page.url()).pathname
}

// comes says « partant », and returns the code of the pass and its drawing: what it takes to film it.
export async function comes(page, path, more = '0') {
  await page.goto(path)
  await page.locator('.partant select[name=accompagnants]').selectOption(more)
  await page.getByRole('button', { name: /^Partant/ }).click()
  await page.getByRole('link', { name: 'Mon billet' }).click()
  await page.locator('.pass .code').waitFor()
  return page.evaluate(() => ({
    code: document.querySelector('.pass .code').textContent.trim(),
    runs: [...document.querySelector('.pass path').getAttribute('d').matchAll(/M(\d+) (\d+)h(\d+)/g)].map((m) => m.slice(1).map(Number)),
    size: document.querySelector('.pass svg').viewBox.baseVal.width,
  }))
}

// film writes what a camera sees of a pass, for Chromium.
export async function film(file, { runs, size }) {
  const [wide, high] = [640, 480], scale = Math.floor((high - 20) / size), left = (wide - size * scale) >> 1, top = (high - size * scale) >> 1
  const grey = Buffer.alloc(wide * high, 235)
  for (const [x, y, run] of runs) {
    for (let row = top + y * scale; row < top + (y + 1) * scale; row++) grey.fill(16, row * wide + left + x * scale, row * wide + left + (x + run) * scale)
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), grey, Buffer.alloc(wide * high / 2, 128)])
  await writeFile(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${wide} H${high} F5:1 Ip A1:1 C420jpeg\n`), ...Array(5).fill(frame)]))
}

// opens the scanner, and waits until it would do without network.
export async function opens(page, path) {
  await page.goto(path + '/accueil/scanner')
  await page.locator('[data-door][data-ready]').waitFor()
}

export const net = (page, words) => until(`the page says ${words}`, async () => words.test(await page.locator('[data-net]').textContent()))
export const counted = (page, words) => until(`the count says ${words}`, async () => words.test(await page.locator('[data-count], .at-door > .arrived').first().textContent()))
export const said = (page, words) => until(`it is said: ${words}`, async () => words.test(await page.locator('[data-said]').textContent()))

// types a name or a code into the scanner.
export async function types(page, words) {
  await page.getByLabel('Nom, ou code du billet').fill(words)
  await page.getByLabel('Nom, ou code du billet').press('Enter')
}

// kept is how much of the door this browser holds.
export const kept = (page) => page.evaluate(async () => {
  const caching = await caches.keys(), bases = (await indexedDB.databases()).map((b) => b.name), workers = await navigator.serviceWorker.getRegistrations()
  return { caches: caching.length, bases: bases.filter((name) => name.startsWith('accueil ')).length, workers: workers.length }
})

// forgives what a browser writes of a network that was cut on purpose.
export function forgives(page) {
  page.troubles = page.troubles.filter((said) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/.test(said))
}

export function nothing(found) { assert.deepEqual(found, { caches: 0, bases: 0, workers: 0 }) }
