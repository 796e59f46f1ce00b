// Somebody makes an account and the page of their company, changes it, takes it away again, leaves and comes back.
import assert from 'node:assert/strict'
import { plain } from '../lib/directory.mjs'
import { password } from '../lib/member.mjs'
import { until } from '../lib/wait.mjs'

let count = 0

// livesHere is the whole life of a member, in the order in which it happens.
export async function livesHere(page, way, site, t) {
  const member = { name: 'Maxence Tuilier (exemple)', email: `maxence-${process.pid}-${++count}@exemple.invalid`, company: `Atelier du Cabestan ${count} (exemple)` }
  await signsUp(page, member, site)
  await isWelcomed(page, member)
  t.diagnostic(await createsACompany(page, member))
  await mistypes(page, member)
  await renames(page, member)
  await showsWhereItIs(page, member)
  await findsTheEmailBehindItsButton(page, way, member)
  await erases(page, member)
  await leavesAndComesBack(page, member, site)
}

// press sends a form by its button, which says what happens next, and waits for the page that comes.
async function press(page, name) {
  const button = page.locator('main').getByRole('button', { name: new RegExp(`^${name.replaceAll(' ', '\\s')}$`) }) // a sign keeps to the word before it
  await button.waitFor()
  const [answer] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest() && r.status() !== 303), button.click()])
  await page.waitForLoadState()
  return answer.status()
}

// wrongOf is what a page says beside a field.
async function wrongOf(field) {
  assert.equal(await field.getAttribute('aria-invalid'), 'true')
  const ids = (await field.getAttribute('aria-describedby')).split(' ')
  return field.page().locator('#' + ids.find((id) => id.endsWith('-erreur'))).textContent()
}

async function signsUp(page, { name, email }, site) {
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Principal' }).getByRole('link', { name: /Se connecter|Moi/ }).click()
  await page.getByRole('link', { name: 'Créez-le en une minute' }).click()
  await page.getByLabel('Votre nom').fill(name)
  await page.getByLabel('E-mail').fill('maxence@')
  await page.getByLabel('Mot de passe').fill('orleans45')
  assert.equal(await press(page, 'Créer mon compte'), 422)
  assert.match(await wrongOf(page.getByLabel('E-mail')), /n'est pas complète/)
  assert.match(await wrongOf(page.getByLabel('Mot de passe')), /10 caractères au moins/)
  assert.equal(await page.locator('.notice[role=alert] a').count(), 4, 'each refusal leads to its field')
  assert.equal(await page.getByLabel('Votre nom').inputValue(), name, 'what was typed is kept')
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'maxence@')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Mot de passe').fill(password)
  await page.getByLabel("J'ai 15 ans ou plus.").check()
  await page.getByLabel(/J'accepte les/).check()
  assert.equal(await press(page, 'Créer mon compte'), 200)
  await typesTheCode(page, email, site)
}

// typesTheCode reads the letter; a slip of the finger is forgiven.
async function typesTheCode(page, email, site) {
  await page.waitForURL('**/connexion/entrer')
  assert.match(await page.locator('main').textContent(), new RegExp(email.replaceAll('.', '\\.')))
  const code = await site.partant.code(email)
  await page.getByLabel('Code').fill(code.slice(0, 3))
  assert.equal(await press(page, 'Entrer'), 422)
  assert.match(await wrongOf(page.getByLabel('Code')), /a 6 chiffres/)
  await page.getByLabel('Code').fill(code)
  assert.equal(await press(page, 'Entrer'), 200)
}

// isWelcomed goes through the three steps: who are you, your company, who is near.
async function isWelcomed(page, { name, company }) {
  await page.waitForURL('**/bienvenue')
  const step = () => page.locator('.steps [aria-current=step]').textContent()
  const first = await step()
  assert.equal(await page.getByLabel('Votre nom').inputValue(), name)
  await page.getByLabel('Ce que vous faites').fill('charpentier de marine')
  await page.getByLabel('Votre commune').fill('Jargeaux')
  await press(page, 'Publier ma page et continuer')
  if (await step() === first) { // a commune that nobody knows is refused, and kept
    assert.match(await wrongOf(page.getByLabel('Votre commune')), /commune/)
    await page.getByLabel('Votre commune').fill('Jargeau')
    await press(page, 'Publier ma page et continuer')
  }
  const second = await step()
  assert.notEqual(second, first)
  await page.getByLabel('Son nom').fill(company)
  await press(page, 'Chercher')
  await press(page, 'Continuer')
  assert.notEqual(await step(), second)
  assert.equal(await press(page, "J'ai fini : voir l'annuaire"), 200)
  await page.waitForURL('**/annuaire')
}

// createsACompany publishes with the least that is asked, and says how much that was.
async function createsACompany(page, { company }) {
  const start = Date.now()
  const publish = page.getByRole('navigation', { name: 'Principal' }).getByRole('link', { name: /Publier/ })
  if (await publish.isVisible()) await publish.click()
  else await page.goto(new URL('/fiches/nouvelle', page.url()).href) // a phone has room for five places: the front page leads there
  const answers = { Nom: company, Commune: 'Olivet', Activité: 'menuisier', 'En une ligne, que faites-vous ?': 'Des barques de Loire, du bordé au gréement.', Téléphone: '02 61 91 45 45' }
  for (const [label, answer] of Object.entries(answers)) await page.getByLabel(label, { exact: false }).first().fill(answer)
  assert.equal(await press(page, 'Publier la page'), 200)
  assert.match(page.url(), /\/fiches\/atelier-du-cabestan/)
  assert.match(await page.getByRole('status').textContent(), /Votre page est publiée/)
  const shown = plain(await page.locator('main').textContent())
  for (const words of ['olivet', 'menuiserie', 'du borde au greement', '02 61 91 45 45']) assert.ok(shown.includes(words), `the page lacks « ${words} »`)
  await found(page, company, 1)
  return `a company's page: ${Object.keys(answers).length} fields and 2 presses, ${Date.now() - start} ms without the typing`
}

// found waits until the search finds a name so many times: writes reach it within seconds.
function found(page, name, times) {
  const { origin } = new URL(page.url())
  return until(`« ${name} » found ${times} times`, async () => {
    const { items } = await (await fetch(`${origin}/api/v1/profiles?q=${encodeURIComponent(name)}`)).json()
    return items.filter((item) => item.name === name).length === times
  }, 15)
}

// mistypes a SIRET among many right answers: the page says what is wrong, beside it, and keeps all the rest.
async function mistypes(page, { company }) {
  await page.goto('/fiches/nouvelle')
  await page.locator('details.step').evaluateAll((parts) => parts.forEach((part) => { part.open = true }))
  await page.getByRole('radio', { name: /club/i }).check()
  const typed = { nom: company.replace('Atelier', 'Confrérie'), commune: 'Saint Jean de Braye', accroche: 'On répare ensemble.', propose: 'un atelier\nun four', cherche: 'des bras',
    presentation: 'Une **vieille** confrérie.', horaires_2: '9h-12h', email: 'confrerie@exemple.invalid', siret: '732 829 320 00075' }
  for (const [name, value] of Object.entries(typed)) await page.locator(`[name=${name}]`).fill(value)
  await page.locator('[name=email_pour]').selectOption({ label: 'Notre équipe seulement' })
  assert.equal(await press(page, 'Publier la page'), 422)
  assert.match(await wrongOf(page.locator('[name=siret]')), /ne tombe pas juste/)
  assert.ok(await page.locator('[name=siret]').isVisible(), 'the part that holds the wrong answer is open')
  for (const [name, value] of Object.entries(typed)) assert.equal(await page.locator(`[name=${name}]`).inputValue(), value, `${name} is kept`)
  assert.ok(await page.getByRole('radio', { name: /club/i }).isChecked())
  assert.equal(await page.locator('[name=email_pour]').inputValue(), 'equipe')
  for (const [siret, say] of [['7328293200007', /13 chiffres, il en faut 14/], ['73282932A00074', /que des chiffres/]]) {
    await page.locator('[name=siret]').fill(siret)
    assert.equal(await press(page, 'Publier la page'), 422)
    assert.match(await wrongOf(page.locator('[name=siret]')), say)
  }
}

// renames the company: the page moves, and its old address leads there.
async function renames(page, member) {
  await found(page, member.company, 1)
  await page.goto('/compte')
  await page.getByRole('link', { name: member.company, exact: true }).click()
  const old = page.url()
  await page.getByRole('link', { name: 'Modifier la page' }).click()
  member.company = member.company.replace('Cabestan', 'Gouvernail')
  await page.getByLabel('Nom').first().fill(member.company)
  if (!await page.locator('[name=email]').isVisible()) await page.getByText('Adresse et contacts').click()
  await page.locator('[name=email]').fill(member.email)
  assert.equal(await press(page, 'Enregistrer et montrer la page'), 200)
  assert.match(page.url(), /gouvernail/)
  assert.match(await page.getByRole('status').textContent(), /enregistrés/)
  member.page = page.url()
  await page.goto(old)
  assert.equal(page.url(), member.page, 'the old address leads to the new one')
  await found(page, member.company, 1)
}

// showsWhereItIs points at the map twice, nearer the second time, and keeps the place.
async function showsWhereItIs(page, { page: address }) {
  const where = async () => (await page.locator('.spot [name=position]').inputValue()).split(',').map(Number)
  const touch = async (across, down) => {
    const map = page.locator('.ground input:visible')
    const { width, height } = await map.boundingBox()
    await Promise.all([page.waitForNavigation(), map.click({ position: { x: width * across, y: height * down } })])
  }
  await page.goto(address)
  await page.getByRole('link', { name: "Montrer l'endroit sur la carte" }).click()
  await page.waitForURL('**/position')
  const [lat, lon] = await where()
  await touch(.75, .25) // of 8 km
  const [north, east] = await where()
  assert.ok(Math.abs(north - lat - .0180) < .0005 && Math.abs(east - lon - .0268) < .0008, `the touch led from ${lat},${lon} to ${north},${east}`)
  assert.equal(await press(page, 'Plus près'), 200)
  assert.equal(await press(page, 'Plus près'), 200)
  await touch(.25, .75)
  assert.equal(await press(page, "Un peu plus à l'est"), 200)
  const shown = await where()
  assert.equal(await press(page, 'Garder cet endroit'), 200)
  assert.match(await page.getByRole('status').textContent(), /Le repère est en place/)
  await page.getByRole('link', { name: 'Déplacer le repère' }).click()
  await page.waitForURL('**/position')
  assert.deepEqual(await where(), shown)
}

// findsTheEmailBehindItsButton looks as robots and visitors do.
async function findsTheEmailBehindItsButton(page, { scripts }, { page: address, email }) {
  assert.ok(!(await (await fetch(address)).text()).includes(email), 'the address stands in no page that robots read')
  await page.goto(address)
  assert.ok(!(await page.content()).includes(email))
  if (scripts) await page.getByRole('button', { name: "Voir l'adresse e-mail" }).click()
  else await press(page, "Voir l'adresse e-mail")
  assert.equal(await page.getByRole('link', { name: email }).getAttribute('href'), `mailto:${email}`)
  assert.ok(!page.url().includes('@'))
}

async function erases(page, { page: address, company }) {
  await page.goto(address)
  await page.getByRole('link', { name: 'Supprimer' }).click()
  assert.match(await page.locator('h1').textContent(), new RegExp(company.slice(0, 12)))
  assert.equal(await press(page, 'Supprimer la page'), 200)
  await page.waitForURL('**/compte')
  const answer = await page.goto(address)
  assert.equal(answer.status(), 410)
  await found(page, company, 0)
}

async function leavesAndComesBack(page, { email, name }, site) {
  await page.goto('/compte')
  await press(page, 'Me déconnecter')
  assert.match(await page.getByRole('status').textContent(), /déconnecté/)
  await page.goto('/compte')
  await page.waitForURL('**/connexion?suite=%2Fcompte')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Mot de passe').fill('une gabare sur le Loing')
  assert.equal(await press(page, 'Entrer'), 422)
  assert.match(await wrongOf(page.getByLabel('Mot de passe')), /ne convient pas/)
  assert.equal(await page.getByLabel('E-mail').inputValue(), email)
  await page.getByLabel('Mot de passe').fill(password)
  assert.equal(await press(page, 'Entrer'), 200)
  await page.waitForURL('**/compte')
  assert.equal(await page.locator('h1').textContent(), name)
  await press(page, 'Me déconnecter') // and once more, by a letter
  await page.goto('/compte')
  await page.getByLabel('E-mail').fill(email)
  const before = await site.partant.code(email)
  assert.equal(await press(page, 'Recevoir un code par e-mail'), 200)
  const code = await until('another letter', async () => { const code = await site.partant.code(email); return code !== before && code })
  await page.getByLabel('Code').fill(code)
  assert.equal(await press(page, 'Entrer'), 200)
  await page.waitForURL('**/compte')
}
