// Copies into public/dist what the pages take from npm: htmx, the font of the headings, the icons in use and the reader of QR codes.
// Run it with `make assets` after `npm ci`. The icons are those that views/*.templ and public/js name.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const from = (...p) => join(root, 'node_modules', ...p)
const to = (...p) => join(root, 'public', 'dist', ...p)

function icons() {
  const names = new Set()
  const views = join(root, 'views')
  for (const file of readdirSync(views).filter((f) => f.endsWith('.templ'))) {
    for (const [, name] of readFileSync(join(views, file), 'utf8').matchAll(/@icon\("([a-z0-9-]+)"\)/g)) names.add(name)
  }
  return [...names].sort()
}

function symbol(name) {
  const svg = readFileSync(from('lucide-static', 'icons', `${name}.svg`), 'utf8')
  const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.indexOf('</svg>'))
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, ' ').replace(/ ?\/>/g, '/>').trim()}</symbol>`
}

// opened turns a WOFF 1.0 file (https://www.w3.org/TR/WOFF/) into the OpenType file that it packs, which pictures are written with.
function opened(woff) {
  const tables = Array.from({ length: woff.readUInt16BE(12) }, (_, i) => {
    const [tag, at, packed, size, sum] = [0, 4, 8, 12, 16].map((n) => woff.readUInt32BE(44 + 20 * i + n))
    const body = woff.subarray(at, at + packed)
    return { tag, sum, body: packed < size ? inflateSync(body) : body }
  })
  const head = Buffer.alloc(12 + 16 * tables.length)
  const power = 31 - Math.clz32(tables.length)
  head.writeUInt32BE(woff.readUInt32BE(4), 0)
  ;[tables.length, 16 << power, power, 16 * tables.length - (16 << power)].forEach((n, i) => head.writeUInt16BE(n, 4 + 2 * i))
  let at = head.length
  const parts = tables.map(({ tag, sum, body }, i) => {
    ;[tag, sum, at, body.length].forEach((n, k) => head.writeUInt32BE(n, 12 + 16 * i + 4 * k))
    const padded = Buffer.concat([body, Buffer.alloc(-body.length & 3)])
    at += padded.length
    return padded
  })
  return Buffer.concat([head, ...parts])
}

mkdirSync(to(), { recursive: true })
copyFileSync(from('htmx.org', 'dist', 'htmx.min.js'), to('htmx.js'))
copyFileSync(from('jsqr', 'dist', 'jsQR.js'), to('jsqr.js'))
copyFileSync(from('@fontsource', 'bricolage-grotesque', 'files', 'bricolage-grotesque-latin-700-normal.woff2'), to('bricolage-700.woff2'))
writeFileSync(to('bricolage-700.ttf'), opened(readFileSync(from('@fontsource', 'bricolage-grotesque', 'files', 'bricolage-grotesque-latin-700-normal.woff'))))
const names = icons()
writeFileSync(to('icons.svg'), `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join('')}</svg>\n`)
const licences = [
  ['htmx', from('htmx.org', 'LICENSE')],
  ['jsQR', from('jsqr', 'LICENSE')],
  ['Bricolage Grotesque', from('@fontsource', 'bricolage-grotesque', 'LICENSE')],
  ['Lucide', from('lucide-static', 'LICENSE')],
]
writeFileSync(to('licences.txt'), licences.map(([what, file]) => `${what}\n\n${readFileSync(file, 'utf8').trim()}\n`).join('\n---\n\n'))
console.error(`public/dist: htmx, jsQR, font, ${names.length} icons`)
