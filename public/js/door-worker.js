// Keeps the scanner of one door for when there is no network. The page itself puts what it needs into the cache, and takes it out again.
'use strict'
const page = new URL('scanner', registration.scope).href
const kept = 'accueil ' + new URL(registration.scope).pathname

// The network has four seconds: in a hall full of people it is often there, and answers nothing.
const fresh = (request) => Promise.race([fetch(request), new Promise((_, no) => { setTimeout(no, 4000) })])

const find = async (url) => {
  for (const name of await caches.keys()) {
    const found = name.startsWith(kept) && await (await caches.open(name)).match(url)
    if (found) return found
  }
}

oninstall = () => skipWaiting()
onactivate = (e) => e.waitUntil(clients.claim())
onfetch = (e) => {
  const { method, url } = e.request
  if (method !== 'GET' || !url.startsWith(location.origin)) return
  if (url === page) e.respondWith(fresh(e.request).catch(async () => await find(page) ?? Response.error()))
  else if (url.startsWith(location.origin + '/public/')) e.respondWith(find(url).then((found) => found ?? fetch(e.request)))
}
