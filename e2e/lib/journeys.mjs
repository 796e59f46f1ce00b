// What both sizes must offer alike.
import { after, before, describe, test } from 'node:test'
import { losesThePower } from '../journeys/accident.mjs'
import { becomesTheAdministrator, comesTooLate, isToldWhatToDo } from '../journeys/firsthour.mjs'
import { goesByKeyboard } from '../journeys/keyboard.mjs'
import { livesHere } from '../journeys/member.mjs'
import * as newcomer from '../journeys/newcomer.mjs'
import { leave, openBrowser, visit } from './browser.mjs'

// ways to look at the site: two of them meet both windows, with scripts and without.
export const twoWays = [{ on: 'phone', scripts: true }, { on: 'desktop', scripts: false }]
export const fourWays = [...twoWays, { on: 'phone', scripts: false }, { on: 'desktop', scripts: true }]

const called = ({ on, scripts }) => `${on}, scripts ${scripts ? 'on' : 'off'}`

// walk goes a journey in a window of its own.
export async function walk(browser, site, way, journey) {
  const page = await visit(browser, site, way)
  try {
    return await journey(page, way, site)
  } finally {
    await leave(page)
  }
}

// journeys are those of visitors and members on a site that is full; accidents come after them, since they stop its servers.
export function journeys(make, ways, accidents = {}) {
  const name = make.name
  let site, browser
  before(async () => { [site, browser] = await Promise.all([make(), openBrowser()]) })
  after(() => Promise.all([site?.stop(), browser?.close()]))

  describe(`${name}: visitors and members`, { concurrency: 2 }, () => {
    for (const way of ways) {
      for (const [title, journey] of Object.entries(newcomer)) {
        if (way.scripts || journey !== newcomer.searchesAsOneTypes) test(`${title}: ${called(way)}`, () => walk(browser, site, way, journey))
      }
    }
    for (const way of twoWays) {
      test(`livesHere: ${called(way)}`, (t) => walk(browser, site, way, (page) => livesHere(page, way, site, t)))
      test(`goesByKeyboard: ${called(way)}`, () => walk(browser, site, way, goesByKeyboard))
    }
  })
  describe(`${name}: accidents`, () => {
    for (const [title, accident] of Object.entries({ losesThePower, ...accidents })) {
      test(title, () => walk(browser, site, twoWays[0], (page) => accident(page, site)))
    }
  })
}

// firstHour is that of a site of its own, which is empty.
export function firstHour(make) {
  test(`${make.name}: the first hour`, async () => {
    const [site, browser] = await Promise.all([make({ empty: true }), openBrowser()])
    try {
      await walk(browser, site, twoWays[0], isToldWhatToDo)
      const link = await walk(browser, site, twoWays[0], becomesTheAdministrator)
      await walk(browser, site, twoWays[1], (page) => comesTooLate(page, link, site))
    } finally {
      await Promise.all([site.stop(), browser.close()])
    }
  })
}
