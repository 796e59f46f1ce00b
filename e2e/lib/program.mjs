// Programs that the journeys start. A shell watches each of them: it ends the program when this process ends, however that comes about.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

// The shell prints the number of the program on its fourth channel and waits for it. Its standard input is the lifeline: it closes with
// the process that holds the other end.
const watch = `
"$@" </dev/null 3>&- & program=$!
echo $program >&3
exec 3>&- 4<&0 </dev/null
(cat <&4; kill -9 $program) >/dev/null 2>&1 & guard=$!
exec 4<&-
wait $program; code=$?
kill $guard
exit $code`

const patience = 60_000

export class Program {
  #lines = []
  #listeners = new Set()
  #code

  // start runs command and returns once it has a number.
  static async start(command, { env = {}, cwd } = {}) {
    const program = new Program()
    const shell = spawn('/bin/sh', ['-c', watch, 'watch', ...command], {
      cwd, env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env }, stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    })
    shell.stdin.on('error', () => {}) // it ended first
    for (const stream of [shell.stdout, shell.stderr]) createInterface({ input: stream }).on('line', (line) => program.#hear(line))
    program.ended = new Promise((resolve) => shell.on('close', (code) => { shell.stdin.end(); program.#end(code ?? -1); resolve(program.#code) }))
    const [pid] = await Promise.race([lines(shell.stdio[3]), program.ended.then(() => [])])
    if (!pid) throw new Error(`${command[0]} did not start: ${program.log}`)
    program.pid = Number(pid)
    return program
  }

  // run waits for a command that ends by itself and returns what it printed.
  static async run(command, options) {
    const program = await Program.start(command, options)
    if (await program.ended !== 0) throw new Error(`${command.join(' ')}: ${program.log}`)
    return program.log
  }

  get log() { return this.#lines.join('\n') }

  get running() { return this.#code === undefined }

  // said waits for a line that matches and returns the match; it fails when the program ends first.
  said(pattern) {
    return new Promise((resolve, reject) => {
      const fail = (why) => { stop(); reject(new Error(`${why} before it said ${pattern}:\n${this.log}`)) }
      const look = () => {
        const match = this.#lines.map((line) => line.match(pattern)).find(Boolean)
        if (match) { stop(); resolve(match) } else if (!this.running) fail('it ended')
      }
      const stop = () => { clearTimeout(timer); this.#listeners.delete(look) }
      const timer = setTimeout(() => fail('a minute passed'), patience)
      this.#listeners.add(look)
      look()
    })
  }

  // stop asks the program to end and waits for it.
  stop() { return this.#signal('SIGTERM') }

  // kill ends it as a power cut would.
  kill() { return this.#signal('SIGKILL') }

  async #signal(name) {
    if (this.running) process.kill(this.pid, name)
    return this.ended
  }

  #hear(line) {
    this.#lines.push(line)
    if (this.#lines.length > 400) this.#lines.splice(1, 100) // a chatty program is remembered by its first line and its last
    for (const look of this.#listeners) look()
  }

  #end(code) {
    this.#code = code
    for (const look of this.#listeners) look()
  }
}

// lines resolves to the first line of a stream, in a list, or an empty list.
async function lines(stream) {
  for await (const line of createInterface({ input: stream })) return [line]
  return []
}
