// Keeps the bell and the answers right.
(() => {
  'use strict'
  const { direct } = document.currentScript.dataset
  const tabs = new BroadcastChannel('partant')
  const make = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text })
  const fresh = document.querySelector('.fresh')
  const shown = [...document.querySelectorAll('.answer')]
  let source, later

  const bell = (said) => {
    const place = document.querySelector('.bell')
    place?.querySelector('.count')?.remove()
    if (!place || said === '0') return
    const [n, ...words] = said.split(' ')
    const count = make('span', 'count', n)
    count.append(make('span', 'sr', '\u00a0' + words.join(' ')))
    place.append(count)
  }
  tabs.onmessage = (e) => bell(e.data)

  // New answers are told: nothing that is read moves.
  const answers = (n) => {
    const more = n - fresh.dataset.answers
    const link = make('a', 'button', more > 1 ? `${more} nouvelles réponses\u00a0: les afficher` : "1 nouvelle réponse\u00a0: l'afficher")
    link.href = location.pathname + location.search
    link.onclick = () => { sessionStorage.lues = shown.map((a) => a.id) }
    fresh.replaceChildren(...(more > 0 ? [link] : []))
  }
  const read = sessionStorage.lues
  delete sessionStorage.lues
  if (read != null) {
    const young = shown.filter((a) => !read.includes(a.id))
    young.forEach((a) => a.classList.add('young'))
    young[0]?.scrollIntoView({ block: 'center' })
  }

  // How full an event is, in its own line: nothing else moves.
  const room = document.querySelector('.partant .room')
  const places = (said) => {
    const [share, ...words] = said.split(' ')
    room.lastElementChild.textContent = words.join(' ')
    room.querySelector('[stroke-dasharray]')?.setAttribute('stroke-dasharray', share + ' 100')
  }

  const close = () => { clearTimeout(later); source?.close(); source = null }
  const open = () => {
    if (source || document.hidden) return
    source = new EventSource(direct)
    source.addEventListener('cloche', (e) => { bell(e.data); tabs.postMessage(e.data) })
    if (fresh) source.addEventListener('reponses', (e) => answers(e.data))
    if (room) source.addEventListener('places', (e) => places(e.data))
    source.onerror = () => { if (source.readyState > 1) { close(); later = setTimeout(open, 9e4) } }
  }
  document.onvisibilitychange = () => { close(); open() }
  onpagehide = close
  onpageshow = open
})()
