// Two windows side by side: one answers, the other hears of it without being loaded anew; without scripts nothing is missing.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { press, signsUp } from './lib/account.mjs'
import { leave, openBrowser, visit } from './lib/browser.mjs'
import { freePort } from './lib/port.mjs'
import { folder, Partant } from './lib/server.mjs'
import { until } from './lib/wait.mjs'

let site, data, browser
before(async () => {
  [data, browser] = await Promise.all([folder('told'), openBrowser()])
  site = new Partant({ data: data.path, flags: [] })
  site.port = await freePort()
  await site.start()
})
after(async () => {
  await Promise.all([site?.stop(), browser?.close()])
  await data?.remove()
})

// arrives makes an account with a page of its own.
async function arrives(page) {
  await signsUp(page, site)
  await page.getByLabel('Votre commune').fill('Jargeau')
  await press(page, 'Publier ma page et continuer')
}

// asks opens a discussion and returns its path.
async function asks(page) {
  await page.goto('/discussions/nouvelle')
  await page.getByLabel('Question', { exact: false }).first().check()
  await page.getByLabel(/Titre|En une phrase|Votre question/).first().fill('Qui vient mardi au premier atelier ?')
  await page.getByLabel('Thème').selectOption({ index: 1 })
  await page.getByRole('button', { name: 'Publier la discussion' }).click()
  await page.waitForURL(/discussions\/qui-vient/)
  return new URL(page.url()).pathname
}

async function answers(page, path, words) {
  await page.goto(path)
  await page.locator('.answerbox textarea').fill(words)
  await page.locator('.answerbox').getByRole('button', { name: /^Publier/ }).click()
  await page.waitForURL(/#reponse-/)
}

const bell = (page) => page.locator('.bell .count')

describe('told', () => {
  test('one answers, the other hears of it in every window', async () => {
    const [asker, other] = await Promise.all([visit(browser, site, { on: 'phone' }), visit(browser, site)])
    await arrives(asker)
    await arrives(other)
    const path = await asks(asker)
    const second = await asker.context().newPage()
    await second.goto('/annuaire')
    assert.equal(await bell(asker).count() + await bell(second).count(), 0)
    const top = await asker.evaluate(() => scrollY)
    await answers(other, path, 'Partant !')

    await asker.locator('.fresh a').waitFor()
    assert.match(await asker.locator('.fresh').textContent(), /^1 nouvelle réponse\s: l'afficher$/)
    for (const page of [asker, second]) await bell(page).waitFor()
    assert.match(await bell(second).textContent(), /^1\snon lue$/)
    assert.equal(await asker.evaluate(() => scrollY), top, 'what is read stays where it is')
    assert.equal(await asker.locator('.answer').count(), 0)
    await asker.locator('.fresh a').click()
    await asker.locator('.answer.young').waitFor()
    assert.match(await asker.locator('.answer.young').textContent(), /Partant\s!/)
    assert.equal(await asker.locator('.fresh a').count(), 0)

    await second.goto('/notifications')
    await second.getByRole('button', { name: 'Tout marquer comme lu' }).click()
    for (const page of [asker, second]) await until('the bells are silent', async () => await bell(page).count() === 0)
    await leave(asker)
    await leave(other)
  })

  test('« @ » and two letters open a list of pages to name', async () => {
    const page = await visit(browser, site, { on: 'phone' })
    await arrives(page)
    await page.goto(await asks(page))
    const field = page.locator('.answerbox textarea')
    const choices = page.locator('.namers [role=option]')
    await until('the list knows who just came', async () => {
      await field.fill('')
      await field.pressSequentially('Merci à @prud')
      await page.waitForTimeout(300)
      return await choices.count() > 0
    })
    const pointed = () => field.getAttribute('aria-activedescendant')
    const first = await pointed()
    assert.equal(await page.locator('.namers [aria-selected=true]').getAttribute('id'), first)
    await field.press('Escape')
    assert.equal(await page.locator('.namers').isVisible(), false)
    assert.equal(await pointed(), null)
    await field.press('e')
    await choices.first().waitFor()
    await field.press('ArrowUp')
    const chosen = await pointed()
    await field.press('Enter')
    assert.equal(await field.inputValue(), `Merci à @${chosen.replace('nom-', '')} `)
    await field.pressSequentially('et @prud')
    await choices.first().click()
    assert.match(await field.inputValue(), /^Merci à @prudence\S+ et @prudence\S+ $/)
    await page.locator('.answerbox').getByRole('button', { name: /^Publier/ }).click()
    await page.waitForURL(/#reponse-/)
    assert.ok(await page.locator('.answer .prose a[href^="/fiches/prudence"]').count() > 0)
    await leave(page)
  })

  test('without scripts the next page says it', async () => {
    const [asker, other] = await Promise.all([visit(browser, site, { scripts: false }), visit(browser, site, { on: 'phone', scripts: false })])
    await arrives(asker)
    await arrives(other)
    const path = await asks(asker)
    await answers(other, path, 'A priori partant.')
    assert.equal(await asker.locator('.fresh a').count(), 0)
    await until('the bell rings on the next page', async () => { await asker.reload(); return await bell(asker).count() === 1 })
    assert.match(await asker.locator('.answer').textContent(), /A priori partant/)
    await asker.goto('/direct')
    assert.equal(new URL(asker.url()).pathname, '/notifications')
    await leave(asker)
    await leave(other)
  })
})
