// An account as its member goes through it with a browser.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { password } from './member.mjs'

// press sends a form by its button and waits for the page that comes.
export async function press(page, name) {
  const button = page.locator('main').getByRole('button', { name, exact: true })
  const [answer] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest() && r.status() !== 303), button.click()])
  await page.waitForLoadState()
  return answer.status()
}

// shown is what an application shows for a secret, some steps of half a minute from now.
export function shown(secret, steps = 0) {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0')).join('')
  const count = Buffer.alloc(8)
  count.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(count).digest()
  return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1e6).padStart(6, '0')
}

let count = 0

// address is one that nobody has yet.
export const address = (name) => `${name}-${process.pid}-${++count}@exemple.invalid`

// signsUp makes an account, with a password unless it is empty, and returns its address.
export async function signsUp(page, site, { email = address('prudence'), secret = password, from = '/inscription' } = {}) {
  await page.goto(from)
  await page.getByLabel('Votre nom').fill('Prudence Levée (exemple)')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Mot de passe').fill(secret)
  await page.getByLabel("J'ai 15 ans ou plus.").check()
  await page.getByLabel(/J'accepte les/).check()
  assert.equal(await press(page, 'Créer mon compte'), 200)
  await page.getByLabel('Code').fill(await site.code(email))
  assert.equal(await press(page, 'Entrer'), 200)
  return email
}

export async function leaves(page) {
  await page.goto('/compte')
  await press(page, 'Me déconnecter')
}

// firstStep gives the password; the second step comes, and nothing opens before it.
export async function firstStep(page, email) {
  await page.goto('/connexion?suite=%2Fcompte')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Mot de passe').fill(password)
  assert.equal(await press(page, 'Entrer'), 200)
  await page.waitForURL('**/connexion/verification')
}

// putsAnAppInPlace reads the secret as who cannot read the square does, and returns it with the printed codes.
export async function putsAnAppInPlace(page) {
  await page.goto('/compte/verification')
  await press(page, 'Mettre une application en place')
  const square = await page.locator('.qr svg').boundingBox()
  assert.ok(square.width > 150 && Math.abs(square.width - square.height) < 2, `the square is ${square.width} × ${square.height}`)
  await page.getByText('Vous ne pouvez pas le lire').click()
  const secret = (await page.locator('.secret').textContent()).replace(/\s/g, '')
  await page.getByLabel('Recopiez les six chiffres').fill('12345')
  assert.equal(await press(page, 'Mettre en place'), 422)
  await page.getByLabel('Recopiez les six chiffres').fill(shown(secret))
  assert.equal(await press(page, 'Mettre en place'), 200)
  const codes = await page.locator('.rescue code').allTextContents()
  assert.equal(codes.length, 10)
  return { secret, codes }
}

