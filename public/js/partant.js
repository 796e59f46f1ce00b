// What makes the pages smoother. Each of them works without this file.
(() => {
  'use strict'

  // « / » goes to the search field, as long as nobody is writing.
  document.addEventListener('keydown', (e) => {
    if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select, [contenteditable]')) return
    const field = document.querySelector('[data-slash]')
    if (!field) return
    e.preventDefault()
    field.focus()
    field.select()
  })

  // A button that prints the page shows where it can.
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => print())
  }

  // The e-mail takes the place of the button that asked for it, and its focus.
  document.addEventListener('htmx:after:swap', () => {
    const mail = document.querySelector('a#email')
    if (mail && document.activeElement === document.body) mail.focus()
  })

  // A form is sent once: a second press within three seconds is a slip.
  document.addEventListener('submit', (e) => {
    if (e.target.method !== 'post') return
    if (e.target.dataset.sent) { e.preventDefault(); return }
    e.target.dataset.sent = '1'
    setTimeout(() => { delete e.target.dataset.sent }, 3000)
  })

  // A long text is not lost by a closed tab: the browser asks first.
  let typed = false
  document.addEventListener('input', (e) => { if (e.target.closest('[data-keep]')) typed = true })
  document.addEventListener('submit', () => { typed = false })
  addEventListener('beforeunload', (e) => { if (typed) e.preventDefault() })

  document.querySelector('[data-focus]')?.focus()

  // A folded part that a link leads to opens.
  const goal = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (goal) { const part = goal.closest('details'); if (part) part.open = true; goal.scrollIntoView(); goal.focus() }
  document.addEventListener('click', (e) => {
    const link = e.target.closest('a[href^="#champ-"]')
    const part = link && document.getElementById(link.hash.slice(1))?.closest('details')
    if (part) part.open = true
  })
})()

// How far a member has read in a discussion is noted once its page is looked at.
{
  const form = document.querySelector('[data-read]')
  const note = () => {
    if (document.hidden || form.hidden) return
    form.hidden = true
    fetch(form.action, { method: 'POST', keepalive: true, headers: { 'HX-Request': 'true' }, body: new URLSearchParams(new FormData(form)) })
  }
  if (form) {
    document.addEventListener('visibilitychange', note)
    note()
  }
}
