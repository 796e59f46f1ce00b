package rendezvous_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"partant/internal/rendezvous"
)

var (
	then = time.Date(2007, 12, 17, 10, 0, 0, 0, time.UTC) // a Monday
	now  = time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC) // a Friday
)

// shown is a proposal in one line: day, hours, place, doubts, other days.
func shown(p rendezvous.Proposal) string {
	var b strings.Builder
	if p.Day.IsZero() {
		b.WriteString("?")
	} else {
		b.WriteString(p.Day.Format("2006-01-02"))
	}
	for i, h := range []*rendezvous.Hour{p.From, p.To} {
		if h != nil {
			fmt.Fprintf(&b, "%s%02d:%02d", []string{" ", "-"}[i], h.Hour, h.Minute)
		}
	}
	if p.Place != "" {
		b.WriteString(" @" + p.Place)
	}
	for _, d := range p.Doubts {
		b.WriteString(" ?" + string(d))
	}
	for _, d := range p.Or {
		b.WriteString(" |" + d.Format("2006-01-02"))
	}
	return b.String()
}

func all(words string, at time.Time) string {
	var lines []string
	for _, p := range rendezvous.Read(words, at) {
		lines = append(lines, shown(p))
	}
	return strings.Join(lines, " ; ")
}

func TestReadOfThen(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"Un premier atelier mardi 8 janvier à 18h30 à l'ECG… partant ?":               "2008-01-08 18:30 @ECG",
		"On se retrouve à l’ECG, mardi 8 janvier à 18 h 30, partant ?":                "2008-01-08 18:30 @ECG",
		"MARDI 8 JANVIER, 18H30, À L'ECG : PARTANT ?":                                 "2008-01-08 18:30 @ECG",
		"Pourquoi pas le 8 janvier 2008 à 18:30 au Café du Théâtre ?":                 "2008-01-08 18:30 @Café du Théâtre",
		"Rendez-vous le 08/01/2008 à 18h30, salle Eiffel.":                            "2008-01-08 18:30 @salle Eiffel",
		"À 18h30 mardi 8 janvier, chez Dupont, qui en est ?":                          "2008-01-08 18:30 @chez Dupont",
		"Le mardi 8 ou le jeudi 10 janvier à 18h30 à la mairie d'Olivet, au choix":    "2008-01-08 18:30 @mairie d'Olivet ; 2008-01-10 18:30 @mairie d'Olivet",
		"1er janvier de 8h à 10h":                                                     "2008-01-01 08:00-10:00",
		"le premier janvier, entre midi et quatorze heures":                           "2008-01-01 12:00-14:00",
		"mardi huit janvier à dix-huit heures trente":                                 "2008-01-08 18:30",
		"mardi 8 janvier à 6 heures et demie du soir dans les locaux de l'AgreenTech": "2008-01-08 18:30 @dans les locaux de l'AgreenTech",
		"Le 31 février à midi ?":                                                      "? 12:00 ?date",
		"Vendredi 8 janvier à 18h30":                                                  "2008-01-08 18:30 ?jour |2008-01-11",
		"C'était mardi 8 janvier 2002 à 18h":                                          "2002-01-08 18:00 ?passe",
		"le 29 février à 9h":                                                          "2008-02-29 09:00",
		"Mardi 8 janvier. 18h30 à l'ECG.":                                             "2008-01-08 18:30 @ECG",
	} {
		if got := all(words, then); got != want {
			t.Errorf("%s\n\tsays %q\n\twant %q", words, got, want)
		}
	}
}

func TestReadOfNow(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"mardi 8 janvier à 18h30 à l'ECG, partant ?": "2027-01-08 18:30 @ECG ?jour |2027-01-05",
		"demain à 8h": "2026-11-28 08:00",
		"après-demain matin, 8 h, au port de Gien":           "2026-11-29 08:00 @port de Gien",
		"ce soir vers 19h":                                   "2026-11-27 19:00",
		"aujourd'hui à 9h":                                   "2026-11-27 09:00 ?passe",
		"dans huit jours à midi":                             "2026-12-05 12:00",
		"dans deux semaines":                                 "2026-12-11",
		"mardi à 18h30":                                      "2026-12-01 18:30",
		"mardi prochain à 18h30":                             "2026-12-01 18:30",
		"dimanche prochain":                                  "2026-11-29 ?semaine |2026-12-06",
		"vendredi à 12h30":                                   "2026-11-27 12:30 ?semaine |2026-12-04",
		"vendredi prochain":                                  "2026-12-04",
		"mardi en huit à 8h30":                               "2026-12-08 08:30",
		"samedi en quinze":                                   "2026-12-12",
		"le mardi à 18h30":                                   "2026-12-01 18:30 ?semaine |2026-12-08",
		"tous les mardis à 18h30":                            "",
		"mardi dernier à 18h30":                              "",
		"mardi 8 à 18h30":                                    "2026-12-08 18:30",
		"jeudi 8 à 18h30":                                    "2026-12-08 18:30 ?jour |2026-12-10",
		"le 8 à 18h30":                                       "2026-12-08 18:30",
		"le 8 ou le 10 décembre à 18h":                       "2026-12-08 18:00 ; 2026-12-10 18:00",
		"On a noté 8/10 et 16:9":                             "",
		"le 8/12 à 18h":                                      "2026-12-08 18:00",
		"2026-12-08 à 18:00":                                 "2026-12-08 18:00",
		"Deux heures de route, 2h de trajet, il y a 3 h":     "",
		"dans 2 h":                                           "",
		"ouvert 24h/24":                                      "",
		"02 38 55 12 12 ou 8.30 euros":                       "",
		"samedi 5 déc. de 18h-20h à Gien":                    "2026-12-05 18:00-20:00 @Gien",
		"samedi 5 décembre à minuit":                         "2026-12-05 00:00 ?minuit",
		"le 8 décembre à 18h pour parler de la fibre":        "2026-12-08 18:00",
		"Le 8 décembre à 18h, à Orléans, et on en reparle.":  "2026-12-08 18:00 @Orléans",
		"le 8 décembre à 18h, rue de Bourgogne à Orléans":    "2026-12-08 18:00 @rue de Bourgogne à Orléans",
		"12 janvier":                                         "2027-01-12",
		"le 27 novembre":                                     "2026-11-27",
		"en mai, fais ce qu'il te plaît":                     "",
		"Nous sommes sept, le 3 mars 2027 ou jamais":         "2027-03-03",
		"Je passe de 8h à 9h30 lundi":                        "2026-11-30 08:00-09:30",
		"RDV lundi 30/11/2026 8h30 précises, devant la gare": "2026-11-30 08:30 @devant la gare",
		"Samedi 12 décembre, 9 h – 12 h, au 108, à Orléans":  "2026-12-12 09:00-12:00 @Orléans",
		"Atelier le 3 décembre 2026 (14h-16h) à La Ferté-Saint-Aubin":                    "2026-12-03 14:00-16:00 @La Ferté-Saint-Aubin",
		"Petit déjeuner mercredi 2 décembre dès 7h45 à l'hôtel de ville de Pithiviers !": "2026-12-02 07:45 @hôtel de ville de Pithiviers",
		"Réunion à Gien le 4 décembre à 20 heures":                                       "2026-12-04 20:00 @Gien",
		"Je vous propose jeudi, 18h, chez moi.":                                          "2026-12-03 18:00 @chez moi",
		"Lundi on ferme. Mardi à 10h, partants ?":                                        "2026-11-30 ; 2026-12-01 10:00",
		"Prix : 8 € le 5 décembre à 15h30":                                               "2026-12-05 15:30",
		"le 5 décembre à 15h30 et le 12 décembre à 17h":                                  "2026-12-05 15:30 ; 2026-12-12 17:00",
		"du lundi 7 au mercredi 9 décembre":                                              "2026-12-07 ; 2026-12-09",
		"":                                                                               "", "\x00\xff à 18h mardi 8 janvier \x80": "2027-01-08 18:00 ?jour |2027-01-05",
	} {
		if got := all(words, now); got != want {
			t.Errorf("%s\n\tsays %q\n\twant %q", words, got, want)
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]rendezvous.Say{
		"Partant !":            rendezvous.Yes,
		"Je suis partante.":    rendezvous.Yes,
		"partant pour un café": rendezvous.Yes,
		"Moi aussi partant":    rendezvous.Yes,
		"A priori partant. On pourrait parler d'une pépinière web": rendezvous.Maybe,
		"à priori, partant":                                       rendezvous.Maybe,
		"Je serais partant si possible":                           rendezvous.Maybe,
		"Peut-être partant":                                       rendezvous.Maybe,
		"Je ne suis pas partant":                                  rendezvous.No,
		"pas partant cette fois":                                  rendezvous.No,
		"Je n'en peux plus, partant !":                            rendezvous.Yes,
		"Partant ?":                                               "",
		"Qui est partant ?":                                       "",
		"En partant de la gare":                                   "",
		"Partant du principe que c'est utile":                     "",
		"Le train partant à 8h":                                   "",
		"Partant !\nEnfin, je ne suis pas partant pour le samedi": "",
		"Un partenaire":                                           "",
		"Nous sommes tous partants !":                             rendezvous.Yes,
		"Bonne idée. Partant.":                                    rendezvous.Yes,
		"« Partant ? » Oui, partant !":                            rendezvous.Yes,
	} {
		if got := rendezvous.Answers(words); got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
	for words, want := range map[string]bool{"… mardi 8 janvier à 18h30 à l'ECG… partant ?": true, "Qui est partant ?": true, "Partants ? ": true, "Vous êtes partants !?": true,
		"Partant !": false, "En partant, tu viens ?": false, "": false} {
		if got := rendezvous.Asks(words); got != want {
			t.Errorf("%q asks: %v", words, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"mardi 8 janvier à 18h30 à l'ECG… partant ?", "le 8 ou le 10 décembre, 18h-20h", "dans vingt et un jours", "31/12/9999", "l'l'l'", "à à à 8h à", "0000-00-00", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, words string) {
		found := rendezvous.Read(words, now)
		if len(found) > rendezvous.MostFound {
			t.Fatalf("%d days", len(found))
		}
		for _, p := range found {
			if p.Day.IsZero() == (len(p.Doubts) == 0) && p.Day.IsZero() {
				t.Errorf("no day and no doubt: %+v", p)
			}
			for _, h := range []*rendezvous.Hour{p.From, p.To} {
				if h != nil && (h.Hour < 0 || h.Hour > 23 || h.Minute < 0 || h.Minute > 59) {
					t.Errorf("%+v", h)
				}
			}
		}
		rendezvous.Asks(words)
		rendezvous.Answers(words)
	})
}
