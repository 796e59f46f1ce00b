// Somebody who has never seen Partant looks for a partner: by trade, name, town, distance and map.
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { asked, cards, kilometres, plain, tally } from '../lib/directory.mjs'
import { until } from '../lib/wait.mjs'

// searches are typed as people type, and what the first results must be about.
const searches = [
  { typed: 'plonbier', about: /plomb/, first: 3 },
  { typed: 'hotel orleans', about: /hotel[^]*orleans|orleans[^]*hotel/, first: 1 },
  { typed: 'St-Jean-de-Braye', about: /saint-jean-de-braye/, first: 3 },
]

// findsByWords starts on the front page each time, as newcomers do.
export async function findsByWords(page) {
  for (const { typed, about, first } of searches) {
    await page.goto('/')
    await page.getByRole('searchbox', { name: 'Que cherchez-vous ?' }).fill(typed)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/annuaire?**')
    assert.deepEqual(asked(page), [`q=${typed}`])
    const found = await cards(page)
    assert.ok(found.length >= first, `« ${typed} » finds ${found.length} pages`)
    for (const card of found.slice(0, first)) assert.match(plain(card.text), about, `« ${typed} » finds ${card.name}`)
  }
}

// findsByName reaches the page of an institution from its name.
export async function findsByName(page) {
  await page.goto('/annuaire')
  await page.locator('#q').fill('cci du loiret')
  await page.keyboard.press('Enter')
  await page.locator('.found .card').first().getByRole('link', { name: 'CCI du Loiret', exact: true }).click()
  await page.waitForURL('**/fiches/cci-du-loiret')
  assert.match(await page.locator('h1').textContent(), /CCI du Loiret/)
  assert.equal(await page.title(), 'CCI du Loiret – Partant')
}

// findsByDistance asks for all there is within five kilometres of Gien.
export async function findsByDistance(page) {
  await page.goto('/annuaire')
  await page.getByLabel('Autour de', { exact: true }).fill('Gien')
  await page.getByLabel('Rayon').selectOption('5')
  await submit(page)
  await page.waitForURL(/rayon=5/)
  const far = (await cards(page)).map((card) => kilometres(card.distance))
  assert.ok(far.length >= 5, `${far.length} pages within 5 km of Gien`)
  assert.deepEqual(far, far.toSorted((a, b) => a - b), 'the nearest first')
  assert.ok(far.every((km) => km <= 5), `too far: ${far}`)
  assert.ok(await page.locator('.active').getByRole('link', { name: 'Retirer à 5 km de Gien' }).isVisible())
}

// submit sends the question as the window lets one do it.
async function submit(page) { await page.locator('#chercher').getByRole('button', { name: 'Chercher' }).click() }

// changed does something to the results and waits until they are there.
async function changed(page, act) {
  const before = page.url()
  await act()
  await page.waitForURL((url) => url.href !== before)
  await page.locator('#resultats:not(.htmx-request)').waitFor()
}

// openFacets unfolds them where they are folded.
async function openFacets(page) {
  if (!await page.locator('.facets .tick').first().isVisible()) await page.locator('.facets > summary').click()
}

// narrows ticks two facets and lets them go again by their chips; the counts beside the boxes are kept promises.
export async function narrows(page, { scripts }) {
  await page.goto('/annuaire')
  const all = await tally(page)
  await tick(page, scripts, 'Clubs')
  const clubs = await tally(page)
  assert.ok(clubs > 0 && clubs < all, `${clubs} of ${all}`)
  assert.deepEqual(asked(page), ['type=club'])
  await tick(page, scripts, 'Institutions')
  assert.ok(await tally(page) > clubs, 'two values of one facet widen')
  assert.deepEqual(asked(page), ['type=club', 'type=institution'])
  await changed(page, () => page.locator('.active').getByRole('link', { name: 'Retirer Institutions' }).click())
  assert.equal(await tally(page), clubs)
  await changed(page, () => page.locator('.active').getByRole('link', { name: 'Retirer Clubs' }).click())
  assert.equal(await tally(page), all)
  assert.deepEqual(asked(page), [])
}

async function tick(page, scripts, name) {
  await openFacets(page)
  const box = page.locator('.facets .tick').filter({ hasText: name }).first()
  const promised = Number((await box.locator('.soft').textContent()).replace(/\D/g, ''))
  const before = await page.locator('.active').count() ? await tally(page) : 0
  const apply = () => page.locator('.facets').getByRole('button', { name: 'Voir les fiches' }).click()
  if (scripts) {
    await changed(page, () => box.getByRole('checkbox').check())
    if (await page.locator('.facets').evaluate((facets) => getComputedStyle(facets).position === 'fixed')) await apply() // the sheet closes
  } else {
    await box.getByRole('checkbox').check()
    await changed(page, apply)
  }
  assert.equal(await tally(page), before + promised, `${name} promised ${promised}`)
}

// comesBackStepByStep ticks by keyboard, where the box keeps the focus, and takes the choices back with the button of the browser.
export async function comesBackStepByStep(page, { scripts }) {
  await page.goto('/')
  await page.goto('/annuaire?q=plombier')
  const addresses = [page.url()], chosen = []
  for (const facet of ['type', 'commune']) {
    await openFacets(page)
    const box = page.locator(`.facets [name=${facet}]`).last()
    const value = await box.getAttribute('value')
    await box.focus()
    await page.keyboard.press('Space')
    if (scripts) await page.waitForURL((url) => url.searchParams.getAll(facet).includes(value))
    else await changed(page, () => page.locator('.facets').getByRole('button', { name: 'Voir les fiches' }).click())
    await page.locator('#resultats:not(.htmx-request)').waitFor()
    if (scripts) assert.equal(await page.evaluate(() => document.activeElement.value), value, 'the box that was ticked keeps the focus')
    addresses.push(page.url())
    chosen.push(value)
    assert.deepEqual(await ticked(page), chosen)
  }
  for (const left of [1, 0]) {
    await page.goBack()
    await page.waitForURL(addresses[left])
    const want = chosen.slice(0, left)
    await until(`only these are ticked: ${want}`, async () => isDeepStrictEqual(await ticked(page).catch(() => undefined), want)) // the page is drawn anew
  }
}

const ticked = (page) => page.locator('.facets :checked').evaluateAll((boxes) => boxes.map((box) => box.value))

// keepsEverythingInTheAddress opens an address with all that can be asked, and finds it again in the form, in the chips and after a reload.
export async function keepsEverythingInTheAddress(page) {
  const question = ['commune=gien', 'pres=45155', 'q=boulanger', 'rayon=20', 'tri=distance', 'type=entreprise', 'vue=carte']
  await page.goto('/annuaire?' + question.join('&'))
  const found = await cards(page)
  assert.ok(found.length > 0)
  assert.equal(await page.locator('#q').inputValue(), 'boulanger')
  assert.equal(await page.locator('#pres').inputValue(), 'Gien')
  assert.equal(await page.locator('#rayon').inputValue(), '20')
  assert.deepEqual((await page.locator('.active .chip').allTextContents()).map(plain).slice(0, 3).sort(), ['retirer a 20 km de gien', 'retirer entreprises', 'retirer gien'])
  assert.match(await page.locator('.sorts [aria-current]').textContent(), /Distance/)
  await page.reload()
  assert.deepEqual(await cards(page), found)
  await submit(page)
  await page.waitForURL(/vue=carte/)
  await page.locator('#resultats:not(.htmx-request)').waitFor()
  assert.deepEqual(asked(page).map((pair) => pair.replace('pres=Gien', 'pres=45155')), question, 'sending the form again changes nothing')
  assert.deepEqual(await cards(page), found)
}

// searchesAsOneTypes changes the results without a new page.
export async function searchesAsOneTypes(page) {
  await page.goto('/annuaire')
  await page.evaluate(() => { window.sameDocument = true })
  const all = await tally(page)
  await page.keyboard.press('/')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q', '« / » goes to the search')
  await changed(page, () => page.keyboard.type('boulang'))
  await page.waitForURL(/q=boulang$/)
  await page.locator('#resultats:not(.htmx-request)').waitFor()
  assert.ok(await tally(page) > 0 && await tally(page) < all)
  assert.match(plain((await cards(page))[0].text), /boulang/)
  assert.equal(await page.evaluate(() => window.sameDocument), true, 'the page was not loaded again')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q', 'one can type on')
}

// isOfferedMore asks for what nobody has nearby, and is shown who is a little farther.
export async function isOfferedMore(page) {
  await page.goto('/annuaire?q=plombier&pres=Briare&rayon=5')
  assert.match(await page.locator('#combien').textContent(), /Aucun résultat/)
  const wider = page.locator('.empty').getByRole('link', { name: /Voici .* à moins de 20.km/ })
  await wider.waitFor()
  const first = (await cards(page))[0]
  assert.match(plain(first.text), /plomb/)
  await changed(page, () => wider.click())
  assert.equal((await cards(page))[0].name, first.name)
  await page.goto('/annuaire?q=zzzzqx')
  assert.ok(await page.locator('.empty').getByRole('link', { name: 'reprenez tout l\'annuaire' }).isVisible())
}

// looksAtTheMap finds the results on it, and the communes behind its lights.
export async function looksAtTheMap(page, { scripts, on }) {
  await page.goto('/annuaire?q=boulanger')
  await changed(page, () => page.locator('.sorts').getByRole('link', { name: 'Carte' }).click())
  assert.deepEqual(asked(page), ['q=boulanger', 'vue=carte'])
  const found = (await cards(page)).map((card) => card.slug)
  const marked = await page.locator('.beside [data-f]').evaluateAll((list) => list.filter((mark) => mark.getClientRects().length).flatMap((mark) => mark.dataset.f.split(' ')))
  assert.ok(marked.length > 0 && await page.locator('.beside .map').isVisible())
  assert.deepEqual(marked.sort(), found.filter((slug) => marked.includes(slug)).sort(), 'the map and the list go in step, and no page has two marks')
  if (scripts && on === 'desktop') {
    await page.locator(`.card[data-f="${marked[0]}"]`).hover()
    await page.locator(`.lit[data-f~="${marked[0]}"]:not(.card)`).filter({ visible: true }).waitFor()
  }
  await page.goto('/carte')
  const spot = await page.locator('.dot').evaluateAll(topmost)
  await page.mouse.click(spot.x, spot.y)
  await page.waitForURL((url) => url.searchParams.has('commune') || url.searchParams.has('pres'))
  if (page.url().includes('commune=')) assert.equal(await tally(page), spot.count)
  await page.goto('/carte')
  await page.locator('.towns').getByRole('link', { name: 'Gien', exact: true }).click()
  await page.waitForURL('**/communes/gien')
  assert.match(await page.locator('h1').textContent(), /Gien/)
}

// topmost returns the middle of the largest light of this screen that lies under nothing else, and its count.
function topmost(dots) {
  const shown = dots.filter((dot) => dot.getClientRects().length)
    .map((dot) => ({ dot, box: dot.querySelector('circle:not(.hit)').getBoundingClientRect(), count: Number(dot.querySelector('text')?.textContent) }))
  for (const { dot, box, count } of shown.sort((a, b) => b.box.width - a.box.width)) {
    const x = box.x + box.width / 2, y = box.y + box.height / 2
    if (dot.contains(document.elementFromPoint(x, y))) return { x, y, count }
  }
}
