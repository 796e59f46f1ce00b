package searchtest

import (
	"fmt"
	"slices"
	"time"

	"partant/internal/geo"
	"partant/internal/search"
	"partant/internal/search/searchtest/corpus"
)

var (
	noon    = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	orleans = geo.Point{Lat: 47.9029, Lon: 1.9039}
	gien    = geo.Point{Lat: 47.6853, Lon: 2.6306}
)

// epcis groups some communes of the corpus as the law does.
var epcis = map[string]string{
	"Orléans": "Orléans Métropole", "Olivet": "Orléans Métropole", "Saran": "Orléans Métropole", "Ormes": "Orléans Métropole",
	"Gien": "CC Giennoises", "Coullons": "CC Giennoises", "Beaugency": "CC des Terres du Val de Loire",
	"Montargis": "CA Montargoise et Rives du Loing", "Amilly": "CA Montargoise et Rives du Loing",
}

// town returns n profiles of the corpus, so varied that every filter and order has something to do: some are nowhere,
// many have as many followers, the day they were made is not the day they changed.
func town(n int) world {
	var docs world
	for p := range corpus.New().All(n) {
		d := p.Document()
		i := len(docs)
		d.EPCI = epcis[d.Commune]
		d.CreatedAt = noon.Add(-time.Duration(i*7%n) * time.Hour)
		if i%17 == 3 {
			d.At = nil
		}
		docs = append(docs, d)
	}
	return docs
}

// change returns document i with a word more in its description and tags, changed later than all others.
func (w world) change(i int, word string) search.Document {
	d := w[i]
	d.Description += " " + word
	d.Tags = append(slices.Clone(d.Tags), word)
	d.UpdatedAt = noon.Add(time.Duration(i) * time.Second)
	return d
}

// card returns a document of the street: a name, a trade and a commune, no field left zero.
func card(id, name, label, commune string) search.Document {
	return search.Document{
		ID: id, Name: name, Kind: "entreprise", NAF: "43.22A", NAFLabel: label, Sector: "Construction", Commune: commune,
		EPCI: epcis[commune], Postcode: "45000", Description: "Devis gratuit sous quarante-huit heures.",
		Tags: []string{"exemple"}, Offers: []string{"conseils"}, Seeks: []string{"apprenti"}, At: &geo.Point{Lat: 47.9, Lon: 1.9},
		Followers: 3, CreatedAt: noon.Add(-time.Hour), UpdatedAt: noon,
	}
}

// street returns a few cards with one difficulty each.
func street() []search.Document {
	docs := []search.Document{
		card("plombier", "Plomberie Lefèvre", "Travaux d'installation d'eau et de gaz", "Olivet"),
		card("boulanger", "Boulangerie de la Gare", "Boulangerie et boulangerie-pâtisserie", "Orléans"),
		card("coq", "L'Imprimerie du Coq Bleu", "Autre imprimerie", "Orléans"),
		card("coeur", "Cœur de Loire Gourmand", "Commerce de détail alimentaire", "Beaugency"),
		card("cheval", "Les Chevaux du Roi", "Activités de clubs de sports", "Gien"),
		card("journal", "Le Journal de la Sologne", "Édition de revues", "Gien"),
		card("autoecole", "Auto-école du Pont", "Enseignement de la conduite", "Montargis"),
		card("saint", "Optique Mauve", "Commerces de détail d'optique", "Saint-Jean-de-Braye"),
		card("resto", "Chez Ursule", "Restaurant et restauration traditionnelle", "Amilly"),
		card("kine", "Cabinet du Martroi", "Kinésithérapeute et rééducation", "Amilly"),
		card("zephyr", "Zéphyrix Robotique", "Fabrication d'autres machines spécialisées", "Ormes"),
		card("hostile", "Sécurité <script>alert(1)</script> & Fils", "Systèmes de sécurité", "Saran"),
	}
	docs[0].Description = "Dépannage de fuites, rénovation de salles de bains et pose de sanitaires. Plombier de père en fils."
	docs[11].Description = "Tests d'intrusion <b>applicatifs</b> & pentest <img src=x onerror=alert(1)>."
	docs[11].Tags = []string{"bug \"bounty\"", "l'été \\ ' OR 1=1"}
	return docs
}

// numbered returns n cards that differ by a number.
func numbered(n int) []search.Document {
	docs := make([]search.Document, n)
	for i := range docs {
		docs[i] = card(fmt.Sprintf("n-%04d", i), fmt.Sprintf("Carrelage numéro%d", i), "Carrelage", "Saran")
	}
	return docs
}
