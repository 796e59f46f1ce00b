// Asks Lighthouse, as on a phone with a slow line, what it thinks of the front page, the directory and a profile: the median of some runs
// of each. It serves the demonstration itself.
//
//   node tools/lighthouse.mjs [runs]
import lighthouse from 'lighthouse'
import { openBrowser } from '../e2e/lib/browser.mjs'
import { freePort } from '../e2e/lib/port.mjs'
import { oneMachine } from '../e2e/lib/size.mjs'

const runs = Number(process.argv[2] ?? 5)
const pages = { 'front page': '/', directory: '/annuaire', profile: '/fiches/hotel-ibis-styles-gien' }
const categories = ['performance', 'accessibility', 'best-practices', 'seo']

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]

async function ask(url, port) {
  const { lhr } = await lighthouse(url, { port, onlyCategories: categories, logLevel: 'error', output: 'json' })
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`)
  return lhr
}

const milliseconds = (answers, audit) => `${Math.round(median(answers.map((a) => a.audits[audit].numericValue)))} ms`

function row(name, answers) {
  const scores = categories.map((c) => Math.round(100 * median(answers.map((a) => a.categories[c].score))))
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time'].map((audit) => milliseconds(answers, audit))
  const shift = median(answers.map((a) => a.audits['cumulative-layout-shift'].numericValue)).toFixed(3)
  const weight = `${Math.ceil(median(answers.map((a) => a.audits['total-byte-weight'].numericValue)) / 1000)} KB`
  return [name, ...scores, ...times, shift, weight]
}

// lost are the audits that cost points in the categories that should be perfect.
function lost(answer) {
  return categories.slice(1).flatMap((c) => answer.categories[c].auditRefs.filter(({ id, weight }) => weight > 0 && (answer.audits[id].score ?? 1) < 1)
    .map(({ id }) => `${c}: ${answer.audits[id].title}`))
}

function print(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((r) => String(r[i]).length)))
  for (const r of rows) console.log(r.map((cell, i) => i ? String(cell).padStart(widths[i]) : cell.padEnd(widths[i])).join('  '))
}

const port = await freePort()
const browser = await openBrowser([`--remote-debugging-port=${port}`])
const site = await oneMachine()
try {
  const rows = [['', ...categories, 'FCP', 'LCP', 'TBT', 'CLS', 'sent']]
  const notes = []
  for (const [name, path] of Object.entries(pages)) {
    const answers = []
    for (let i = 0; i < runs; i++) answers.push(await ask(site.url + path, port))
    rows.push(row(name, answers))
    notes.push(...lost(answers[0]).map((note) => `${name}: ${note}`))
  }
  console.log(`Lighthouse, mobile, median of ${runs}`)
  print(rows)
  for (const note of notes) console.log(note)
} finally {
  await Promise.all([site.stop(), browser.close()])
}
