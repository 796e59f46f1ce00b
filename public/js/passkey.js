// Passkeys: a form with data-passkey fetches options at its action + "/options", asks the browser for a key, and is sent
// with the answer in its field « reponse ». What is marked data-passkey-only shows where that can work (docs/pages.md).
const able = isSecureContext && 'PublicKeyCredential' in window && Boolean(navigator.credentials)
const failed = "La clé n'a pas été utilisée : recommencez, ou choisissez un autre moyen."
const already = 'Cet appareil a déjà une clé pour votre compte : elle suffit.'

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0))
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

// Some browsers of before 2025 do not read JSON themselves.
const opened = (options, parse) => {
  if (PublicKeyCredential[parse]) return PublicKeyCredential[parse](options)
  const { user, excludeCredentials = [], allowCredentials = [] } = options
  for (const part of [...excludeCredentials, ...allowCredentials, ...user ? [user] : []]) part.id = bytes(part.id)
  return { ...options, challenge: bytes(options.challenge) }
}

// The browser's own toJSON fails on the keys of some password managers.
const written = ({ id, rawId, type, response }) => {
  const said = { transports: response.getTransports?.() }
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) said[name] = text(response[name])
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: said })
}

const ask = async (form) => {
  const url = new URL(form.getAttribute('action'), location)
  url.pathname += '/options'
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(new FormData(form)), mode: 'same-origin', redirect: 'error' })
  if (!answer.ok) throw new Error(answer.status)
  const options = await answer.json()
  const key = form.dataset.passkey === 'register'
    ? await navigator.credentials.create({ publicKey: opened(options, 'parseCreationOptionsFromJSON') })
    : await navigator.credentials.get({ publicKey: opened(options, 'parseRequestOptionsFromJSON') })
  form.elements.reponse.value = written(key)
  HTMLFormElement.prototype.submit.call(form) // tells no listener, so that nothing takes it for sent twice
}

let busy = false
addEventListener('pageshow', () => { busy = false }) // a page that one comes back to
document.addEventListener('submit', async (e) => {
  const form = e.target
  if (!form.dataset.passkey || !able) return
  e.preventDefault()
  if (busy) return
  busy = true
  const say = (words) => { form.querySelector('[role=status]').textContent = words }
  say('')
  try {
    await ask(form)
  } catch (error) {
    busy = false
    say(error.name === 'InvalidStateError' ? already : failed)
  }
})
for (const el of document.querySelectorAll('[data-passkey-only]')) el.hidden = !able
