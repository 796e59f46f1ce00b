// What both sizes must offer alike.
import { after, before, describe, test } from 'node:test'
import * as newcomer from '../journeys/newcomer.mjs'
import { leave, openBrowser, visit } from './browser.mjs'

const ways = [
  { on: 'phone', scripts: true }, { on: 'phone', scripts: false },
  { on: 'desktop', scripts: true }, { on: 'desktop', scripts: false },
]

const called = ({ on, scripts }) => `${on}, scripts ${scripts ? 'on' : 'off'}`

export function journeys(make) {
  describe(make.name, () => {
    let site, browser
    before(async () => { [site, browser] = await Promise.all([make(), openBrowser()]) })
    after(() => Promise.all([site?.stop(), browser?.close()]))

    // with runs a journey in a window of its own.
    const walk = (name, way, journey) => test(`${name} (${called(way)})`, async () => {
      const page = await visit(browser, site, way)
      await journey(page, way, site)
      await leave(page)
    })
    for (const way of ways) {
      walk('finds by words', way, newcomer.findsByWords)
      walk('finds by name', way, newcomer.findsByName)
      walk('finds by distance', way, newcomer.findsByDistance)
      walk('narrows and widens', way, newcomer.narrows)
      walk('keeps everything in the address', way, newcomer.keepsEverythingInTheAddress)
      walk('is offered more', way, newcomer.isOfferedMore)
      walk('looks at the map', way, newcomer.looksAtTheMap)
      if (way.scripts) walk('searches as one types', way, newcomer.searchesAsOneTypes)
    }
  })
}
