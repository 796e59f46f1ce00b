// Visitors: a window of Chromium on a phone or a desk, with scripts or without, that notices whatever goes wrong behind the page.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

// What a window would start beside the page: the lists under the address line alone are two pages of scripts for each window. Only
// the last list of a command line counts, so those that playwright-core wants off are named again.
const idle = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'AimEnabled', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying', 'OptimizationHints',
  'PaintHolding', 'PreconnectToSearch', 'ThirdPartyStoragePartitioning']

const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', `--disable-features=${idle}`]

export const windows = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 1, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 900 } },
}

// openBrowser starts Chromium; it ends with this process.
export function openBrowser(more = []) {
  const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
  return chromium.launch({ executablePath, args: [...flags, ...more] })
}

// visit opens a window on the site. troubles are what nobody should ever see happen: errors of scripts, breaches of the content security
// policy, files that are missing, anything asked of another machine.
export async function visit(browser, site, { on = 'desktop', scripts = true, scheme = 'light', member, ...more } = {}) {
  const context = await browser.newContext({ ...windows[on], javaScriptEnabled: scripts, colorScheme: scheme, baseURL: site.url, locale: 'fr-FR', ...more })
  context.setDefaultTimeout(20_000)
  if (member) await context.addCookies(member.cookies)
  if (scripts) await context.addInitScript(() => addEventListener('securitypolicyviolation', (e) => console.error(`refused by the policy: ${e.violatedDirective} ${e.blockedURI}`)))
  const page = await context.newPage()
  page.troubles = []
  listen(page, new URL(site.url).origin)
  return page
}

function listen(page, origin) {
  const trouble = (...words) => page.troubles.push(words.join(' '))
  page.on('pageerror', (error) => trouble('script:', error.message))
  // A page that answers 404 is written to the console too; files are looked at one by one below.
  page.on('console', (m) => { if (m.type() === 'error' && !m.text().includes('the server responded with a status')) trouble('console:', m.text()) })
  page.on('request', (r) => { if (!r.url().startsWith(origin + '/') && !r.url().startsWith('data:')) trouble('asked elsewhere:', r.url()) })
  page.on('response', (r) => { if (r.status() >= 400 && !['document', 'fetch', 'xhr'].includes(r.request().resourceType())) trouble(r.status(), r.url()) })
}

// leave closes the window and fails when there was any trouble.
export async function leave(page) {
  await page.context().close()
  assert.deepEqual(page.troubles, [])
}
