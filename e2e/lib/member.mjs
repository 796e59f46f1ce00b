// A member who speaks HTTP without a browser: to fill a site quickly, and to see an answer to the last byte.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'

export const password = 'une barque sur la Loire'

let count = 0

export class Member {
  #cookies = new Map()

  constructor(site) { this.site = site }

  // signUp makes a new account with an address of its own and enters it.
  static async signUp(site, name = 'Camille Vauquelin (exemple)') {
    const member = new Member(site)
    member.name = name
    member.email = `membre-${process.pid}-${++count}@exemple.invalid`
    const answer = await member.send('/inscription', { nom: name, email: member.email, mot_de_passe: password, quinze_ans: 'oui', conditions: 'oui' })
    if (answer.status !== 303) throw new Error(`signing up answered ${answer.status}: ${await answer.text()}`)
    const entered = await member.send('/connexion/entrer', { code: await site.partant.code(member.email) })
    if (entered.status !== 303) throw new Error(`the code answered ${entered.status}: ${await entered.text()}`)
    return member
  }

  // cookies are those of the member, as a browser takes them.
  get cookies() { return [...this.#cookies].map(([name, value]) => ({ name, value, url: this.site.url })) }

  async get(path) {
    return this.#remember(await fetch(this.site.url + path, { headers: this.#headers(), redirect: 'manual' }))
  }

  // send opens the form of a page, fills it and sends it, to another address where the form says so; what it carries unseen goes along.
  async send(path, fields, to = path) {
    const hidden = {}
    const page = await (await this.get(path)).text()
    for (const [tag] of page.matchAll(/<input type="hidden"[^>]*>/g)) hidden[attribute(tag, 'name')] = attribute(tag, 'value')
    const body = new URLSearchParams({ ...hidden, ...fields })
    return this.#remember(await fetch(this.site.url + to, { method: 'POST', body, headers: { ...this.#headers(), origin: this.site.url }, redirect: 'manual' }))
  }

  // attach sends a form with photos, as [field, path of the file].
  async attach(path, fields, photos) {
    const page = await (await this.get(path)).text()
    const token = page.match(/name="jeton" value="([^"]*)"/)[1]
    const body = new FormData()
    for (const [name, value] of Object.entries({ jeton: token, ...fields })) body.append(name, value)
    for (const [field, file] of photos) body.append(field, new Blob([await readFile(file)]), basename(file))
    return this.#remember(await fetch(this.site.url + path, { method: 'POST', body, headers: { ...this.#headers(), origin: this.site.url }, redirect: 'manual' }))
  }

  // publish makes a page and returns its path. It returns as soon as the site has answered.
  async publish(fields) {
    const answer = await this.send('/fiches/nouvelle', { type: 'entreprise', ...fields })
    if (answer.status !== 303) throw new Error(`publishing ${fields.nom} answered ${answer.status}: ${await answer.text()}`)
    return answer.headers.get('location')
  }

  #headers() { return { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') } }

  #remember(answer) {
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = cookie.match(/^([^=]+)=([^;]*)/)
      if (value) this.#cookies.set(name, value)
      else this.#cookies.delete(name)
    }
    return answer
  }
}

function attribute(tag, name) {
  return (tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1] ?? '').replaceAll('&#34;', '"').replaceAll('&amp;', '&')
}
