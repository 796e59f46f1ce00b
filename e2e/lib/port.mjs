// Loopback ports: free ones, and a gate that can be shut.
import { createServer, connect } from 'node:net'
import { once } from 'node:events'

// freePort returns a port that nobody listens on, below those that the system hands out by itself.
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const server = createServer()
    server.listen(port, '127.0.0.1')
    try {
      await once(server, 'listening')
    } catch {
      continue
    }
    server.close()
    await once(server, 'close')
    return port
  }
}

// Gate stands before a server and lets everything through until it is shut: then the server seems to be stopped, and keeps its data.
export class Gate {
  #door
  #lines = new Set()

  constructor(target) {
    const [host, port] = target.split(':')
    this.target = { host, port: Number(port) }
  }

  async open() {
    this.port ??= await freePort()
    this.#door = createServer((line) => this.#join(line))
    this.#door.listen(this.port, '127.0.0.1')
    await once(this.#door, 'listening')
  }

  async shut() {
    const closed = once(this.#door, 'close')
    this.#door.close()
    for (const line of this.#lines) line.destroy()
    await closed
  }

  #join(line) {
    const other = connect(this.target)
    for (const [from, to] of [[line, other], [other, line]]) {
      this.#lines.add(from)
      from.pipe(to)
      from.on('error', () => {}) // the other side is told by its own end
      from.on('close', () => { this.#lines.delete(from); to.destroy() })
    }
  }
}
