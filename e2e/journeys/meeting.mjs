// An event from its announcement to its minutes, as those who run it and those who come go through it.
import assert from 'node:assert/strict'
import { ahead, inParis } from '../lib/clock.mjs'
import { goes, presses, says, sound } from '../lib/page.mjs'
import { until } from '../lib/wait.mjs'

// soon is within a day, so that the door is open, and ends on the day on which it begins.
const soon = () => {
  const hours = [22, 19].find((h) => inParis(ahead(h))[1] < '22')
  return [...inParis(ahead(hours)), inParis(ahead(hours + 1.5))[1]]
}

// announces makes an event of two places in the name of a club, and returns the address that its page offers to share.
export async function announces(page, club, title) {
  await goes(page, '/evenements/nouveau')
  await page.getByLabel('Le titre').fill(title)
  await presses(page, "Annoncer l'événement", 422) // what is missing is asked for, and what was typed is kept
  assert.equal(await page.getByLabel('Le titre').inputValue(), title)
  await sound(page)
  await page.getByLabel('Pour quoi faire ?').fill('Refaire les joints, et voir qui sait.')
  const [day, from, end] = soon()
  await page.getByLabel('Le jour').fill(day)
  await page.getByLabel('À partir de').fill(from)
  await page.getByLabel("Jusqu'à", { exact: true }).fill(end)
  await page.getByLabel('Le lieu et son adresse').fill('Le hangar, quai des Barques')
  await page.getByLabel('Commune').fill('Jargeau')
  await page.getByLabel('Nombre de places').fill('2')
  await page.getByLabel('En tant que').selectOption({ label: club })
  await presses(page, "Annoncer l'événement")
  await says(page, 'Il reste 2 places sur 2', club)
  await sound(page)
  return page.locator('.address').textContent()
}

// asksToCome is a visitor who answers without an account, as slowly as people do: the page is open since an instant.
export async function asksToCome(page, { name, email, since }) {
  await page.getByLabel('Votre nom').fill(name)
  await page.getByLabel('Votre e-mail').fill(email)
  await page.waitForTimeout(Math.max(0, since + 3200 - Date.now()))
  await presses(page, 'Recevoir la lettre de confirmation')
  await page.getByRole('heading', { name: 'Encore un geste' }).waitFor()
}

// opens goes from the page of an event to the answer without account, and remembers when.
export async function opens(page, path) {
  await goes(page, path)
  await page.getByRole('link', { name: 'Partant !' }).click()
  await page.getByLabel('Votre nom').waitFor()
  return Date.now()
}

// confirms follows the link of a letter.
export async function confirms(page, site, email) {
  const [link] = await site.letter(email, /http:\S+\/partants\/\S+/)
  await goes(page, link)
  await sound(page)
  await presses(page, /^Confirmer/)
}

// givesBack follows the link of the letter that brought the place.
export async function givesBack(page, site, email) {
  const [, link] = await site.letter(email, /C'est noté.*?Me désister[^]*?(http:\S+\/partants\/[^\s"<]+)/s)
  await goes(page, link)
  await says(page, 'Vous êtes partant')
  await presses(page, 'Pas cette fois')
}

// shows waits until a window that nobody touches says how full it is.
export const shows = (page, said) => until(`the window says « ${said} »`, async () => (await page.locator('.partant .room span').textContent()).replace(/\s/g, ' ') === said)

// writes publishes the minutes, with something that somebody does, for all who see the event.
export async function writes(page, path, who) {
  await goes(page, path)
  await page.getByRole('link', { name: 'Écrire le compte rendu' }).click()
  await page.getByLabel('En général').fill('Trois joints refaits, **un** mât à changer.')
  await page.getByLabel('Quoi').first().fill('Trouver un mât')
  await page.getByLabel('Qui', { exact: true }).first().fill(who)
  await page.getByLabel(/^Tous ceux qui voient/).check()
  await sound(page)
  await presses(page, 'Publier le compte rendu')
  await sound(page)
}
