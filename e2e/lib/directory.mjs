// What a visitor reads in the directory.

export const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[\s\u00a0\u202f]+/g, ' ').toLowerCase().trim()

// cards are the results from top to bottom.
export const cards = (page) => page.locator('.found .cards').first().locator('.card').evaluateAll((list) => list.map((card) => ({
  slug: card.dataset.f,
  name: card.querySelector('h3 a').textContent.trim(),
  by: card.querySelector('.by')?.textContent ?? '',
  distance: card.querySelector('.by b')?.textContent ?? '',
  text: card.textContent,
})))

// tally is how many results the page announces; 0 for « Aucun résultat ».
export async function tally(page) {
  const said = await page.locator('#combien').textContent()
  return Number(said.replace(/[\s\u00a0\u202f]/g, '').match(/^\d+/)?.[0] ?? 0)
}

// kilometres reads « sur place », « à 900 m », « à 4,5 km ».
export function kilometres(said) {
  if (plain(said) === 'sur place') return 0
  const [, number, unit] = plain(said).match(/^a ([\d,]+) (k?m)$/) ?? [, 'nowhere']
  return parseFloat(number.replace(',', '.')) / (unit === 'm' ? 1000 : 1)
}

// asked is the question in the address, in an order that does not matter; empty answers are left out.
export const asked = (page) => [...new URL(page.url()).searchParams].filter(([, value]) => value).map((pair) => pair.join('=')).sort()
