// The two sizes of the site, each with its own servers and data.
import { FerretDB, folder, Meilisearch, Partant } from './server.mjs'
import { Gate } from './port.mjs'
import { publishExamples } from './examples.mjs'
import { until } from './wait.mjs'

// Size is a running site; stop ends everything that it started, the last first.
class Size {
  #steps = []

  constructor(name) { this.name = name }

  get url() { return this.partant.url }

  // add starts a server or opens a gate, and remembers how to end it.
  async add(thing) {
    this.#steps.push(() => thing.stop?.() ?? thing.shut?.())
    await (thing.start?.() ?? thing.open?.())
    return thing
  }

  async folder(name) {
    const { path, remove } = await folder(name)
    this.#steps.push(remove)
    return path
  }

  async stop() {
    for (const step of this.#steps.reverse()) await step()
    this.#steps = []
  }

  // made runs the steps of a new size; what was started ends when one of them fails.
  async made(steps) {
    try {
      await steps()
    } catch (error) {
      await this.stop()
      throw error
    }
    return this
  }
}

// oneMachine is SQLite and the embedded index, filled with the demonstration unless it shall be empty.
export function oneMachine({ empty = false } = {}) {
  const size = new Size('one machine')
  return size.made(async () => {
    size.partant = await size.add(new Partant({ data: await size.folder('data'), flags: empty ? [] : ['--demo'] }))
    if (!empty) await indexed(size, 1000)
  })
}

// manyMachines is the protocol of MongoDB and a real Meilisearch, filled by members with a few dozen pages: FerretDB reads everything for
// most questions, and would take minutes over the demonstration.
export function manyMachines({ empty = false } = {}) {
  const size = new Size('many machines')
  return size.made(async () => {
    const [ferretDB, meilisearch] = await Promise.all([size.add(new FerretDB()), size.folder('search').then((data) => size.add(new Meilisearch(data)))])
    size.store = await size.add(new Gate(ferretDB.address))
    size.search = meilisearch
    // On a busy machine a search may take longer than a site would wait: the journeys are about what it finds.
    const env = { PARTANT_STORE: `mongodb://127.0.0.1:${size.store.port}/partant`, PARTANT_SEARCH: meilisearch.url, PARTANT_SEARCH_PATIENCE: '5s' }
    const site = new Partant({ data: await size.folder('data'), env })
    const keys = await new Partant({ data: site.data, env: { ...env, PARTANT_ADDR: '127.0.0.1:1', PARTANT_BASE_URL: '', PARTANT_SEARCH_MASTER_KEY: meilisearch.key } }).command('search', 'setup')
    for (const [, name, value] of keys.matchAll(/^(PARTANT_\w+)=(.+)$/gm)) site.extra[name] = value
    size.partant = await size.add(site)
    if (!empty) await indexed(size, await publishExamples(size))
  })
}

// indexed waits until that many pages can be found.
function indexed(site, count) {
  return until(`${count} pages in the index`, async () => (await (await fetch(`${site.url}/api/v1/profiles?limit=1`)).json()).total >= count)
}
