// Names pages in a text: « @ » and two letters open a list under the field (docs/pages.md).
const token = /(?:^|[^\p{L}\p{N}@/.-])@([\p{L}\p{N}][\p{L}\p{N}'’-]+)$/u
const make = (tag, what) => Object.assign(document.createElement(tag), what)

for (const field of document.querySelectorAll('[data-names]')) {
  const list = make('ul', { className: 'namers', id: field.id + '-noms', hidden: true, role: 'listbox', ariaLabel: 'Fiches à nommer' })
  const told = make('p', { className: 'sr', role: 'status' })
  field.setAttribute('aria-controls', list.id)
  field.after(list, told)
  let at, later
  const typed = () => token.exec(field.value.slice(0, field.selectionStart))?.[1]

  const fill = (html) => {
    list.replaceChildren(...new DOMParser().parseFromString(html, 'text/html').body.children)
    const n = list.children.length
    list.hidden = !n
    told.textContent = n ? n + ' fiches\u00a0: flèches, puis Entrée' : ''
    point(0)
  }
  const point = (to) => {
    const { children } = list
    at = (to + children.length) % children.length
    for (const one of children) one.ariaSelected = one === children[at]
    if (children[at]) field.setAttribute('aria-activedescendant', children[at].id)
    else field.removeAttribute('aria-activedescendant')
  }
  const choose = (one) => {
    field.setRangeText(one.dataset.slug + ' ', field.selectionStart - typed().length, field.selectionStart, 'end')
    fill('')
  }
  const ask = async () => {
    const q = typed()
    const answer = q && await fetch(field.dataset.names + '?q=' + encodeURIComponent(q), { redirect: 'error' }).catch(() => {})
    if (q === typed()) fill(answer?.ok ? await answer.text() : '')
  }
  field.oninput = () => { clearTimeout(later); later = setTimeout(ask, 150) }
  field.onblur = () => fill('')
  field.onkeydown = (e) => {
    const keys = { ArrowDown: () => point(at + 1), ArrowUp: () => point(at - 1), Enter: () => choose(list.children[at]), Escape: () => fill('') }
    if (list.hidden || !typed() || !keys[e.key]) return
    e.preventDefault()
    keys[e.key]()
  }
  list.onpointerdown = (e) => {
    e.preventDefault()
    choose(e.target.closest('li'))
  }
}
