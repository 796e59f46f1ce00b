// Every template of a page, in the states that look different, and how to get there.
import { Member } from './member.mjs'

// prepare makes what the pages need: a company with everything, of a member who has gone through the welcome; a page that was erased; a
// member at each step of the welcome.
export async function prepare(site) {
  const owner = await Member.signUp(site)
  await owner.send('/bienvenue', { nom: owner.name, accroche: 'charpentière de marine', commune: 'Jargeau' })
  const rich = await owner.publish({
    nom: 'Chantier du Cabestan (exemple)', commune: 'Jargeau', activite: 'menuisier', accroche: 'Des barques de Loire, du bordé au gréement.', telephone: '02 61 91 45 45',
    adresse: '1 quai des Barques', code_postal: '45150', position: '47.8668,2.1166', email: 'chantier@exemple.invalid', site: 'https://chantier.exemple.invalid',
    liens: 'https://images.exemple.invalid/chantier', presentation: 'Une **équipe** de trois.\n\n- neuf\n- ancien\n\n> Bon vent.', propose: 'un hangar à partager\nun stage', cherche: 'du chêne\nun voilier',
    etiquettes: 'bois, Loire', effectif: '02', annee: '1998', horaires_0: '9h-12h30 14h-19h', horaires_5: '9h-12h', fonction: 'gérante',
  })
  const photo = (name) => new URL(`../../internal/media/imaging/testdata/${name}`, import.meta.url).pathname
  const at = `${rich}/photos`
  await owner.attach(at, { faire: 'logo' }, [['logo', photo('palette_transparente.png')]])
  await owner.attach(at, { faire: 'couverture', description: 'Une chute dans la vallée' }, [['couverture', photo('orientation_paysage_6.jpg')]])
  await owner.attach(at, { faire: 'galerie' }, [['photos', photo('progressive.jpg')], ['photos', photo('gps_orleans_orientation6.jpg')], ['photos', photo('alpha.webp')]])
  const undescribed = [...(await (await owner.get(at)).text()).matchAll(/name="(description_[^"]+)"/g)].map(([, field]) => field)
  await owner.attach(at, { faire: 'galerie', [undescribed[0]]: 'Un soleil levant', [undescribed[1]]: 'Le même, debout' }, [])
  const gone = await owner.publish({ nom: 'Page de passage (exemple)', commune: 'Gien' })
  await owner.send(`${gone}/supprimer`, {})
  const [second, third] = [await Member.signUp(site), await Member.signUp(site)]
  for (const member of [second, third]) await member.send('/bienvenue', { plus_tard: 'oui' })
  await third.send('/bienvenue', {})
  for (const followed of [rich, '/communes/gien', '/sujets/bois']) await third.send(`${followed}/suivre`, {})
  return { owner, second, third, rich, gone, first: await Member.signUp(site) }
}

// pages are for everybody, one of each template: [path, status].
export const pages = ({ rich, gone }) => [
  ['/'], ['/annuaire'], ['/annuaire?q=boulanger&vue=carte&commune=gien'], ['/carte'], ['/communes/gien'], [rich], ['/fiches/cci-du-loiret'], ['/discussions'], ['/discussions/une-pepiniere-web-a-orleans'], ['/sources'],
  ['/premier-administrateur/essai'], ['/nulle-part', 404], [gone, 410],
]

// states are further states of them, and pages of words, that look the same to everybody.
export const states = () => [
  ['/annuaire?q=plonbier'], ['/annuaire?pres=Gien&rayon=5&type=entreprise&tri=distance'], ['/annuaire?q=plombier&pres=Briare&rayon=5'], ['/annuaire?q=zzzzqx'],
  ['/annuaire?pres=Nulle-Part-sur-Loire'], ['/annuaire?tri=nom&page=2'], ['/intercommunalites/orleans-metropole'], ['/secteurs/construction'], ['/sujets/bois'],
  ['/fiches/club-business-45'], ['/discussions?sans-reponse=oui'], ['/discussions/nos-sites-ne-repondent-a-personne-on-change'], ['/a-propos'], ['/mentions-legales'], ['/confidentialite'], ['/accessibilite'],
]

// doors are for who is not signed in.
export const doors = [['/connexion'], ['/inscription']]

// rooms are for members: [path, who].
export const rooms = ({ owner, first, second, third, rich }) => [
  ['/compte', owner], ['/compte/journal', owner], ['/compte/mot-de-passe', owner], ['/compte/adresse', owner], ['/compte/confirmer', owner], ['/fiches/nouvelle', owner], [`${rich}/modifier`, owner], [`${rich}/position`, owner], [`${rich}/supprimer`, owner],
  [`${rich}/photos`, owner], ['/publications/nouvelle', owner],
  ['/discussions/nouvelle', owner], ['/discussions/une-pepiniere-web-a-orleans', owner],
  ['/bienvenue', first], ['/bienvenue?q=cabestan', second], ['/bienvenue', third],
  [rich, third], ['/communes/gien', third], [`${rich}/suivre`, second], [`${rich}/abonnes`, second], ['/compte/abonnements', third], ['/compte/abonnements', second], ['/notifications', owner], ['/notifications', second],
]

// refusals are forms that are shown again: [path, who, fields, button].
export const refusals = ({ owner }) => [
  ['/connexion', undefined, { email: 'personne@exemple.invalid', mot_de_passe: 'peu importe' }, 'Entrer'],
  ['/inscription', undefined, { email: 'personne' }, 'Créer mon compte'],
  ['/compte/mot-de-passe', owner, { mot_de_passe: 'court' }, 'Garder ce mot de passe'],
  ['/fiches/nouvelle', owner, { nom: 'Chantier du Cabestan', commune: 'Nulle-Part-sur-Loire' }, 'Publier la page'],
  ['/discussions/nouvelle', owner, { titre: '' }, 'Publier la discussion'],
]
