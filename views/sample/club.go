package sample

import (
	"time"

	"partant/internal/club"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/views"
)

var cercle = views.Byline{Page: "p-3", Slug: "cercle-des-levees", Kind: profile.Club, Name: "Cercle des Levées", Town: "Jargeau", Example: true}

// roomOf is the frame of a page of a room, for somebody of the board or not.
func roomOf(at views.RoomPlace, inside, board bool) views.Room {
	return views.Room{Chrome: chrome("La salle", views.NavDirectory, inside), Of: cercle, Place: at, Inside: inside, Office: board, Helm: board, Waiting: 2}
}

// outside is the same for a member of the site who is not in.
func outside(at views.RoomPlace) views.Room {
	r := roomOf(at, false, false)
	r.Chrome = chrome("La salle", views.NavDirectory, true)
	return r
}

// Faces are members of a club.
func Faces() []views.ClubFace {
	day := views.Day(Now)
	return []views.ClubFace{
		{ID: "m-1", Name: "Camille Exemple", Slug: "camille-exemple", Town: "Gien", Role: club.Chair, Kind: "Adhérent", Paid: day, Since: day, Listed: true},
		{ID: "m-2", Name: "Noé Exemple", Role: club.Ordinary, Since: day},
		{ID: "m-3", Name: "Une personne dont le nom est vraiment très long et ne tient pas sur une ligne", Slug: "x", Role: club.Officer, Kind: "Bienfaiteur", Paid: day, Late: true, Since: day},
	}
}

func clubNews() []views.ClubNews {
	return []views.ClubNews{
		{ID: "n-1", Title: "Petit-déjeuner de décembre", HTML: "<p>Le <strong>mardi 8</strong>, à 8 heures. <a href=\"https://exemple.fr\">Le plan</a></p>", At: views.Moment(Now)},
		{ID: "n-2", Title: "Compte rendu", HTML: "<p>Il est dans les liens.</p>", At: views.Moment(Now)},
	}
}

func clubLinks() []views.ClubLink {
	return []views.ClubLink{
		{ID: "s-1", Title: "Compte rendu de novembre", URL: "https://exemple.fr/cr", By: "Camille Exemple, ", At: views.Day(Now), May: true},
		{ID: "s-2", Title: "Statuts", URL: "https://exemple.fr/statuts", At: views.Day(Now)},
	}
}

// Club is the page of a room, for somebody of the board, a member, or a visitor.
func Club(inside, board bool) views.ClubPage {
	p := views.ClubPage{Room: roomOf(views.RoomHome, inside, board), Pitch: "Vingt entreprises du val qui se voient deux fois par mois.", Opened: true, Way: club.OnRequest, Count: 23, Faces: Faces()[:1]}
	if inside {
		p.State, p.Role, p.Paid, p.Listed, p.News, p.Shared, p.Talks = club.In, club.Officer, views.Day(Now), true, clubNews(), clubLinks(), TalkList(true).List
		p.Among = among()
	}
	return p
}

// ClubJoin is the form by which one comes in, refused.
func ClubJoin() views.ClubJoinPage {
	return views.ClubJoinPage{Room: outside("/rejoindre"), Way: club.OnRequest, Questions: []string{"Votre métier ?", "Qui vous a parlé de nous ?"}, Kinds: []string{"Adhérent", "Bienfaiteur"},
		Entry: club.Entry{Answers: []string{"", "Un ami"}, Listed: true, Secret: "secret"}, Action: "/clubs/cercle-des-levees/rejoindre", Decline: "/clubs/cercle-des-levees/invitation/x/y/refus",
		Wrong: fault.Fields{club.AnswerField(0): "Répondez-y en quelques mots.", club.FieldKind: "Choisissez une formule d'adhésion."}}
}

// ClubMember is a member as the board sees them.
func ClubMember() views.ClubMemberPage {
	return views.ClubMemberPage{Room: roomOf("/membres/m-1", true, true), One: Faces()[0], Answers: []club.Answer{{Question: "Votre métier ?", Text: "Menuisière"}}, Kinds: []string{"Adhérent", "Bienfaiteur"},
		Renewal: club.Renewal{Kind: "Adhérent", Paid: "2026-12-31"}, Year: "2027-12-31", Reason: "non", Remove: true, Chair: true,
		Wrong: fault.Fields{club.FieldReason: "Dites pourquoi, en une phrase.", club.FieldPaid: "Écrivez une date.", club.FieldKind: "Choisissez une des formules du club."}}
}

// ClubRequests is who is not in, or not yet.
func ClubRequests() views.ClubRequestsPage {
	one := views.ClubRequest{ID: "m-4", Face: Faces()[0], At: views.Moment(Now), Kind: "Adhérent", Answers: []club.Answer{{Question: "Votre métier ?", Text: "Menuisière"}}, Word: "Pas cette année.", Until: views.Day(Now)}
	two, three := one, one
	two.ID, two.Face = "m-5", Faces()[1]
	three.ID, three.Removed = "m-6", true
	return views.ClubRequestsPage{Room: roomOf(views.RoomRequests, true, true), Asked: []views.ClubRequest{one, two}, Invited: []views.ClubRequest{{ID: "m-7", Face: views.ClubFace{Name: "nina@exemple.invalid"}, Until: views.Day(Now)}},
		Refused: []views.ClubRequest{one, three}}
}

// ClubInvite is a list that was tried.
func ClubInvite() views.ClubInvitePage {
	return views.ClubInvitePage{Room: roomOf(views.RoomInvite, true, true), Email: "nina", Link: "https://partant.example/clubs/cercle-des-levees/lien/secret", Linked: views.Day(Now), List: "nom;email\nNina;nina@exemple.invalid",
		Lines: []club.Line{{N: 2, Email: "nina@exemple.invalid"}, {N: 3, Email: "faux", Fate: club.Wrong, Why: club.Wrong.Why()}}, Letters: 1, Unsure: true,
		Wrong: fault.Fields{club.FieldEmail: "Cette adresse e-mail n'est pas complète.", club.FieldList: "Cette liste a 40 lignes."}}
}

// ClubAnnounce is the form of an announcement, refused.
func ClubAnnounce() views.ClubAnnouncePage {
	return views.ClubAnnouncePage{Room: roomOf(views.RoomNews, true, true), Form: club.Words{Key: "n-1", Title: "Dîner", Body: "Jeudi."}, Preview: "<p>Jeudi.</p>",
		Wrong: fault.Fields{club.FieldTitle: "Donnez un titre.", club.FieldBody: "Écrivez ce que les membres doivent savoir."}}
}

// ClubLinks are what members share.
func ClubLinks() views.ClubLinksPage {
	return views.ClubLinksPage{Room: roomOf(views.RoomLinks, true, true), List: clubLinks(), Form: club.Find{Title: "Drive", URL: "exemple.fr"}, Wrong: fault.Fields{club.FieldTitle: "Dites ce que l'on y trouve.", club.FieldURL: "Copiez l'adresse entière."}}
}

// among is what members say among themselves.
func among() []views.TalkCard {
	one := topic("Le budget du salon", discussion.Question, camille, 4)
	one.Private, one.In, one.Town = true, cercle, ""
	return []views.TalkCard{one}
}

// ClubTalks is what members say among themselves, on a page of its own.
func ClubTalks() views.ClubTalksPage {
	return views.ClubTalksPage{Room: roomOf(views.RoomTalks, true, false), List: among(), Next: "/clubs/x/discussions?suite=x"}
}

// ClubMembers is the list of members.
func ClubMembers() views.ClubMembersPage {
	return views.ClubMembersPage{Room: roomOf(views.RoomPeople, true, true), List: Faces(), Count: 23, Query: "exemple", Most: true, Next: "/clubs/x/membres?suite=x"}
}

func clubFigures() views.ClubFiguresPage {
	p := views.ClubFiguresPage{Room: roomOf(views.RoomFigures, true, true), Figures: club.Figures{Members: 23, UpToDate: 12, Kinds: []club.Count{{Kind: "Adhérent", N: 20, UpToDate: 12}, {N: 3}}}}
	for n := range 12 {
		p.Figures.Months = append(p.Figures.Months, club.Month{First: time.Date(2026, time.Month(1+n), 1, 0, 0, 0, 0, time.UTC), Members: 2 * n, Came: 2})
	}
	return p
}

// clubNetwork is the page of a network, as its board sees it.
func clubNetwork() views.ClubNetworkPage {
	one := views.ClubChapter{By: cercle, ID: "p-3", Members: views.ClubSize(23), Since: "depuis le 3 mars 2026"}
	waits, hidden := one, views.ClubChapter{ID: "p-4"}
	waits.Since = ""
	p := views.ClubNetworkPage{Room: roomOf(views.RoomNetwork, true, true), Count: 12, List: []views.ClubChapter{one, one}, Next: "/clubs/x/reseau?suite=x", Asked: []views.ClubChapter{waits, hidden}, Invited: []views.ClubChapter{waits},
		Meets: []views.EventCard{eventCard("Le dîner des quais", 1)}, Agenda: views.Agenda{URL: "https://partant.example/clubs/cercle-des-levees.ics"}}
	p.Network = true
	p.Chrome.Feed = views.Syndicated{Title: "Le réseau", RSS: "/clubs/x.rss", Atom: "/clubs/x.atom"}
	return p
}

func clubs() []Page {
	asked, refused, shut, closed, mine := Club(false, false), Club(false, false), Club(false, false), views.ClubPage{Room: roomOf("", false, false)}, views.ClubPage{Room: roomOf("", false, false), Mine: true}
	for p, s := range map[*views.ClubPage]club.State{&asked: club.Asked, &refused: club.Removed} {
		p.State, p.Chrome, p.Word = s, chrome("La salle", views.NavDirectory, true), "Vous n'êtes plus du métier."
	}
	shut.Way = club.ByInvitation
	join, guest, kept := ClubJoin(), ClubJoin(), ClubJoin()
	join.Wrong, join.Decline, guest.Chrome, kept.Kept, kept.Word = nil, "", chrome("Rejoindre", views.NavDirectory, false), true, "Pas cette année."
	settings := views.ClubSettingsPage{Room: roomOf(views.RoomSettings, true, true), Opened: true, Form: club.Settings{Way: club.Open, Questions: "Votre métier ?", Kinds: "Adhérent"}}
	wrong := settings
	wrong.Opened, wrong.Wrong = false, fault.Fields{club.FieldWay: "Dites comment on rejoint le club.", club.FieldQuestions: "C'est beaucoup.", club.FieldKinds: "C'est beaucoup."}
	sent := ClubInvite()
	sent.Sent, sent.Wrong, sent.Link = true, nil, ""
	none := views.ClubInvitePage{Room: roomOf(views.RoomInvite, true, true)}
	network, clubOf, empty := clubNetwork(), clubNetwork(), views.ClubNetworkPage{Room: roomOf(views.RoomNetwork, false, false)}
	clubOf.Network, empty.Network, clubOf.Typed, clubOf.Choice, clubOf.Wrong = false, true, "rien", []views.Byline{cercle}, fault.Fields{club.FieldPage: "Nous ne trouvons pas cette page."}
	inNet, net := Club(true, true), Club(false, false)
	inNet.Nets, net.Network, net.Chapters, net.Leads = []views.Byline{cercle, cercle}, true, 12, true
	agenda := views.ClubAgendaPage{Room: network.Room, List: network.Meets, Next: "/clubs/x/reseau/agenda?suite=x", Agenda: network.Agenda}
	figures := views.ClubNetworkFiguresPage{Room: network.Room, Figures: club.NetworkFigures{Clubs: 12, Members: 340, More: true, Months: clubFigures().Figures.Months}, Soon: 9, Past: 41}
	return []Page{
		{"/club-reseau", 200, views.ClubNetwork(network)}, {"/club-reseaux", 422, views.ClubNetwork(clubOf)}, {"/club-reseau-vide", 200, views.ClubNetwork(empty)}, {"/club-reseau-agenda", 200, views.ClubAgenda(agenda)}, {"/club-reseau-chiffres", 200, views.ClubNetworkFigures(figures)},
		{"/club-en-reseau", 200, views.Club(inNet)}, {"/club-de-reseau", 200, views.Club(net)},
		{"/club-bureau", 200, views.Club(Club(true, true))}, {"/club-membre", 200, views.Club(Club(true, false))}, {"/club-visiteur", 200, views.Club(Club(false, false))},
		{"/club-demande", 200, views.Club(asked)}, {"/club-refus", 200, views.Club(refused)}, {"/club-invitation-seule", 200, views.Club(shut)}, {"/club-ferme", 200, views.Club(closed)}, {"/club-ouvrir", 200, views.Club(mine)},
		{"/club-rejoindre", 200, views.ClubJoin(join)}, {"/club-rejoindre-erreurs", 422, views.ClubJoin(ClubJoin())}, {"/club-rejoindre-visiteur", 200, views.ClubJoin(guest)}, {"/club-rejoindre-refus", 403, views.ClubJoin(kept)},
		{"/club-quitter", 200, views.ClubLeave(views.ClubLeavePage{Room: roomOf("/quitter", true, false)})}, {"/club-quitter-seul", 409, views.ClubLeave(views.ClubLeavePage{Room: roomOf("/quitter", true, true), Last: true})},
		{"/club-reglages", 200, views.ClubSettings(settings)}, {"/club-reglages-erreurs", 422, views.ClubSettings(wrong)},
		{"/club-membres", 200, views.ClubMembers(ClubMembers())}, {"/club-un-membre", 422, views.ClubMember(ClubMember())}, {"/club-demandes", 200, views.ClubRequests(ClubRequests())},
		{"/club-inviter", 200, views.ClubInvite(none)}, {"/club-inviter-essai", 422, views.ClubInvite(ClubInvite())}, {"/club-inviter-envoye", 200, views.ClubInvite(sent)},
		{"/club-annonces", 200, views.ClubAnnouncements(views.ClubNewsPage{Room: roomOf(views.RoomNews, true, true), List: clubNews(), Next: "/clubs/x/annonces?suite=x"})},
		{"/club-annoncer", 422, views.ClubAnnounce(ClubAnnounce())}, {"/club-liens", 422, views.ClubLinks(ClubLinks())}, {"/club-discussions", 200, views.ClubTalks(ClubTalks())}, {"/club-discussions-vide", 200, views.ClubTalks(views.ClubTalksPage{Room: roomOf(views.RoomTalks, true, false)})}, {"/club-chiffres", 200, views.ClubFigures(clubFigures())},
		{"/club-lien-perdu", 404, views.ClubInvitationOver(chrome("Cette invitation ne sert plus", views.NavNone, false))},
	}
}
