// What a person does with the page that is open, and what they read on it.
import assert from 'node:assert/strict'
import { covered, overflow, violations } from './inspect.mjs'

// presses sends a form by its button, in a part of the page where there are several, and waits for the page that comes.
export async function presses(page, name, status = 200, within = 'main') {
  const button = page.locator(within).getByRole('button', { name, exact: true })
  const [answer] = await Promise.all([page.waitForResponse((r) => r.request().isNavigationRequest() && r.status() !== 303 && r.status() !== 301), button.click()])
  await page.waitForLoadState()
  assert.equal(answer.status(), status, `« ${name} » leads to ${page.url()}`)
}

export async function goes(page, path, status = 200) {
  const answer = await page.goto(path)
  assert.equal(answer.status(), status, path)
}

export const words = async (page, within = 'main') => (await page.locator(within).first().textContent()).replace(/\s+/g, ' ')

export async function reads(page, path, ...all) {
  await goes(page, path)
  await says(page, ...all)
}

// says is what the page that is open says.
export async function says(page, ...all) {
  const text = await words(page)
  for (const one of all) assert.ok(one instanceof RegExp ? one.test(text) : text.includes(one), `${page.url()} does not say « ${one} »: ${text}`)
}

export async function lacks(page, path, ...all) {
  await goes(page, path)
  const text = await words(page)
  for (const one of all) assert.ok(!text.includes(one), `${path} says « ${one} »`)
}

// sound asks axe about the page that is open, narrows the window, and tries whether all that can be pressed can be reached.
export async function sound(page) {
  const wrong = await violations(page)
  const was = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 700 })
  wrong.push(...await overflow(page), ...await covered(page))
  await page.setViewportSize(was)
  assert.deepEqual(wrong, [], page.url())
}

// aWhile is what nobody who reads a form is quicker than.
export const aWhile = (page) => page.waitForTimeout(3200)
