package sample

import (
	"strings"

	"partant/internal/comment"
	"partant/internal/fault"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/viewer"
	"partant/views"
)

var (
	plumber = views.Byline{Page: "p-1", Slug: "plomberie-du-val", Kind: profile.Company, Name: "Plomberie du Val", Town: "Olivet", Example: true}
	pousses = views.Byline{Page: "p-2", Slug: "club-des-jeunes-pousses", Kind: profile.Club, Name: "Club des jeunes pousses de Gien", Town: "Gien"}
	nina    = views.Byline{Page: "p-3", Slug: "nina-voisine", Kind: profile.Person, Name: "Nina Voisine", Town: "Jargeau"}
)

// items are an article, news with a title and news without.
func items() []views.PostItem {
	return []views.PostItem{
		{Slug: "une-pepiniere-web", By: pousses, Title: "Une pépinière pour le Web, pour quoi faire ?", Called: "Une pépinière pour le Web, pour quoi faire ?", At: "18" + "\u00a0" + "h 30",
			Lead: "Nous étions vingt-deux, mardi soir, à parler d'un lieu où l'on se croise sans rendez-vous : des bureaux à la journée, une bonne connexion, un café. Voici ce qui s'est dit, et ce qu'il reste à trouver…", Tags: []string{"pépinière", "très haut débit"}},
		{Slug: "nous-cherchons-un-apprenti", By: plumber, Called: "Nous cherchons un apprenti pour janvier", At: "9" + "\u00a0" + "h 05",
			HTML: "<p>Nous cherchons un <strong>apprenti</strong> pour janvier : deux ans, à Olivet. Venez nous voir, ou <a href=\"https://exemple.fr/apprenti\" rel=\"ugc nofollow noreferrer\">lisez la fiche</a>.</p>", Tags: []string{"emploi"}},
		{Slug: "portes-ouvertes", By: nina, Title: "Portes ouvertes samedi", Called: "Portes ouvertes samedi", At: "8" + "\u00a0" + "h",
			HTML: "<p>L'atelier est ouvert samedi de 10 h à 18 h :</p>\n<ul>\n<li>le four tourne,</li>\n<li>on goûte,</li>\n<li>on repart avec un pain.</li>\n</ul>"},
	}
}

// briefs are publications in few words.
func briefs() []views.PostItem {
	all := items()
	for i := range all {
		all[i].HTML, all[i].At = "", "mardi 8 janvier 2008 à 9 h"
		if all[i].Title != "" {
			all[i].Lead = "Nous étions vingt-deux, mardi soir, à parler d'un lieu où l'on se croise sans rendez-vous…"
		}
	}
	return all
}

// Feed is /fil: of a member, or of everybody.
func Feed(member bool) views.FeedPage {
	all := items()
	p := views.FeedPage{Chrome: chrome("Le fil", views.NavFeed, member), Mine: member, Next: "/fil?suite=x",
		Days: []views.PostDay{{Day: "Aujourd'hui", Items: all[:2]}, {Day: "mardi 8 janvier 2008", Items: all[2:]}}}
	if member {
		p.Form = PostForm()
	}
	return p
}

func emptyFeed(tag string, member bool) views.FeedPage {
	p := Feed(member)
	p.Days, p.Next, p.Tag, p.Mine, p.Form.Voices = nil, "", tag, member && tag == "", nil
	return p
}

// Post is an article that its reader may change.
func Post() views.PostPage {
	item := items()[0]
	item.Lead, item.HTML = "", strings.Repeat("<p>Nous étions vingt-deux, mardi soir, à parler d'un lieu où l'on se croise sans rendez-vous : des bureaux à la journée, une bonne connexion, un café.</p>\n", 2)+
		"<h3>Ce qui s'est dit</h3>\n<ul>\n<li>Le lieu existe : l'ancienne faïencerie.</li>\n<li>Qui paye ? La ville prête les murs.</li>\n</ul>\n<blockquote>\n<p>Trois bureaux suffisent pour commencer.</p>\n</blockquote>"
	return views.PostPage{Chrome: chrome(item.Title, views.NavFeed, true), Post: item, At: "mardi 8 janvier 2008 à 18 h 30", Edited: "mercredi 9 janvier 2008 à 9 h", Can: true, CanClose: true,
		Thread: Below(comment.Post, "/publications/une-pepiniere-web", true)}
}

// Beta is a version of a project, for who may write the next one.
func Beta(filter bool) views.PostPage {
	p := Post()
	p.Post.Version = "0.4"
	first := views.Link{Text: "Sur mon téléphone, la carte est trop petite pour viser une halte.", URL: "/reponses/a"}
	p.Project = &views.Project{Version: "0.4", Whole: "/publications/une-pepiniere-web", Next: "/publications/nouvelle?suite_de=une-pepiniere-web", Pace: post.Pace{Settled: 3, Open: 2, Median: 12, Total: 31},
		Versions: []views.Version{{Slug: "une-pepiniere-web", Version: "0.4", Called: p.Post.Called, At: "mardi 8 janvier 2008", Here: true, Settles: []views.Link{first}}, {Slug: "la-premiere", Version: "0.3", Called: p.Post.Called, At: "jeudi 27 décembre 2007"}}}
	for i, a := range comment.Aspects() {
		p.Project.Reviews = append(p.Project.Reviews, views.ReviewCount{Text: views.AspectWord(a), Count: 4 * i, URL: "/publications/une-pepiniere-web?avis=" + string(a), On: filter && i == 1})
	}
	settled := views.Link{Text: "Répondu par la version 0.4, 12 jours après", URL: "/publications/une-pepiniere-web"}
	p.Thread.Answers.List[0].Aspect, p.Thread.Answers.List[0].Settled = comment.Hinders, settled
	p.Thread.Box.Form.Aspects, p.Thread.Box.Form.Wrong = true, fault.Fields{comment.FieldAspect: "Dites d'abord si c'est ce qui marche, ce qui gêne, ou une proposition."}
	if filter {
		p.Project.Filter, p.Project.Found = views.AspectWord(comment.Hinders), p.Thread.Answers.List[:1]
	}
	return p
}

// linkedPost shows what is behind its link.
func linkedPost() views.PostPage {
	p := shortPost(false)
	p.Post.Preview = post.Preview{URL: "https://exemple.fr/apprenti", Title: "Apprenti plombier, deux ans à Olivet", Description: "Une équipe de quatre, des chantiers à moins de vingt kilomètres, et un camion qui démarre.", Site: "exemple.fr", Picture: shots()[0]}
	return p
}

// plannedPost is a publication that will appear by itself, or was to.
func plannedPost(missed bool) views.PostPage {
	p := shortPost(true)
	p.Post.Planned, p.Post.Missed, p.Post.At = !missed, missed, "paraîtra le mardi 15 janvier 2008 à 8 h 30"
	return p
}

// badPlan is a form that asks for an hour that does not exist.
func badPlan() views.PostFormPage {
	p := typedPost(fault.Fields{post.FieldHour: "Cette nuit-là, on passe à l'heure d'été : il n'est jamais 2 h 30. Choisissez 3 h ou plus tard."})
	p.Draft.Planned, p.Draft.Later, p.Draft.Day, p.Draft.Hour = true, true, "2008-03-30", "02:30"
	return p
}

// nextVersion is the form of a version that follows another.
func nextVersion() views.PostFormPage {
	p := PostForm()
	p.Follows = views.FollowedVersion{Slug: "la-premiere", Called: "La boucle des haltes", Version: "0.3"}
	for i, words := range []string{"Sur mon téléphone, la carte est trop petite pour viser une halte.", "Et si l'on pouvait dire qu'une halte est pleine ?"} {
		p.Criticisms = append(p.Criticisms, views.Criticism{ID: "c", Words: words, Aspect: views.AspectWord(comment.Aspects()[1+i]), By: "Nina Voisine", At: "jeudi 27 décembre 2007", On: i == 0})
	}
	return p
}

func shortPost(draft bool) views.PostPage {
	item := items()[1]
	item.Draft = draft
	return views.PostPage{Chrome: chrome(item.Called, views.NavFeed, draft), Post: item, At: "mardi 8 janvier 2008 à 9 h 05", Can: draft, Thread: closedBelow(comment.Post, "/publications/nous-cherchons-un-apprenti")}
}

// PostForm is an empty form of a member who may speak for two pages.
func PostForm() views.PostFormPage {
	return views.PostFormPage{Chrome: chrome("Écrire une publication", views.NavFeed, true), Voices: []views.Byline{nina, plumber}, Unsaid: true, Draft: post.Draft{Key: "cle", Voice: "p-1"}}
}

func typedPost(wrong fault.Fields) views.PostFormPage {
	p := PostForm()
	p.Draft = post.Draft{Key: "cle", At: 3, Voice: "p-1", Title: "Une pépinière pour le Web", Body: "Nous étions **vingt-deux**, mardi soir.", Tags: "pépinière"}
	p.Wrong = wrong
	return p
}

func previewed() views.PostFormPage {
	p := typedPost(nil)
	p.HTML = "<p>Nous étions <strong>vingt-deux</strong>, mardi soir.</p>"
	return p
}

// PostConflict is the form of somebody whose colleague was faster.
func PostConflict() views.PostFormPage {
	p := typedPost(nil)
	p.Slug, p.Unsaid, p.Conflict, p.Theirs = "une-pepiniere-web", false, true, Post().Post
	p.Voices = p.Voices[1:]
	return p
}

// PostDelete asks whether a publication is to go.
func PostDelete() views.PostDeletePage {
	return views.PostDeletePage{Chrome: chrome("Supprimer la publication", views.NavFeed, true), Slug: "portes-ouvertes", Title: "Portes ouvertes samedi"}
}

// PostsOf is what a page has published, for its team.
func PostsOf() views.PostsPage {
	all := items()
	drafts := []views.PostItem{{Slug: "brouillon", Title: "Les soldes", Called: "Les soldes", Lead: "Dès mercredi, tout l'atelier.", At: "commencé le mardi 8 janvier 2008 à 9 h", Draft: true}}
	planned := []views.PostItem{{Slug: "bientot", Title: "Portes ouvertes", Called: "Portes ouvertes", At: "paraîtra le mardi 15 janvier 2008 à 8 h 30", Draft: true, Planned: true}}
	return views.PostsPage{Planned: planned, Chrome: chrome("Ce que publie Plomberie du Val", views.NavDirectory, true), By: plumber, Drafts: drafts, Posts: all, Next: "/fiches/plomberie-du-val/publications?suite=x", Can: true}
}

func posts() []Page {
	none := PostForm()
	none.Voices = nil
	long := fault.Fields{post.FieldTitle: "160 caractères au plus, il y en a 204.", post.FieldBody: "Écrivez quelques mots.", viewer.FieldVoice: "Vous ne pouvez pas parler au nom de cette page : choisissez-en une autre."}
	draft := PostDelete()
	draft.Draft = true
	return []Page{
		{"/fil", 200, views.Feed(Feed(false))},
		{"/fil-membre", 200, views.Feed(Feed(true))},
		{"/fil-vide", 200, views.Feed(emptyFeed("", false))},
		{"/fil-calme", 200, views.Feed(emptyFeed("", true))},
		{"/fil-sujet", 200, views.Feed(emptyFeed("pépinière", true))},
		{"/publication", 200, views.Post(Post())},
		{"/publication-courte", 200, views.Post(shortPost(false))},
		{"/publication-beta", 200, views.Post(Beta(false))},
		{"/publication-beta-gene", 200, views.Post(Beta(true))},
		{"/publication-version-suivante", 200, views.PostForm(nextVersion())},
		{"/publication-lien", 200, views.Post(linkedPost())},
		{"/publication-programmee", 200, views.Post(plannedPost(false))},
		{"/publication-non-parue", 200, views.Post(plannedPost(true))},
		{"/publication-programmer-erreurs", 422, views.PostForm(badPlan())},
		{"/publication-brouillon", 200, views.Post(shortPost(true))},
		{"/publication-nouvelle", 200, views.PostForm(PostForm())},
		{"/publication-sans-page", 200, views.PostForm(none)},
		{"/publication-apercu", 200, views.PostForm(previewed())},
		{"/publication-erreurs", 422, views.PostForm(typedPost(long))},
		{"/publication-conflit", 409, views.PostForm(PostConflict())},
		{"/publication-historique", 200, views.PostHistory(PostHistory(false))},
		{"/publication-historique-premier", 200, views.PostHistory(PostHistory(true))},
		{"/publication-supprimer", 200, views.PostDelete(PostDelete())},
		{"/publication-supprimer-brouillon", 200, views.PostDelete(draft)},
		{"/fiche-publications", 200, views.PostsOf(PostsOf())},
		{"/fiche-publications-rien", 200, views.PostsOf(views.PostsPage{Chrome: chrome("Ce que publie Nina Voisine", views.NavDirectory, false), By: nina})},
	}
}
