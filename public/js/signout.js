// Signing out erases what a door keeps on this device: who has something there that was not sent is told, once.
const waits = async (name) => {
  const opening = indexedDB.open(name)
  opening.onupgradeneeded = () => opening.transaction.abort() // there is none
  const db = await new Promise((yes, no) => { opening.onsuccess = () => yes(opening.result); opening.onerror = no })
  const asked = db.transaction('kept').objectStore('kept').getAllKeys()
  const keys = await new Promise((yes, no) => { asked.onsuccess = () => yes(asked.result); asked.onerror = no })
  db.close()
  return keys.some((key) => key !== 'list')
}
document.addEventListener('submit', async (e) => {
  const form = e.target, warning = form.querySelector('[data-waits][hidden]')
  const doors = warning && !form.dataset.looked ? Object.keys(localStorage).filter((n) => n.startsWith('accueil ')) : []
  if (!doors.length) return
  e.preventDefault()
  form.dataset.looked = '1'
  for (const door of doors) {
    if (!await waits(door).catch(() => false)) continue
    warning.querySelector('a').href = door.slice('accueil '.length) + 'scanner'
    warning.className = 'notice'
    warning.hidden = false
    delete form.dataset.sent
    return
  }
  delete form.dataset.sent
  form.requestSubmit()
})
