// A club as those who run it and those who come in go through it.
import assert from 'node:assert/strict'
import { password } from '../lib/member.mjs'
import { goes, presses, says, sound, words } from '../lib/page.mjs'

// founds makes the page of a club and opens its room, where the board answers to each; it returns the path of the room.
export async function founds(page, name) {
  await goes(page, '/fiches/nouvelle')
  await page.getByRole('radio', { name: /club/i }).check()
  await page.getByLabel('Nom').first().fill(name)
  await page.getByLabel('Commune').first().fill('Jargeau')
  await presses(page, 'Publier la page')
  await page.getByRole('link', { name: 'Ouvrir la salle' }).click()
  await page.getByRole('heading', { name: 'Ouvrez la salle du club' }).waitFor()
  const at = new URL(page.url()).pathname
  await page.getByRole('link', { name: 'Ouvrir la salle' }).click()
  await page.getByRole('radio', { name: /^Sur demande/ }).check()
  await page.getByLabel('Questions à qui rejoint le club').fill('Que faites-vous sur la Loire ?')
  await sound(page)
  await presses(page, 'Ouvrir la salle')
  await says(page, '1 membre', 'à la présidence')
  return at
}

// asks wants to come in: an answer that is missing is asked for, and the board has the last word.
export async function asks(page, at) {
  await goes(page, at)
  await page.getByRole('link', { name: 'Demander à le rejoindre' }).click()
  await page.getByRole('heading', { name: 'Rejoindre le club' }).waitFor()
  await presses(page, 'Envoyer ma demande', 422)
  await sound(page)
  await page.getByLabel('Que faites-vous sur la Loire ?').fill('Je calfate des futreaux.')
  await presses(page, 'Envoyer ma demande')
  await says(page, 'Votre demande attend la réponse du bureau')
}

// welcomes reads what somebody answered, and lets them in.
export async function welcomes(page, at) {
  await goes(page, at)
  await page.getByRole('link', { name: 'Demandes (1)' }).click()
  await page.getByRole('heading', { name: 'Demandes et invitations' }).waitFor()
  await says(page, 'Que faites-vous sur la Loire ?', 'Je calfate des futreaux.')
  await sound(page)
  await page.getByLabel(/^Un mot pour/).fill('Bienvenue à bord.')
  await presses(page, 'Accueillir')
  await says(page, "Personne n'attend de réponse")
}

// links makes a link that lets in who opens it.
export async function links(page, at) {
  await goes(page, `${at}/inviter`)
  await sound(page)
  await presses(page, 'Faire un lien')
  return (await page.locator('code').textContent()).trim()
}

// invites sends letters to a list, once the table has said what would become of each line.
export async function invites(page, at, lines) {
  await goes(page, `${at}/inviter`)
  await page.getByLabel(/^Un fichier CSV/).setInputFiles({ name: 'membres.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) })
  await presses(page, 'Voir ce que cela donnera')
  await sound(page)
  await says(page, 'Rien n\'est envoyé encore')
  const table = await page.locator('table.figures tbody tr').allTextContents()
  await presses(page, "Envoyer l'invitation", 200, '[aria-labelledby=essai]')
  await page.getByRole('heading', { name: '1\u00a0invitation part' }).waitFor()
  return table.map((row) => row.replace(/\s+/g, ' '))
}

// confides opens a discussion that members alone read, and returns its path.
export async function confides(page, at, title) {
  await goes(page, `${at}/discussions`)
  await page.getByRole('link', { name: 'Ouvrir une discussion entre membres' }).click()
  await page.getByLabel('En une phrase').fill(title)
  await page.getByLabel('Thème').selectOption('autre')
  await sound(page)
  await presses(page, 'Publier la discussion')
  await sound(page)
  return new URL(page.url()).pathname
}

// deposits puts a document into the room, and returns where it is read.
export async function deposits(page, at, title) {
  await goes(page, at)
  await page.getByRole('link', { name: 'Documents' }).click()
  await page.getByLabel("Ce que c'est").fill(title)
  await presses(page, 'Déposer le document', 422)
  await sound(page)
  assert.equal(await page.getByLabel("Ce que c'est").inputValue(), title, 'what was typed is kept')
  await page.getByLabel('Le fichier').setInputFiles({ name: 'statuts.txt', mimeType: 'text/plain', buffer: Buffer.from('Article premier. On navigue.\n') })
  await presses(page, 'Déposer le document')
  const link = page.getByRole('link', { name: title })
  await link.waitFor()
  await sound(page)
  return link.getAttribute('href')
}

// announces tells all members something.
export async function announces(page, at, title, body) {
  await goes(page, `${at}/annonces/nouvelle`)
  await page.getByLabel('Titre').fill(title)
  await page.getByLabel('Texte').fill(body)
  await presses(page, 'Voir avant d\'envoyer')
  await says(page, "Rien n'est envoyé encore")
  await presses(page, 'Prévenir les membres')
  await says(page, title)
  await sound(page)
}

// wantsNoNews chooses not to be told what the board announces.
export async function wantsNoNews(page, at) {
  await goes(page, at)
  await page.getByLabel('Ne pas me prévenir des annonces du bureau.').check()
  await presses(page, 'Enregistrer')
}

// handsOver lets another member preside, and leaves.
export async function handsOver(page, at, name) {
  await goes(page, `${at}/quitter`)
  await says(page, 'Vous présidez seul')
  await sound(page)
  await page.getByRole('link', { name: 'Choisir à qui la passer' }).click()
  await page.getByRole('link', { name: `Adhésion de ${name}` }).click()
  await sound(page)
  await presses(page, `Passer la présidence à ${name}`) // who came in long ago shows who they are first
  await page.getByRole('heading', { name: "Confirmez que c'est vous" }).waitFor()
  await page.getByLabel('Mot de passe').fill(password)
  await presses(page, 'Continuer')
  await presses(page, `Passer la présidence à ${name}`)
  await leavesClub(page, at)
}

// leavesClub leaves by the door that the room shows.
export async function leavesClub(page, at) {
  await goes(page, at)
  await page.getByRole('link', { name: 'Quitter le club' }).click()
  await page.getByRole('heading', { name: 'Quitter le club' }).waitFor()
  await presses(page, 'Quitter le club')
}

// told is what somebody reads under the bell.
export async function told(page) {
  await goes(page, '/notifications')
  return words(page)
}
