// A few dozen pages for a site that has no demonstration: invented companies, marked as such, and the names of institutions.
import { Member } from './member.mjs'

const gien = { lat: 47.6947, lon: 2.6306 }

// around is a place some kilometres to the north of Gien.
const around = (km) => `${(gien.lat + km / 111.2).toFixed(4)},${gien.lon}`

const company = (nom, activite, commune, more = {}) => ({ nom: `${nom} (exemple)`, activite, commune, ...more })

const pages = [
  { type: 'institution', nom: 'CCI du Loiret', commune: 'Orléans', etiquettes: 'chambre consulaire' },
  { type: 'institution', nom: 'Orléans Technopole', commune: 'Orléans' },
  { type: 'club', nom: 'Club Business 45', commune: 'Orléans' },
  { type: 'club', nom: 'Club des Mariniers (exemple)', commune: 'Jargeau' },
  ...['Olivet', 'Montargis', 'Beaugency', 'Gien', 'Orléans', 'Pithiviers'].map((town, i) =>
    company(`Plomberie ${['Sablonnet', 'Rivaloire', 'Cressent', 'Bourdelas', 'Vaucelin', 'Tuffeau'][i]}`, 'plombier', town,
      { accroche: 'Dépannage et salles de bains.', propose: 'dépannage de fuites\npose de chauffe-eau', cherche: 'apprenti plombier' })),
  ...['Orléans', 'Orléans', 'Gien', 'Briare'].map((town, i) => company(`Hôtel ${['de la Gabare', 'des Chalands', 'du Pont-Canal', 'des Écluses'][i]}`, 'hôtel', town)),
  ...['boulanger', 'comptable', 'graphiste', 'fleuriste'].map((trade, i) =>
    company(['Le Fournil de Braye', 'Bilan et Cie', 'Atelier Safran', 'Aux Trois Iris'][i], trade, 'Saint-Jean-de-Braye')),
  ...[0.4, 1.6, 3.1, 4.6, 7.5].map((km, i) =>
    company(['Fournil du Château', 'Faïences du Val', 'Garage des Quais', 'Serres de la Borde', 'Bois du Giennois'][i],
      ['boulanger', 'potier', 'garagiste', 'fleuriste', 'menuisier'][i], 'Gien', { position: around(km) })),
]

const perMember = 10 // far below the limit of a day

// publishExamples publishes them all, by members who work at the same time, and returns how many they are.
export async function publishExamples(site) {
  const shares = []
  for (let i = 0; i < pages.length; i += perMember) shares.push(pages.slice(i, i + perMember))
  await Promise.all(shares.map(async (share) => {
    const member = await Member.signUp(site)
    for (const page of share) await member.publish(page)
  }))
  return pages.length
}
