// The first hour of a new site: nothing in it, nobody who administers it.
import assert from 'node:assert/strict'
import { password } from '../lib/member.mjs'

// isToldWhatToDo reads the front page and the directory of an empty site.
export async function isToldWhatToDo(page) {
  await page.goto('/')
  const words = await page.locator('main').textContent()
  for (const step of ['La base est vide', 'partant demo', 'partant admin grant']) assert.ok(words.includes(step), `the page does not say « ${step} »`)
  await page.locator('main').getByRole('link', { name: 'publiez votre page' }).click()
  await page.waitForURL('**/connexion?suite=%2Ffiches%2Fnouvelle')
  for (const path of ['/annuaire', '/carte', '/communes/gien', '/annuaire?q=plombier&pres=Gien&rayon=5&vue=carte']) {
    assert.equal((await page.goto(path)).status(), 200, path)
  }
}

// becomesTheAdministrator opens the link that the program printed at its start.
export async function becomesTheAdministrator(page, way, site) {
  const link = await site.partant.invitation()
  await page.goto(link)
  await page.getByRole('link', { name: 'Créer mon compte' }).click()
  await enters(page, 'premiere@exemple.invalid', site)
  await page.waitForURL(link) // opening it has not used it up
  await page.getByRole('button', { name: /administrateur/ }).click()
  await page.waitForURL('**/compte/verification')
  assert.match(await page.getByRole('status').textContent(), /Vous êtes l'administrateur/)
  await page.goto('/compte')
  assert.match(await page.locator('main').textContent(), /administrateur/)
  return link
}

// comesTooLate opens the link that somebody has used.
export async function comesTooLate(page, link, site) {
  await page.goto(link)
  await page.getByRole('link', { name: 'Créer mon compte' }).click()
  await enters(page, 'deuxieme@exemple.invalid', site)
  await page.waitForURL(link)
  await page.getByRole('button', { name: /administrateur/ }).click()
  await page.getByRole('heading', { name: 'Ce lien a déjà servi' }).waitFor()
  await page.goto('/compte')
  assert.doesNotMatch(await page.locator('main').textContent(), /administrateur/)
}

async function enters(page, email, site) {
  await page.getByLabel('Votre nom').fill('Ondine Bardeau (exemple)')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Mot de passe').fill(password)
  await page.getByLabel("J'ai 15 ans ou plus.").check()
  await page.getByLabel(/J'accepte les/).check()
  await page.getByRole('button', { name: 'Créer mon compte' }).click()
  await page.waitForURL('**/connexion/entrer')
  await page.getByLabel('Code').fill(await site.partant.code(email))
  await page.getByRole('button', { name: 'Entrer' }).click()
}
