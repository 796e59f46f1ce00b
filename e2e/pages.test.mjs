// Every page as checkers see it: on a phone and on a desk, in light and in dark, signed in or not, narrow, enlarged, and weighed.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { leave, openBrowser, visit, windows } from './lib/browser.mjs'
import { covered, enlarge, invalid, overflow, violations, weigh } from './lib/inspect.mjs'
import { oneMachine } from './lib/size.mjs'
import { doors, pages, prepare, refusals, rooms, states } from './lib/templates.mjs'

const KiB = 1024
let site, browser, made
before(async () => {
  [site, browser] = await Promise.all([oneMachine(), openBrowser()])
  made = await prepare(site)
})
after(() => Promise.all([site?.stop(), browser?.close()]))

// look opens pages one after the other and gathers what is wrong with each. Nothing moves: a colour on its way would be the wrong one.
async function look(way, list, check) {
  const wrong = []
  const page = await visit(browser, site, { ...way, reducedMotion: 'reduce' })
  for (const [path, status = 200] of list) {
    const answer = await page.goto(path)
    if (answer.status() !== status) wrong.push(`${path}: ${answer.status()}`)
    for (const found of await check(page, answer)) wrong.push(`${path}: ${found}`)
  }
  await leave(page)
  assert.deepEqual(wrong, [])
}

// onPhone checks the HTML, asks axe, and narrows the window to 320 pixels, where nothing lies on what can be pressed.
async function onPhone(page, answer) {
  const wrong = [...await invalid(await answer.text()), ...await violations(page)]
  await page.setViewportSize({ width: 320, height: 700 })
  wrong.push(...await overflow(page), ...await covered(page))
  await page.setViewportSize(windows.phone.viewport)
  return wrong
}

// onDesktop asks axe, and doubles the letters.
async function onDesktop(page) {
  const wrong = [...await violations(page), ...await covered(page)]
  await enlarge(page)
  return [...wrong, ...await overflow(page)]
}

// byMember gathers the rooms of each member.
function byMember(list) {
  const members = new Map()
  for (const [path, member] of list) members.set(member, [...members.get(member) ?? [], [path]])
  return [...members]
}

describe('every page', { concurrency: 2 }, () => {
  for (const [on, check] of Object.entries({ phone: onPhone, desktop: onDesktop })) {
    test(`as visitors see it: ${on}`, () => look({ on }, [...pages(made), ...states(), ...doors], check))
    test(`as members see it: ${on}`, async () => {
      await look({ on, member: made.owner }, pages(made), check)
      for (const [member, list] of byMember(rooms(made))) await look({ on, member }, list, check)
    })
    test(`refused forms: ${on}`, async () => {
      for (const [path, member, fields, button] of refusals(made)) {
        await look({ on, member }, [[path]], async (page) => {
          for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value)
          const refused = page.waitForResponse((r) => r.request().method() === 'POST')
          await page.getByRole('button', { name: button, exact: true }).click()
          const answer = await refused
          assert.equal(answer.status(), 422)
          await page.locator('[role=alert]').first().waitFor()
          return check(page, answer)
        })
      }
    })
  }

  test('a whole page weighs 100 KB at most, and the photos of its people as much again', async (t) => {
    for (const path of ['/', '/annuaire', '/annuaire?q=plombier', '/carte', made.rich, '/fiches/cci-du-loiret']) {
      const page = await visit(browser, site, { on: 'phone' })
      const { bytes, photos } = await weigh(page, path)
      t.diagnostic(`${path}: ${(bytes / KiB).toFixed(1)} KiB, photos ${(photos / KiB).toFixed(1)} KiB`)
      assert.ok(bytes > 20 * KiB && bytes <= 100 * KiB && photos <= 100 * KiB, `${path} weighs ${bytes} bytes, its photos ${photos}`)
      await leave(page)
    }
  })
})
