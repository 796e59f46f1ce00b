// Somebody without a mouse searches, reads a page, signs in and publishes one.
import assert from 'node:assert/strict'
import { Member, password } from '../lib/member.mjs'

// goesByKeyboard presses Tab, letters, space and Enter, and sees at every stop where they are.
export async function goesByKeyboard(page, way, site) {
  const member = await Member.signUp(site)
  await page.goto('/')
  await tabTo(page, page.getByRole('link', { name: 'Aller au contenu' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('searchbox', { name: 'Que cherchez-vous ?' }))
  await page.keyboard.type('plombier')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/annuaire?q=plombier')
  const first = page.locator('.found .card h3 a').first()
  const name = await first.textContent()
  await tabTo(page, first)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/fiches/*')
  assert.ok((await page.locator('h1').textContent()).includes(name.trim()))

  const places = page.getByRole('navigation', { name: 'Principal' })
  const publish = places.getByRole('link', { name: /Publier/ })
  if (await publish.isVisible()) await tabTo(page, publish)
  else { // a phone has room for five places: the front page leads there
    await tabTo(page, places.getByRole('link', { name: 'Accueil' }))
    await page.keyboard.press('Enter')
    await page.waitForURL(new URL('/', page.url()).href)
    await tabTo(page, page.getByRole('main').getByRole('link', { name: 'Publier une nouvelle page' }))
  }
  await page.keyboard.press('Enter')
  await page.waitForURL('**/connexion?suite=**')
  await tabTo(page, page.getByLabel('E-mail'))
  await page.keyboard.type(member.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/fiches/nouvelle') // where they wanted to go

  await tabTo(page, page.getByRole('radio').first(), page.getByRole('radio', { checked: true }))
  await page.keyboard.press('ArrowDown')
  await tabTo(page, page.getByLabel('Nom', { exact: true }))
  await page.keyboard.type(`Compagnie du Clavier ${way.on} (exemple)`) // a name of its own: the same one would be asked about
  await page.keyboard.press('Tab')
  await page.keyboard.type('Beaugency')
  await page.keyboard.press('Escape') // closes the list of towns
  await tabTo(page, page.getByText('Présentation', { exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel(/Présentez-vous/))
  await page.keyboard.type('Sans souris.')
  await tabTo(page, page.getByRole('button', { name: 'Publier la page' }))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/fiches/compagnie-du-clavier*')
  assert.match(await page.locator('main').textContent(), /Sans souris\./)
}

// tabTo presses Tab until one of these has the focus. Every stop on the way must show itself.
async function tabTo(page, ...goals) {
  for (let stops = 0; stops < 150; stops++) {
    await page.keyboard.press('Tab')
    const hidden = await page.evaluate(unseen)
    assert.equal(hidden, undefined, 'a stop of the keyboard that nobody sees')
    for (const goal of goals) if (await goal.evaluate((el) => el === document.activeElement)) return
  }
  assert.fail(`150 stops of the keyboard without reaching ${goals[0]}`)
}

// unseen describes the focused element when the focus cannot be seen on it, inside the window, in front of the rest.
function unseen() {
  const at = document.activeElement
  if (!at || at === document.body) return undefined
  const box = at.getBoundingClientRect()
  const within = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
  const ringed = [at, ...at.matches('.kinds input') ? [at.closest('label')] : []]
    .some((el) => [undefined, '::after'].some((part) => { const style = getComputedStyle(el, part); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 }))
  const inFront = within && [0.5, 0.1, 0.9].some((share) => {
    const x = Math.min(Math.max(box.left + box.width * share, 0), innerWidth - 1)
    const y = Math.min(Math.max(box.top + box.height / 2, 1), innerHeight - 1)
    const top = document.elementFromPoint(x, y)
    return top && (at.contains(top) || top.contains(at))
  })
  return within && ringed && inFront ? undefined : `${at.outerHTML.slice(0, 160)} within: ${within}, ring: ${ringed}, in front: ${inFront}`
}
