package views

import (
	"partant/internal/figures"
	"partant/internal/viewer"
)

// PageFiguresPage is /fiches/{slug}/chiffres.
type PageFiguresPage struct {
	Chrome  Chrome
	Figures figures.Figures
	Speaks  bool // who looks may speak for the page
}

// figure is one number of a page and what it means.
type figure struct {
	Name string
	N    figures.Count
	Says string
	More Link // the list behind it, or what would make it grow; empty: none
}

// list are the figures in the order in which they are shown.
func (p PageFiguresPage) list() []figure {
	all := append([]figure{p.followers()}, p.posts()...)
	if p.Figures.Asked != nil {
		all = append(all, p.asked())
	} else {
		all = append(all, p.figure("Questions et réponses sous la page", p.Figures.Below, "Personne n'y a encore rien écrit.", "Ce que la page répond compris.", Link{"Lire les questions", "/questions"}))
	}
	return append(all,
		p.figure("Recommandations", p.Figures.Recommendations, "Personne n'a encore recommandé la page.", "De pages qui ont eu affaire à celle-ci.", Link{"Lire les recommandations", "/recommandations"}),
		p.figure("Lettres reçues", p.Figures.Letters, "Aucune n'est arrivée depuis un an par le bouton "+quoted("Écrire")+".", "Arrivées depuis un an par le bouton "+quoted("Écrire")+". Seul leur nombre se lit ici.", Link{}))
}

// figure is a number, what is said of it when it is zero and else, and the list of the page behind it. There is none behind zero.
func (p PageFiguresPage) figure(name string, n figures.Count, none, some string, list Link) figure {
	if n.N == 0 {
		return figure{Name: name, N: n, Says: none}
	}
	if list.URL != "" {
		list.URL = string(page(p.Figures.Page.Slug, list.URL))
	}
	return figure{name, n, some, list}
}

func (p PageFiguresPage) followers() figure {
	n := p.Figures.Followers
	f := p.figure("Abonnés", n.All, "Aucun membre ne suit encore la page.", lately(n), Link{"Voir les abonnés", "/abonnes"})
	f.Says += " Qui la suit par lettre, sans compte, n'est pas compté."
	return f
}

// lately says how much of a number is new.
func lately(n figures.Trend) string {
	switch {
	case n.Year.N == 0:
		return "Rien de neuf depuis un an."
	case n.Month.N == 0:
		return "Dont " + atLeast(n.Year) + " depuis un an, rien de neuf depuis 30" + joint + "jours."
	}
	return "Dont " + atLeast(n.Month) + " depuis 30" + joint + "jours, " + atLeast(n.Year) + " depuis un an."
}

// posts are the numbers of what the page publishes; without publications nothing more is said.
func (p PageFiguresPage) posts() []figure {
	n := p.Figures.Posts
	wrote := p.figure("Publications", n.All, "La page n'a encore rien publié.", lately(n), Link{"Lire les publications", "/publications"})
	if n.All.N == 0 {
		if p.Figures.Edits {
			wrote.More = Link{"Écrire une publication", "/publications/nouvelle?" + viewer.FieldVoice + "=" + p.Figures.Page.ID}
		}
		return []figure{wrote}
	}
	below := "sous " + p.seen()
	return []figure{wrote,
		p.figure("Réponses aux publications", p.Figures.Answers, "Personne n'a encore répondu "+below+".", "Écrites "+below+", ce que la page répond compris.", Link{}),
		p.figure("Merci, intéressant, bravo", p.Figures.Reactions, "Aucun membre ne l'a encore dit "+below+".", "Dits par des membres "+below+". Qui l'a dit n'est montré à personne.", Link{})}
}

// seen are the publications of which answers and reactions are counted.
func (p PageFiguresPage) seen() string {
	switch n := p.Figures.Seen; {
	case p.Figures.Posts.All.More:
		return "les " + Number(n) + " dernières publications"
	case n == 1:
		return "la seule publication"
	default:
		return "les " + Number(n) + " publications"
	}
}

func (p PageFiguresPage) asked() figure {
	r := *p.Figures.Asked
	return p.figure("Questions posées à l'institution", figures.Count{N: r.Answered + r.Waiting}, "Personne ne lui a encore posé de question.",
		RecordWords(r.Answered, r.Median, r.Waiting)+", parmi les cent dernières.", Link{"Lire les questions", "/questions"})
}

// atLeast writes a count: « 3 », « au moins 1 000 ».
func atLeast(c figures.Count) string {
	if c.More && c.N > 0 {
		return "au moins " + Number(c.N)
	}
	return Number(c.N)
}

// step is what to do next, by those who may; empty when nothing is missing.
func (p PageFiguresPage) step() (say string, do Link) {
	if len(p.Figures.Complete.Missing) == 0 {
		return "Rien n'y manque.", Link{}
	}
	next := p.Figures.Complete.Missing[0]
	if p.Figures.Edits {
		return "", Link{unbroken(next.Say), string(page(p.Figures.Page.Slug, stepAt(next)))}
	}
	return "Ce qui l'aiderait le plus" + joint + ": " + quoted(unbroken(next.Say)) + " Les personnes qui rédigent la page peuvent le faire.", Link{}
}
