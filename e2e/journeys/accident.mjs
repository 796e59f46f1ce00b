// Servers stop and come back: pages say so, nothing is lost, and nobody has to do anything.
import assert from 'node:assert/strict'
import { Member } from '../lib/member.mjs'
import { plain, tally } from '../lib/directory.mjs'
import { until } from '../lib/wait.mjs'

let count = 0

// losesThePower kills the program as soon as it has answered that a page is published; after a new start the page is there, and found.
export async function losesThePower(page, site) {
  const member = await Member.signUp(site)
  const name = `Menuiserie des Orages ${++count} (exemple)`
  const path = await member.publish({ nom: name, commune: 'Gien', activite: 'menuisier' })
  await site.partant.program.kill()
  await site.partant.start()
  const answer = await page.goto(path)
  assert.equal(answer.status(), 200)
  assert.match(await page.locator('h1').textContent(), /Menuiserie des Orages/)
  await until('the page is found', async () => {
    await page.goto('/annuaire?q=menuiserie+des+orages')
    return await page.locator(`.card[data-f="${path.split('/').pop()}"]`).count() === 1
  }, 60) // half a minute passes before another takes up what a worker had taken when it died
  assert.equal((await member.get('/compte')).status, 200, 'the member is still signed in')
}

// losesTheSearch stops Meilisearch: the directory answers from the store, says so, and recovers by itself.
export async function losesTheSearch(page, site) {
  await page.goto('/annuaire?q=plomberie')
  const before = await tally(page)
  assert.ok(before > 0)
  await site.search.stop()
  for (const path of ['/annuaire?q=Plomberie&tri=nom', '/annuaire?q=Plomberie&type=entreprise&vue=carte', '/annuaire?pres=Gien&rayon=10']) {
    const answer = await page.goto(path)
    assert.equal(answer.status(), 200, path)
    assert.match(await page.locator('.found .notice').textContent(), /La recherche se repose/)
  }
  await page.goto('/annuaire?q=Plomberie+S&tri=nom')
  assert.match(plain(await page.locator('.found .card h3').first().textContent()), /^plomberie s/)
  for (const path of ['/', '/carte', '/communes/gien', '/fiches/cci-du-loiret', '/readyz']) {
    assert.equal((await page.goto(path)).status(), 200, path)
  }
  const member = await Member.signUp(site)
  const path = await member.publish({ nom: 'Horlogerie de la Patience (exemple)', commune: 'Gien', activite: 'horloger' })
  assert.equal((await page.goto(path)).status(), 200, 'one can publish meanwhile')
  await site.search.start()
  await until('the search is back', async () => {
    await page.goto('/annuaire?q=plomberie')
    return await page.locator('.found .notice').count() === 0 && await tally(page) === before
  })
  await until('what was published meanwhile is found', async () => {
    await page.goto('/annuaire?q=horloger+patience')
    return (await page.locator('.found .card h3').allTextContents()).some((name) => name.includes('Horlogerie de la Patience'))
  })
}

// losesTheStore shuts the way to MongoDB: pages say in French that they are away, /readyz is red, and all is back by itself.
export async function losesTheStore(page, site) {
  const member = await Member.signUp(site)
  await site.store.shut()
  try {
    for (const path of ['/', '/fiches/cci-du-loiret']) { // each waits some seconds for the server
      const answer = await page.goto(path)
      assert.equal(answer.status(), 503, path)
      assert.ok(Number(answer.headers()['retry-after']) > 0)
      assert.match(await page.locator('main').textContent(), /Revenez/)
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr')
    }
    assert.equal((await page.goto('/readyz')).status(), 503)
    assert.equal((await page.goto('/healthz')).status(), 200, 'the program itself is well')
    assert.equal((await page.goto('/public/img/favicon.svg')).status() < 500, true)
  } finally {
    await site.store.open()
  }
  await until('the site is ready again', async () => (await page.goto('/readyz')).status() === 200)
  assert.equal((await page.goto('/fiches/cci-du-loiret')).status(), 200)
  assert.equal((await member.get('/compte')).status, 200, 'nobody was signed out')
}
