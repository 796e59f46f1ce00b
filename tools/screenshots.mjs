// Takes the pictures of the README and of docs from a running site: node tools/screenshots.mjs http://localhost:4545
// (on the demonstration, signed out). Pages are shown as they are: wide and on a phone, light and dark.
import { chromium } from 'playwright-core'
import { fileURLToPath } from 'node:url'

const base = process.argv[2] ?? 'http://localhost:4545'
const to = process.argv[3] ?? fileURLToPath(new URL('../docs/img/', import.meta.url))
const pictures = [
  ['accueil', '/', 1280, 860, 'light'],
  ['accueil-sombre', '/', 1280, 860, 'dark'],
  ['annuaire', '/annuaire?q=plonbier', 1280, 860, 'light'],
  ['accueil-mobile', '/', 390, 844, 'light'],
  ['annuaire-mobile', '/annuaire?q=plonbier', 390, 844, 'light'],
  ['annuaire-mobile-sombre', '/annuaire?q=plonbier', 390, 844, 'dark'],
  ['fiche-mobile', '/fiches/cci-du-loiret', 390, 844, 'light'],
]

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
for (const [name, path, width, height, colorScheme] of pictures) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme })
  await page.goto(base + path, { waitUntil: 'networkidle' })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${to}/${name}.png` })
  await page.close()
}
await browser.close()
