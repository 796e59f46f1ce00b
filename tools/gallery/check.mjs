// Looks at every page of the gallery as a browser and as the checkers do: axe on both sizes in light and dark, valid HTML, no
// sideways scroll at 320 pixels, nothing on top of what can be pressed, no error in the console, nothing asked of another machine. Usage: node tools/gallery/check.mjs http://127.0.0.1:4600
import { chromium } from 'playwright-core'
import { HtmlValidate } from 'html-validate'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { covered } from '../../e2e/lib/inspect.mjs'

const base = process.argv[2] ?? 'http://127.0.0.1:4600'
const only = process.argv[3]
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const validate = new HtmlValidate(JSON.parse(readFileSync(new URL('../../.htmlvalidate.json', import.meta.url))))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
let wrong = 0
const say = (...words) => { wrong++; console.log(...words) }

const list = (await (await fetch(base + '/liste')).text()).trim().split('\n').filter((p) => !only || p === only)
for (const path of list) {
  const report = await validate.validateString(await (await fetch(base + path)).text())
  for (const m of report.results.flatMap((r) => r.messages)) say('html', path, `${m.line}:${m.column}`, m.ruleId, m.message)
}
for (const scheme of ['light', 'dark']) {
  for (const width of [320, 390, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme, bypassCSP: true })
    const page = await context.newPage()
    let at = ''
    page.on('console', (m) => { if (m.type() === 'error' && !/the server responded with a status/.test(m.text())) say('console', at, m.text()) })
    page.on('pageerror', (e) => say('script', at, e.message))
    page.on('request', (r) => { if (!r.url().startsWith(base) && !r.url().startsWith('data:')) say('elsewhere', at, r.url()) })
    for (const path of list) {
      at = path
      await page.goto(base + path, { waitUntil: 'load' })
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      if (over > 0) say('wide', path, width, `+${over}px`)
      for (const one of await covered(page)) say('covered', path, width, one)
      if (width === 320) continue
      await page.evaluate(axe)
      const found = await page.evaluate(() => window.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
      for (const v of found.violations) say('axe', path, width, scheme, v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | '))
    }
    await context.close()
  }
}
await browser.close()
console.log(`${list.length} pages, ${wrong} findings`)
process.exit(wrong ? 1 : 0)
