package app_test

import (
	"bytes"
	"image"
	"image/png"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/claim"
	"partant/internal/club"
	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/discussion"
	"partant/internal/distance"
	"partant/internal/export"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/mailroom"
	"partant/internal/media"
	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/page"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/recommendation"
	"partant/internal/subscriber"
	"partant/internal/testrig"
	"partant/internal/viewer"
)

// life is a site on which one member, Zébulon Quartz, has done all that can be done, with a clock that the test sets.
type life struct {
	*app.App
	t   *testing.T
	cfg config.Config
	at  time.Time

	me, other, third   account.Account
	alone, shared, his profile.Profile
	theirs             profile.Profile // from open data
}

// live lives it.
func live(t *testing.T, cfg config.Config) *life {
	t.Helper()
	l := &life{t: t, cfg: cfg, at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	clock := func() time.Time { return l.at }
	a, err := app.OpenAt(t.Context(), cfg, slog.New(slog.DiscardHandler), app.Clocks{Wall: clock, Steady: clock})
	l.ok(err)
	t.Cleanup(func() { a.Close() })
	l.App = a
	l.me, l.other, l.third = l.joins("Zébulon Quartz", "zebulon", viewer.Moderator), l.joins("Omar", "omar", viewer.Moderator), l.joins("Nina", "nina", viewer.Member)
	l.account()
	l.pages()
	l.claims()
	l.letters()
	l.reports()
	_, err = l.Catalog.Pay(t.Context()) // a tag is there once the index knows it
	l.ok(err)
	l.follows()
	l.publications()
	l.photos()
	l.talks()
	l.distances()
	l.recommendations()
	l.clubs()
	l.contacts()
	_, err = l.Catalog.Rebuild(t.Context(), func(int) {})
	l.ok(err)
	_, err = l.Catalog.Pay(t.Context())
	l.ok(err)
	return l
}

// photos are the logo of a page that goes, and one of a page that stays.
func (l *life) photos() {
	l.t.Helper()
	ctx := l.t.Context()
	for _, p := range []profile.Profile{l.alone, l.shared} {
		var sent bytes.Buffer
		l.ok(png.Encode(&sent, image.NewGray(image.Rect(0, 0, 40, 30))))
		logo, err := l.Media.Add(ctx, l.me.Viewer(), p.ID, media.Thing{Kind: media.OfPage, ID: p.ID}, bytes.NewReader(sent.Bytes()))
		l.ok(err)
		_, err = l.Profiles.Decorate(ctx, l.me.Viewer(), p.ID, func(all *profile.Pictures) error { all.Logo = logo; return nil })
		l.ok(err)
	}
}

func (l *life) ok(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) joins(name, box string, role viewer.Role) account.Account {
	l.t.Helper()
	_, err := l.Accounts.Admit(l.t.Context(), account.Entry{Name: name, Email: box + "@exemple.invalid", Password: "une rivière tranquille", Adult: true, Terms: true}, "Navigateur")
	l.ok(err)
	a, err := l.Accounts.Grant(l.t.Context(), box+"@exemple.invalid", role)
	l.ok(err)
	a.Strong = true // roles act in strong sessions alone
	return a
}

func (l *life) account() {
	l.t.Helper()
	ctx := l.t.Context()
	_, err := l.Accounts.Open(ctx, l.me, "Navigateur")
	l.ok(err)
	_, err = l.Accounts.Knock(ctx, account.Knock{Email: l.me.Email})
	l.ok(err)
	l.ok(l.Accounts.Link(ctx, l.me.ID, account.Identity{Provider: "proconnect", Subject: "sujet-zebulon", Email: "zebulon@ailleurs.invalid", SIRET: "73282932000074", SIRETVouched: true}, "Navigateur"))
	l.ok(l.Lost.Lose(ctx, mailroom.LostLetter{ID: "l", To: "Zebulon@exemple.invalid", Subject: "Bienvenue", At: l.at}))
	l.ok(l.Accounts.Suspend(ctx, l.me.Viewer(), l.third.ID, account.Grounds[0], "Trois cents lettres en une heure."))
	l.ok(l.Accounts.Restore(ctx, l.me.Viewer(), l.third.ID))
	fourth := l.joins("Dany", "dany", viewer.Member)
	l.ok(l.Accounts.Suspend(ctx, l.me.Viewer(), fourth.ID, account.Grounds[0], "Trois cents lettres en une heure."))
}

func (l *life) makes(of account.Account, d profile.Draft) profile.Profile {
	l.t.Helper()
	d.Key, d.Commune = id.New(), "45234"
	p, err := l.Profiles.Create(l.t.Context(), of.Viewer(), d)
	l.ok(err)
	return p
}

func (l *life) edits(by account.Account, p profile.Profile, pitch string) {
	l.t.Helper()
	p, err := l.Profiles.BySlug(l.t.Context(), by.Viewer(), p.Slug)
	l.ok(err)
	d := profile.Filled(p)
	d.Pitch = pitch
	_, err = l.Profiles.Edit(l.t.Context(), by.Viewer(), p.ID, d)
	l.ok(err)
}

func (l *life) pages() {
	l.t.Helper()
	ctx := l.t.Context()
	own := l.makes(l.me, profile.Draft{Kind: profile.Person, Name: "Zébulon Quartz"})
	me, err := l.Accounts.Embody(ctx, l.me.ID, own.ID, own.Slug)
	l.ok(err)
	me.Strong = true
	l.me = me
	l.alone = l.makes(l.me, profile.Draft{Kind: profile.Company, Name: "Quartz et fils", Pitch: "tailleur de quartz"})
	l.edits(l.me, l.alone, "tailleur de pierres")
	l.shared = l.makes(l.me, profile.Draft{Kind: profile.Club, Name: "Les Amis du fleuve"})
	l.his = l.makes(l.other, profile.Draft{Kind: profile.Company, Name: "Maison Omar"})
	for p, mate := range map[string]profile.Mate{l.shared.ID: {Account: l.other.ID, Role: profile.Owner}, l.his.ID: {Account: l.me.ID, Person: own.ID, Role: profile.Editor, Title: "conseil"}} {
		_, err := l.Profiles.Join(ctx, p, profile.Entry{ID: id.New(), Mate: mate})
		l.ok(err)
	}
	for _, p := range []profile.Profile{l.shared, l.his} {
		l.edits(l.me, p, "une première accroche")
		l.edits(l.other, p, "une seconde accroche")
		l.edits(l.me, p, "une troisième accroche")
	}
	r := profile.Record{ID: id.New(), Source: &profile.Source{Key: "essai:1", Name: "Essai", Licence: "Licence Ouverte 2.0"},
		Draft: profile.Draft{Kind: profile.Company, Name: "Menuiserie du Héron", Commune: "45234", Web: "https://www.heron.fr"}}
	_, err = l.Profiles.Import(ctx, r)
	l.ok(err)
	found, err := l.Profiles.Many(ctx, viewer.Viewer{}, []string{r.ID})
	l.ok(err)
	l.theirs = found[0]
}

func (l *life) claims() {
	l.t.Helper()
	ctx := l.t.Context()
	_, err := l.Claims.Begin(ctx, l.me.Viewer(), l.theirs.Slug, "gérant")
	l.ok(err)
	l.ok(l.Claims.Submit(ctx, l.me.Viewer(), l.theirs.Slug, "Zébulon Quartz en est le gérant."))
	l.ok(l.Claims.Invite(ctx, l.me.Viewer(), l.alone.Slug, claim.Guest{Email: "invitee@exemple.invalid", Role: profile.Editor}))
	l.ok(l.Claims.Invite(ctx, l.other.Viewer(), l.his.Slug, claim.Guest{Email: "ZEBULON@exemple.invalid", Role: profile.Reader}))
	for _, slug := range []string{l.shared.Slug, l.alone.Slug, l.theirs.Slug} { // their owners are told; the leaver decides of the last
		c, err := l.Claims.Begin(ctx, l.third.Viewer(), slug, "gérante")
		l.ok(err)
		l.ok(l.Claims.Submit(ctx, l.third.Viewer(), slug, "Elle me revient."))
		if slug == l.theirs.Slug {
			l.ok(l.Claims.Refuse(ctx, l.me.Viewer(), c.ID, "Le registre dit autre chose."))
		}
	}
}

func (l *life) writes(from account.Account, slug, subject string) message.Message {
	l.t.Helper()
	m, err := l.Messages.Write(l.t.Context(), message.Party{Account: from.ID, Name: from.Name}, slug, message.Draft{Subject: subject, Text: "Bonjour, un mot sur « " + subject + " »."})
	l.ok(err)
	return m
}

func (l *life) letters() {
	l.t.Helper()
	ctx := l.t.Context()
	l.writes(l.me, l.his.Slug, "Lettre de moi")
	got := l.writes(l.third, l.alone.Slug, "Lettre à ma page")
	l.writes(l.third, l.shared.Slug, "Lettre à nous deux")
	l.ok(l.Messages.Answer(ctx, got.ID, got.To[0].Sealed, "Merci, Zébulon.", false))
	his := l.writes(l.me, l.his.Slug, "Question de moi")
	l.ok(l.Messages.Answer(ctx, his.ID, his.To[0].Sealed, "Voici la réponse.", false))
	_, err := l.Messages.Write(ctx, message.Party{}, l.his.Slug, message.Draft{Name: "Zébulon", Email: "zebulon@exemple.invalid", Subject: "Avant mon compte", Text: "Bonjour."})
	l.ok(err)
	l.writes(l.third, l.his.Slug, "Lettre des autres")
}

// publications: the leaver spoke as themselves, took a word back, kept a draft, and spoke for a page that others own too.
func (l *life) publications() {
	l.t.Helper()
	ctx := l.t.Context()
	say := func(by account.Account, in profile.Profile, body string, later bool) post.Post {
		p, err := l.Posts.Publish(ctx, by.Viewer(), post.Draft{Voice: in.ID, Body: body, Tags: "dit-" + in.Slug, Later: later})
		l.ok(err)
		return p
	}
	say(l.me, l.alone, "Nouvelle de moi seul", false)
	say(l.me, l.alone, "Brouillon de moi seul", true)
	l.ok(l.Posts.Delete(ctx, l.me.Viewer(), say(l.me, l.alone, "Zébulon regrette", false).ID))
	say(l.me, l.shared, "Nouvelle des Amis", false)
	say(l.other, l.his, "Nouvelle des autres", false)
}

// reports: the leaver made one, and decided on one of others.
func (l *life) reports() {
	l.t.Helper()
	ctx := l.t.Context()
	report := func(thing string, by, author account.Account) {
		l.ok(l.Moderation.ReportThing(ctx, moderation.Letter, thing, moderation.Thing{Title: "Gagnez " + thing, Text: "Vite", Authors: []moderation.Party{{Account: author.ID, Name: author.Name}}},
			moderation.Notice{By: moderation.Party{Account: by.ID, Name: by.Name}, Ground: "arnaque", Why: "Une arnaque."}))
	}
	report("un", l.me, l.third)
	report("deux", l.third, l.other)
	waiting, err := l.Moderation.Waiting(ctx, l.me.Viewer(), page.Req{})
	l.ok(err)
	for _, r := range waiting.Items {
		if r.Thing == "deux" {
			_, err := l.Moderation.Decide(ctx, l.me.Viewer(), r.ID, moderation.Verdict{Ground: "arnaque", Facts: "Compte suspendu."})
			l.ok(err)
		}
	}
}

// follows: the leaver follows and is followed, and what that owes is paid.
func (l *life) follows() {
	l.t.Helper()
	ctx, page := l.t.Context(), func(p profile.Profile) follow.Target { return follow.Target{Kind: follow.Page, ID: p.ID} }
	for _, f := range []struct {
		by account.Account
		of follow.Target
	}{
		{l.me, page(l.theirs)}, {l.me, follow.Target{Kind: follow.Commune, ID: "45155"}}, {l.third, page(l.alone)}, {l.third, page(l.shared)},
		{l.third, page(l.his)}, {l.other, follow.Target{Kind: follow.Commune, ID: "45155"}},
	} {
		l.ok(l.Follows.Follow(ctx, f.by.Viewer(), f.of, ""))
	}
	own := l.makes(l.third, profile.Draft{Kind: profile.Company, Name: "Maison Nina"})
	l.ok(l.Follows.Follow(ctx, l.me.Viewer(), page(own), ""))
	l.ok(l.Follows.Count(ctx))
	_, err := l.Notifier.Pay(ctx)
	l.ok(err)
	n, err := l.Notices.Unread(ctx, l.third.ID)
	l.ok(err)
	if mine, err := l.Notices.Unread(ctx, l.me.ID); n != 1 || mine != 2 || err != nil {
		l.t.Fatalf("told: %d and %d, %v", n, mine, err)
	}
}

// distances: the leaver refuses a page, somebody refuses theirs, and their address followed something by letter before they signed up.
func (l *life) distances() {
	l.t.Helper()
	ctx := l.t.Context()
	l.ok(l.Distances.Keep(ctx, l.me.Viewer(), l.theirs.ID, distance.Unsuggested))
	l.ok(l.Distances.Keep(ctx, l.third.Viewer(), l.alone.ID, distance.Unsuggested))
	l.ok(l.ByLetter.Ask(ctx, subscriber.Draft{Source: "fiche:" + l.theirs.ID, Email: l.me.Email}))
}

// talks: the leaver opened discussions and answered, in their own name and in that of pages that stay.
func (l *life) talks() {
	l.t.Helper()
	ctx := l.t.Context()
	open := func(by account.Account, voice profile.Profile, title, body string) comment.Target {
		d, err := l.Talk.Open(ctx, by.Viewer(), discussion.Draft{Voice: voice.ID, Kind: discussion.Question, Title: title, Body: body, Theme: "autre"})
		l.ok(err)
		return comment.Target{Kind: comment.Discussion, ID: d.ID}
	}
	answer := func(by account.Account, voice profile.Profile, to comment.Target, words string) {
		_, err := l.Answers.Answer(ctx, by.Viewer(), comment.Draft{Voice: voice.ID, Target: to, Body: words})
		l.ok(err)
	}
	open(l.me, l.alone, "Sujet sans suite", "Que personne n'a lu.")
	asked := open(l.me, l.alone, "Sujet qui reste", "Texte de qui part.")
	answer(l.other, l.his, asked, "Réponse de qui reste.")
	theirs := open(l.other, l.his, "Sujet de la maison", "Texte de la maison.")
	answer(l.me, l.alone, theirs, "Réponse de qui part.")
	answer(l.me, l.shared, theirs, "Réponse des amis.")
	_, err := l.Thread.Pay(ctx)
	l.ok(err)
}

// recommendations: the leaver recommended in their own name and in that of a page that stays, was recommended, and replied.
func (l *life) recommendations() {
	l.t.Helper()
	ctx := l.t.Context()
	found, err := l.Lists.OfMember(ctx, l.third.ID, page.Req{Limit: 1})
	l.ok(err)
	nina := found.Items[0]
	say := func(by account.Account, voice, of profile.Profile, words string) string {
		r, err := l.Recommendations.Publish(ctx, by.Viewer(), recommendation.Draft{Voice: voice.ID, Page: of.ID, Tie: recommendation.Client, Month: "5", Year: "2026", Rewarded: recommendation.No, Body: words})
		l.ok(err)
		return r.ID
	}
	say(l.me, l.alone, nina, "Recommandation de qui part, avec assez de mots pour être prise.")
	say(l.me, l.shared, nina, "Recommandation des amis, avec assez de mots pour être prise.")
	say(l.other, l.his, l.alone, "Sur une page qui part, avec assez de mots pour être prise.")
	theirs := say(l.third, nina, l.shared, "Recommandation de Nina, avec assez de mots pour être prise.")
	_, err = l.Moderation.Decide(ctx, l.other.Viewer(), moderation.CaseOf(moderation.Recommendation, theirs), moderation.Verdict{Seen: true}) // of a newcomer
	l.ok(err)
	_, err = l.Recommendations.Answer(ctx, l.me.Viewer(), theirs, "Réplique des amis.", 0)
	l.ok(err)
}

// onBoth runs a test on one machine and on many.
func onBoth(t *testing.T, check func(t *testing.T, l *life, dump func() []byte)) {
	for name, store := range map[string]func(t *testing.T, cfg *config.Config) func() []byte{
		"sqlite": func(t *testing.T, cfg *config.Config) func() []byte {
			return func() []byte { return testrig.Files(t, cfg.Data) } // the index too
		},
		"mongo": func(t *testing.T, cfg *config.Config) func() []byte {
			cfg.Store = testrig.Mongo(t)
			return func() []byte { return slices.Concat(testrig.Collections(t, cfg.Store), testrig.Files(t, cfg.Data)) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := small(filepath.Join(t.TempDir(), "data"))
			dump := store(t, &cfg)
			check(t, live(t, cfg), dump)
		})
	}
}

// An archive holds all that the site keeps of its member, and nothing that opens anything or is of others alone.
func TestArchiveHoldsEverything(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, l *life, _ func() []byte) {
		a, err := l.Accounts.Get(t.Context(), l.me.ID)
		l.ok(err)
		var out bytes.Buffer
		l.ok(l.Export.Write(t.Context(), &out, a))
		got, err := export.Read(bytes.NewReader(out.Bytes()), int64(out.Len()))
		l.ok(err)
		if got.Account.Email != l.me.Email || got.Account.Role != string(viewer.Moderator) || len(got.Sessions) != 1 || len(got.Log) < 3 || len(got.Pages) != 4 {
			t.Errorf("%+v, %d sessions, %d lines, %d pages", got.Account, len(got.Sessions), len(got.Log), len(got.Pages))
		}
		said := map[string]string{}
		for name, rows := range got.Others {
			for _, row := range rows {
				said[name] += string(row) + "\n"
			}
		}
		for name, want := range map[string][]string{
			"comptes-ailleurs": {`"subject":"sujet-zebulon"`, `"siretVouched":true`},
			"historique":       {"tailleur de quartz", "une première accroche", "une seconde accroche"},
			"revendications":   {"Zébulon Quartz en est le gérant.", `"state":"demande"`},
			"messages":         {"Lettre de moi", "Lettre à ma page", "Lettre à nous deux", "Merci, Zébulon.", "Voici la réponse.", "Avant mon compte"},
			"signalements":     {"Gagnez un", "Une arnaque."},
			"distances":        {l.theirs.ID}, "abonnements": {`"id":"45155"`, l.theirs.ID},
			"notifications":   {`"kind":"suivi"`, "Quartz et fils"},
			"publications":    {"Nouvelle de moi seul", "Brouillon de moi seul", "Nouvelle des Amis"},
			"discussions":     {"Sujet sans suite", "Sujet qui reste", "Texte de qui part."},
			"reponses":        {"Réponse de qui part.", "Réponse des amis."},
			"recommandations": {"Recommandation de qui part", "Recommandation des amis", "Réplique des amis."},
			"clubs":           {l.shared.ID, "Je taille la pierre."}, "annonces": {"Annonce des amis"}, "contacts": {`"gave":{"name":"Zébulon Quartz"`, "Vue à l'atelier"},
			"cles": nil,
		} {
			for _, words := range want {
				if !strings.Contains(said[name], words) {
					t.Errorf("%s.json does not say %q:\n%s", name, words, said[name])
				}
			}
		}
		if n := len(got.Others["messages"]); n != 7 {
			t.Errorf("%d letters, want 7", n)
		}
		for name, text := range said {
			for _, no := range []string{l.other.ID, l.third.ID, "omar@", "nina@", "Lettre des autres", "Nouvelle des autres", "Zébulon regrette", "Gagnez deux", "Réponse de qui reste", "Texte de la maison", "Sur une page qui part", "Recommandation de Nina", `"key"`, "sealed", "token", "code"} {
				if strings.Contains(text, no) {
					t.Errorf("%s.json tells %q:\n%s", name, no, text)
				}
			}
		}
	})
}

// Once the fortnight is over, nothing in the store nor in the index says who left: what others have stays theirs.
func TestNothingIsLeftOfAMember(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, l *life, dump func() []byte) {
		ctx := t.Context()
		_, err := l.Leave.Ask(ctx, l.me.ID, l.me.Email, "Navigateur")
		l.ok(err)
		l.at = l.at.Add((account.LeaveDays + 1) * 24 * time.Hour)
		if n, err := l.Leave.Pay(ctx); n != 1 || err != nil {
			t.Fatalf("%d accounts erased, %v", n, err)
		}
		_, err = l.Catalog.Pay(ctx)
		l.ok(err)
		_, err = l.Thread.Pay(ctx)
		l.ok(err)
		waiting, err := l.Moderation.Waiting(ctx, l.other.Viewer(), page.Req{})
		if err != nil || len(waiting.Items) != 1 || waiting.Items[0].Reports[0].By.Name != "quelqu'un qui a quitté le site" || waiting.Items[0].Told != nil {
			t.Errorf("what they reported: %+v, %v", waiting.Items, err)
		}
		_, err = l.Moderation.Decide(ctx, l.other.Viewer(), waiting.Items[0].ID, moderation.Verdict{Ground: "arnaque", Facts: "Lettre effacée."})
		l.ok(err)
		l.ok(l.Close())
		kept := dump()
		for word, holds := range map[string]bool{
			"zebulon": false, "ZEBULON": false, "Zébulon": false, "Quartz": false, "quartz": false, l.me.ID: false, l.me.Person: false, l.alone.ID: false,
			"invitee@": false, "Lettre de moi": false, "Lettre à ma page": false, "Merci, Z": false, "Voici la réponse": false, "Avant mon compte": false,
			"fiche:" + l.shared.ID: true, "Sujet sans suite": false, "sujet-sans-suite": false, "Que personne n'a lu.": false, "Texte de qui part": false, "Réponse de qui part": false,
			"Sujet qui reste": true, "Réponse de qui reste": true, "Texte de la maison": true, "Réponse des amis": true,
			"Recommandation de qui part": false, "Sur une page qui part": false, "Recommandation des amis": true, "Recommandation de Nina": true, "Réplique des amis": true,
			"Je taille la pierre": false, "Annonce des amis": true, "Lien de qui part": true, "Bienvenue, Nina": true, "Annonce sans suite": false, "ami@exemple": true,
			"Omar": true, "Nina": true, "Lettre à nous deux": true, "Lettre des autres": true, "Gagnez un": true, "Gagnez deux": true, "Maison Omar": true, "Vue à l'atelier": false, "Le tailleur de pierre": true,
			"Nouvelle de moi": false, "Brouillon de moi": false, "regrette": false, "Nouvelle des Amis": true, "Nouvelle des autres": true,
			"Les Amis du fleuve": true, "Elle me revient.": true, "Le registre dit autre chose.": true,
		} {
			if i := bytes.Index(kept, []byte(word)); i >= 0 != holds {
				t.Errorf("« %s » is kept: %v, around %q", word, i >= 0, kept[max(0, i-200):max(0, min(len(kept), i+100))])
			}
		}
	})
}

// Who is meant by a report keeps their name in it until its end, and nothing else: decisions must be open to dispute.
func TestReportsOutliveWhomTheyMean(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, l *life, dump func() []byte) {
		ctx := t.Context()
		l.ok(l.Moderation.ReportThing(ctx, moderation.Letter, "trois", moderation.Thing{Title: "Gagnez trois", Text: "Vite", Authors: []moderation.Party{{Account: l.me.ID, Name: "Zébulon Quartz"}}},
			moderation.Notice{By: moderation.Party{Account: l.third.ID, Name: "Nina"}, Ground: "arnaque", Why: "Une arnaque."}))
		_, err := l.Leave.Ask(ctx, l.me.ID, l.me.Email, "Navigateur")
		l.ok(err)
		l.at = l.at.Add((account.LeaveDays + 1) * 24 * time.Hour)
		_, err = l.Leave.Pay(ctx)
		l.ok(err)
		waiting, err := l.Moderation.Waiting(ctx, l.other.Viewer(), page.Req{})
		l.ok(err)
		i := slices.IndexFunc(waiting.Items, func(c moderation.Case) bool { return c.Thing == "trois" })
		if i < 0 || waiting.Items[i].Authors[0] != (moderation.Party{Name: "Zébulon Quartz"}) {
			t.Fatalf("%+v", waiting.Items)
		}
		_, err = l.Moderation.Decide(ctx, l.other.Viewer(), waiting.Items[i].ID, moderation.Verdict{Ground: "arnaque", Facts: "Lettre effacée."})
		l.ok(err)
		l.at = l.at.Add(400 * 24 * time.Hour)
		l.ok(l.Moderation.Sweep(ctx))
		l.ok(l.Messages.Sweep(ctx))
		l.ok(l.Close())
		if bytes.Contains(dump(), []byte("Quartz")) {
			t.Error("a year later they are still named")
		}
	})
}

// clubs are one whose page stays, which they preside with another, and one whose page goes with them.
func (l *life) clubs() {
	l.t.Helper()
	ctx, me, other := l.t.Context(), l.me.Viewer(), l.other.Viewer()
	of, mine := l.shared.ID, l.makes(l.me, profile.Draft{Kind: profile.Club, Name: "Club du Quartz"})
	l.ok(l.Clubs.Begin(ctx, other, of, club.Settings{Way: club.Open, Questions: "Que faites-vous ?"}))
	_, err := l.Clubs.Join(ctx, me, of, club.Entry{Answers: []string{"Je taille la pierre."}, Listed: true})
	l.ok(err)
	l.ok(l.Clubs.SetRole(ctx, other, of, club.IDOf(of, l.me.ID), club.Chair))
	l.ok(l.Clubs.Settle(ctx, me, of, club.Settings{Way: club.OnRequest}))
	_, err = l.Clubs.Join(ctx, l.third.Viewer(), of, club.Entry{})
	l.ok(err)
	_, err = l.Clubs.Decide(ctx, me, of, club.IDOf(of, l.third.ID), true, "Bienvenue, Nina.")
	l.ok(err)
	l.ok(l.Clubs.Invite(ctx, me, of, "ami@exemple.invalid"))
	l.ok(l.Clubs.Invite(ctx, other, of, "ZEBULON@exemple.invalid"))
	_, err = l.Clubs.OpenLink(ctx, me, of)
	l.ok(err)
	l.ok(l.Clubs.Share(ctx, me, of, club.Find{Title: "Lien de qui part", URL: "https://exemple.fr/lien"}))
	_, err = l.Clubs.Announce(ctx, me, of, club.Words{Title: "Annonce des amis", Body: "Jeudi."})
	l.ok(err)
	l.ok(l.Clubs.Begin(ctx, me, mine.ID, club.Settings{Way: club.Open}))
	_, err = l.Clubs.Join(ctx, other, mine.ID, club.Entry{})
	l.ok(err)
	_, err = l.Clubs.Announce(ctx, me, mine.ID, club.Words{Title: "Annonce sans suite", Body: "Jeudi."})
	l.ok(err)
}
