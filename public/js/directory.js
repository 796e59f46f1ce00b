// What makes finding smoother: the directory, its map, and « autour de moi ». Each works without this file.
const all = (selector) => [...document.querySelectorAll(selector)]

// A card lights its mark on the map, and a mark its cards.
const twin = (of) => of.dataset.f.split(' ').flatMap((page) => all(`[data-f~="${CSS.escape(page)}"]`))
const light = (on) => (e) => {
  const of = e.target.closest?.('[data-f]')
  if (of && !of.contains(e.relatedTarget)) twin(of).forEach((el) => el.classList.toggle('lit', on))
}
for (const kind of ['mouseover', 'focusin']) document.addEventListener(kind, light(true))
for (const kind of ['mouseout', 'focusout']) document.addEventListener(kind, light(false))

// « Autour de moi »: the position is asked for at the press of the button, rounded to some hundred metres and sent in the form.
const locate = (button) => {
  const words = button.lastChild
  const before = words.textContent
  const say = (text) => { words.textContent = text }
  say(' Recherche de votre position…')
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    say(before)
    const precise = button.dataset.here
    const digits = precise ? 5 : 3
    const point = `${coords.latitude.toFixed(digits)},${coords.longitude.toFixed(digits)}`
    if (precise) document.getElementById(precise).value = point
    else around(button.form || button.closest('form'), point)
  }, () => say(' Position indisponible : écrivez votre commune'), { timeout: 10000, maximumAge: 300000 })
}
const around = (form, point) => {
  form.elements.rayon.value ||= '10'
  const url = new URL(form.action)
  for (const [name, value] of new FormData(form)) if (value && name !== 'pres') url.searchParams.append(name, value)
  url.searchParams.set('pres', point)
  location.assign(url)
}

// The facets stand open beside the list, and are a sheet on phones that Escape or a touch outside closes.
const wide = matchMedia('(min-width: 60rem)')
const facets = () => document.querySelector('.facets')
const unfold = () => { const f = facets(); if (f) f.open = wide.matches }
wide.addEventListener('change', unfold)
const close = () => { const f = facets(); if (f?.open && !wide.matches) { f.open = false; f.querySelector('summary').focus() } }
document.addEventListener('keydown', (e) => { if (e.key === 'Escape') close() })
document.addEventListener('click', (e) => {
  if (!e.target.closest('.facets')) close()
  const button = e.target.closest('[data-here]')
  if (button) locate(button)
})

// The address of a search says what is asked and nothing else; a commune typed replaces the point it hid.
document.addEventListener('htmx:config:request', (e) => {
  const { request } = e.detail.ctx
  if (request.method !== 'GET' || !request.body) return
  const asked = [...request.body].filter(([name, value], i, list) => value && (name !== 'pres' || list.findIndex(([n, v]) => n === 'pres' && v) === i))
  for (const name of [...request.body.keys()]) request.body.delete(name)
  for (const [name, value] of asked) request.body.append(name, value)
})

// What is chosen in the directory is a step to come back from; what is typed letter by letter is not, nor is asking the same again.
document.addEventListener('htmx:config:request', ({ detail: { ctx } }) => { if (ctx.replace && ctx.sourceEvent?.type !== 'input') ctx.push = ctx.replace })
document.addEventListener('htmx:before:history:update', ({ detail: { history } }) => {
  if (new URL(history.path, location.href).href === location.href) history.type = 'replace'
})

// Sending the search closes the sheet.
document.addEventListener('submit', (e) => { if (e.target.id === 'chercher') close() })

unfold()
if ('geolocation' in navigator && isSecureContext) all('[data-here]').forEach((b) => { b.hidden = false })
