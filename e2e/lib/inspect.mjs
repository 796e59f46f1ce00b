// What checkers say of a page: axe of the page as it stands, html-validate of its bytes, a ruler of its width.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HtmlValidate } from 'html-validate'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const validator = new HtmlValidate(JSON.parse(readFileSync(new URL('../../.htmlvalidate.json', import.meta.url))))

const grave = ['moderate', 'serious', 'critical']

// violations are what axe finds that is more than minor, in light and in dark, in one line each. Only colours depend on the light.
export async function violations(page) {
  await page.evaluate(axe)
  const all = []
  for (const [colorScheme, rules] of [['light', undefined], ['dark', ['color-contrast', 'link-in-text-block']]]) {
    await page.emulateMedia({ colorScheme })
    const found = await page.evaluate((runOnly) => window.axe.run({ resultTypes: ['violations'], runOnly }), rules)
    for (const v of found.violations.filter(({ impact }) => grave.includes(impact))) {
      all.push(`${colorScheme}: ${v.impact} ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200)).join(' | ')}`)
    }
  }
  return all
}

// invalid are the errors of the HTML as it was sent.
export async function invalid(html) {
  const report = await validator.validateString(html)
  return report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId} ${m.message}`)
}

// overflow says by how much the page is wider than its window, and which element reaches out farthest.
export async function overflow(page) {
  const [pixels, element] = await page.evaluate(() => {
    const right = (el) => el.getBoundingClientRect().right
    const last = [...document.querySelectorAll('main *')].reduce((a, b) => right(b) > right(a) ? b : a, document.body)
    return [document.documentElement.scrollWidth - innerWidth, last.outerHTML.slice(0, 120)]
  })
  return pixels > 0 ? [`${pixels} pixels too wide: ${element}`] : []
}

// covered is what can be pressed but lies under something else, so that only the keyboard reaches it.
export const covered = (page) => page.evaluate(() => {
  const wrong = []
  const top = scrollY
  for (const el of document.querySelectorAll('main :is(a[href], button, summary, select, textarea, input:not([type=hidden]))')) {
    if (!el.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true }) || el.closest('.sr')) continue
    el.scrollIntoView({ block: 'center', behavior: 'instant' })
    const [box] = el.getClientRects()
    const hit = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    if (hit && !el.contains(hit) && !hit.contains(el) && ![...el.labels ?? []].some((label) => label.contains(hit))) {
      wrong.push(`${el.outerHTML.slice(0, 120)} lies under ${hit.outerHTML.slice(0, 120)}`)
    }
  }
  scrollTo({ top, behavior: 'instant' })
  return wrong.slice(0, 5)
})

// enlarge doubles the text, as people who see badly do.
export const enlarge = (page) => page.evaluate(() => {
  const root = document.documentElement
  root.style.setProperty('font-size', `${2 * parseFloat(getComputedStyle(root).fontSize)}px`)
})

// weigh opens an address with empty caches and returns how many bytes came through the wire: of the site, and of what people show.
export async function weigh(page, path) {
  const wire = await page.context().newCDPSession(page)
  await wire.send('Network.enable')
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
  const shown = new Set()
  let [bytes, photos] = [0, 0]
  wire.on('Network.requestWillBeSent', (e) => { if (new URL(e.request.url).pathname.startsWith('/medias/')) shown.add(e.requestId) })
  wire.on('Network.loadingFinished', (e) => { if (shown.has(e.requestId)) photos += e.encodedDataLength; else bytes += e.encodedDataLength })
  await page.goto(path, { waitUntil: 'networkidle' })
  return { bytes, photos }
}
