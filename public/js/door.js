// The scanner of a door: reads passes by camera or typed, and goes on without network. What is done waits in the browser until it was sent.
(() => {
  'use strict'
  const place = document.querySelector('[data-door]')
  const { door, list: listURL, send, worker, reader, until, path } = place.dataset
  const $ = (name) => place.querySelector(`[data-${name}]`)
  const name = `accueil ${path}/`
  const parties = new Map()
  const queue = new Map()
  let db, stale = true, expected = 0, busy, again, last = ''

  const done = (request) => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = () => no(request.error) })
  const store = (mode) => db.transaction('kept', mode).objectStore('kept')
  const keep = (key, value) => done(store('readwrite').put(value, key))
  const drop = (key) => done(store('readwrite').delete(key))
  const hour = (at) => new Date(at).toLocaleTimeString('fr-FR', { hour: 'numeric', minute: '2-digit', timeZone: 'Europe/Paris' }).replace(':', '\u00a0h\u00a0')
  const many = (n, one, more) => `${n}\u00a0${n > 1 ? more : one}`
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more)
  const fold = (s) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

  const count = () => {
    let came = 0, walked = 0
    for (const p of parties.values()) { if (p.walked) walked += p.came; else came += p.came }
    $('count').textContent = `${many(came, 'arrivé', 'arrivés')} sur ${many(expected, 'attendu', 'attendus')}` + (walked ? `, et ${walked} sans inscription` : '')
  }
  const network = (on) => {
    const waits = queue.size && many(queue.size, 'geste à envoyer', 'gestes à envoyer')
    const text = on ? (waits ? `En ligne\u00a0: ${waits}.` : 'En ligne\u00a0: tout est noté.')
      : `Hors ligne\u00a0: ${waits || 'rien à envoyer'}. Continuez, gardez cette page ouverte, ne vous déconnectez pas.`
    if ($('net').textContent !== text) $('net').textContent = text
  }

  // What was said last, with what undoes it.
  const say = (tone, text, party) => {
    const told = make('p', '', { className: 'notice' })
    told.dataset.tone = tone
    told.append(make('span', text))
    if (party?.came) {
      const undo = make('button', 'Annuler', { type: 'button', className: 'button quiet', onclick: () => act(party, 'annule') })
      undo.append(make('span', ` l'arrivée de ${party.name}`, { className: 'sr' }))
      told.append(undo)
    }
    $('said').replaceChildren(told)
  }
  const tell = (p, people) => `${p.name}\u00a0: ${many(people, 'personne notée', 'personnes notées')}.`
  const already = (p) => say('info', `${p.name}\u00a0: déjà arrivé à ${hour(p.at)}, noté ${p.mine ? 'ici' : 'par un autre poste'}.`, p)

  // Does a gesture here at once, and keeps it until the server has heard it.
  const act = async (party, what, people = party.people) => {
    const { key, code } = party // who came without having answered was noted with a key, until the server gives them an id
    const g = { id: key && what === 'arrive' ? key : crypto.randomUUID(), answer: key ? '' : party.id, key, code, name: key ? party.name : '', people, do: what, when: Date.now() }
    queue.set(g.id, g)
    apply(party, g)
    found([])
    say('fait', what === 'annule' ? `${party.name}\u00a0: l'arrivée est annulée.` : tell(party, people), party)
    await keep(g.id, g)
    sync()
  }
  const apply = (p, g) => {
    if (g.key) parties.set(g.key, p)
    p.came = g.do === 'annule' ? 0 : g.people
    if (p.came) { p.at = g.when; p.mine = true }
    count()
  }
  const enter = (p, people) => !p.came ? act(p, 'arrive', people) : people && people !== p.came ? act(p, 'change', people) : already(p)

  // Letters that look alike are one, as the server reads them.
  const codeOf = (typed) => typed.trim().replace(/\/+$/, '').split('/').pop().toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1').replace(/(.{4})(?=.)/g, '$1-')
  const isCode = (code) => /^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/.test(code)
  const byCode = async (code) => {
    const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`billet|${door}|${code}`)))
    const digest = [...sum.slice(0, 16)].map((b) => b.toString(16).padStart(2, '0')).join('')
    const party = [...parties.values()].find((p) => p.pass === digest)
    if (party) return party.people > 1 && !party.came ? found([party]) : enter(party)
    // Who answered after the list was read: the server knows.
    act({ id: '', name: `Billet ${code}`, code, people: 0, came: 0 }, 'arrive')
    say('info', `Le billet ${code} n'est pas sur la liste de ce téléphone\u00a0: il sera vérifié dès que le réseau répond.`)
  }
  const found = (list) => $('found').replaceChildren(...list.map((p) => {
    const line = make('li', ''), many = make('select', '', { ariaLabel: `Combien de personnes, pour ${p.name}` })
    for (let n = 1; n <= Math.min(50, p.people + 2); n++) many.append(new Option(n, n, n === p.people, n === p.people))
    const button = make('button', p.came ? `Arrivé à ${hour(p.at)}` : 'Arrivé', { type: 'button', className: 'button', onclick: () => enter(p, +many.value) })
    button.append(make('span', ` ${p.name}`, { className: 'sr' }))
    line.append(make('b', p.name), make('span', p.state, { className: 'soft' }), many, button)
    return line
  }))
  const look = (typed) => {
    if (isCode(codeOf(typed))) return byCode(codeOf(typed))
    const sought = fold(typed.trim())
    const list = sought ? [...parties.values()].filter((p) => fold(p.name).includes(sought)).slice(0, 20) : []
    found(list)
    if (!list.length) say('erreur', 'Personne ne porte ce nom, et aucun billet ce code.')
  }

  const take = (list) => {
    expected = list.expected
    parties.clear()
    for (const p of list.parties) parties.set(p.id, p)
    for (const g of queue.values()) {
      const p = parties.get(g.key || g.answer) ?? (g.key && { id: g.key, key: g.key, name: g.name, people: g.people, came: 0, walked: true })
      if (p) apply(p, g)
    }
    count()
  }
  const ask = async (url, options) => {
    const r = await fetch(url, { signal: AbortSignal.timeout(8000), ...options })
    if ([403, 404, 410].includes(r.status)) { await erase(); throw Error('over') }
    if (r.status === 401 || r.ok && !/json/.test(r.headers.get('Content-Type'))) { // another session, or none: what waits is kept, who comes is not
      await drop('list').catch(() => {})
      throw Error('out')
    }
    if (!r.ok) throw Error('away')
    return r.json()
  }
  const sync = async () => {
    if (busy) { again = true; return }
    busy = true
    try {
      do {
        again = false
        const sent = [...queue.values()].slice(0, 40)
        const body = new URLSearchParams({ jeton: place.dataset.token, gestes: JSON.stringify(sent.map(({ when, ...g }) => ({ ...g, ago: Math.max(0, Date.now() - when) }))) })
        const heard = await ask(send, { method: 'POST', body })
        if (heard.told.length !== sent.length) throw Error('lost')
        for (const t of heard.told) await hear(t, queue.get(t.id))
        const came = [...parties.values()].reduce((n, p) => n + p.came, 0)
        if (!queue.size && (stale || heard.came !== came || heard.told.some((t) => !parties.has(t.party)))) {
          const list = await ask(listURL)
          await keep('list', list)
          take(list)
          stale = false
        }
      } while (again || queue.size)
      network(true)
    } catch (e) {
      network(false)
      if (e.message === 'over') say('erreur', "Cet accueil n'est plus ouvert, ou plus à vous\u00a0: la liste est effacée de ce téléphone.")
      if (e.message === 'out') say('erreur', 'Connectez-vous de nouveau, puis revenez ici\u00a0: ce qui attend sera envoyé.')
    }
    busy = false
  }
  const hear = async (t, g) => {
    queue.delete(t.id)
    await drop(t.id)
    const p = parties.get(t.party) ?? parties.get(g?.key)
    if (p?.key) { parties.delete(p.key); p.id = t.party; p.key = ''; parties.set(p.id, p) }
    if (p) { p.came = t.people; p.at = t.at; p.mine = t.outcome !== 'deja' }
    if (t.outcome === 'deja') already(p ?? { ...t, name: t.name })
    else if (t.outcome === 'inconnu') say('erreur', `${g?.code ? `Aucune place pour le billet ${g.code}` : t.name}\u00a0: cherchez par le nom.`)
    else if (t.outcome === 'refuse') say('erreur', `${t.name}\u00a0: cela n'a pas été noté.`)
    else if (g?.code) say('fait', tell(t, t.people), p)
    count()
  }

  // Nothing stays on the phone once the event is over.
  const erase = async () => {
    parties.clear()
    queue.clear()
    await done(store('readwrite').clear()).catch(() => {})
    await caches.delete(name)
    delete localStorage[name]
    await (await navigator.serviceWorker?.getRegistration(path + '/'))?.unregister()
  }
  const tidy = async () => {
    for (const n of Object.keys(localStorage).filter((n) => n.startsWith('accueil ') && localStorage[n] < Date.now())) {
      await caches.delete(n)
      indexedDB.deleteDatabase(n)
      delete localStorage[n]
    }
  }

  // The page, its style and its scripts, for when there is no network.
  const settle = async () => {
    await navigator.serviceWorker.register(worker)
    await navigator.serviceWorker.ready
    const files = performance.getEntriesByType('resource').map((e) => e.name).filter((u) => u.startsWith(location.origin + '/public/'))
    await (await caches.open(name)).addAll([...new Set([location.origin + location.pathname, new URL(reader, location).href, ...files])])
    place.dataset.ready = 'oui'
  }

  const readers = async () => {
    if (self.BarcodeDetector && (await BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
      const detector = new BarcodeDetector({ formats: ['qr_code'] })
      return async (video) => (await detector.detect(video))[0]?.rawValue
    }
    await new Promise((yes, no) => document.head.append(make('script', '', { src: reader, onload: yes, onerror: no })))
    const canvas = make('canvas', '')
    return (video) => {
      const scale = Math.min(1, 640 / video.videoWidth)
      const [w, h] = [canvas.width, canvas.height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)]
      const ink = canvas.getContext('2d', { willReadFrequently: true })
      ink.drawImage(video, 0, 0, w, h)
      return jsQR(ink.getImageData(0, 0, w, h).data, w, h)?.data
    }
  }
  const film = async () => {
    const video = $('video')
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
      await video.play()
    } catch {
      return say('erreur', 'La caméra ne répond pas\u00a0: autorisez-la dans votre navigateur, ou écrivez le code.')
    }
    video.hidden = false
    $('camera').hidden = true
    const read = await readers()
    setInterval(async () => {
      if (document.hidden || video.readyState < 2) return
      const code = codeOf(await read(video) ?? '')
      if (!isCode(code) || code === last) return
      last = code // the same pass before the camera is read once
      setTimeout(() => { last = '' }, 5000)
      byCode(code)
    }, 200)
  }

  const begin = async () => {
    const opening = indexedDB.open(name, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('kept')
    db = await done(opening)
    await tidy()
    const keys = await done(store('readonly').getAllKeys()), all = await done(store('readonly').getAll())
    keys.forEach((key, i) => { if (key !== 'list') queue.set(key, all[i]) })
    if (Date.now() > until) return erase()
    localStorage[name] = until
    const list = all[keys.indexOf('list')]
    if (list) take(list)
    $('type').onsubmit = (e) => { e.preventDefault(); look(e.target.elements.quoi.value); e.target.reset() }
    $('walk').onsubmit = (e) => {
      e.preventDefault()
      const { qui, personnes } = e.target.elements, people = +personnes.value, key = crypto.randomUUID()
      if (!qui.value.trim() || !(people >= 1 && people <= 50)) return say('erreur', 'Écrivez un nom, et combien de personnes\u00a0: de 1 à 50.')
      act({ id: key, key, name: qui.value.trim(), people, came: 0, walked: true }, 'arrive')
      e.target.reset()
    }
    for (const part of place.querySelectorAll('[data-work]')) part.hidden = false
    $('camera').hidden = !navigator.mediaDevices
    $('camera').onclick = film
    addEventListener('online', sync)
    addEventListener('offline', () => network(false))
    document.addEventListener('visibilitychange', () => { if (!document.hidden) sync() })
    setInterval(sync, 10000)
    await sync()
    settle().catch(() => {})
  }
  if (!self.indexedDB || !self.caches || !crypto.subtle) say('erreur', "Ce navigateur ne garde rien sans réseau, ou la page n'est pas en https\u00a0: utilisez la page d'accueil de l'événement.")
  else begin().catch(() => say('erreur', "Ce navigateur ne garde rien\u00a0: utilisez la page d'accueil de l'événement."))
})()
