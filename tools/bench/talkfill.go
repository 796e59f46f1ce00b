package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"partant/internal/account"
	"partant/internal/app"
	"partant/internal/comment"
	"partant/internal/config"
	"partant/internal/discussion"
	"partant/internal/fault"
	"partant/internal/follow"
	"partant/internal/id"
	"partant/internal/post"
	"partant/internal/profile"
	"partant/internal/store/sqlite"
	"partant/internal/viewer"
	"partant/internal/welcome"
)

// talkers is what a data folder of publications holds: who is signed in, and the discussion that they read.
type talkers struct {
	Cookies []string
	Voices  []string // the page of each
	Thread  string   // path of a discussion of threadLength answers
	Open    []string // paths of others, to be answered
}

// open is the discussion that talker i answers.
func (t talkers) open(i int) string { return t.Open[i%len(t.Open)] }

const (
	talkersCount = 600 // who answer by turns: nobody may answer often
	trusted      = 400 // the first of them: their page is verified. The others are new
	threadLength = 30
	publishers   = 300 // pages that publish
	followed     = 30  // of them, by each talker
)

// fillTalk makes a data folder of n publications, once.
func fillTalk(ctx context.Context, dir string, n int) (who talkers, err error) {
	done := filepath.Join(dir, "filled.json")
	if b, err := os.ReadFile(done); err == nil {
		return who, json.Unmarshal(b, &who)
	}
	fmt.Fprintf(os.Stderr, "filling %s with %d publications\n", dir, n)
	if err := insertPosts(ctx, dir, n); err != nil {
		return who, err
	}
	if who, err = meet(ctx, dir); err != nil {
		return who, err
	}
	b, err := json.Marshal(who)
	if err != nil {
		return who, err
	}
	return who, os.WriteFile(done, b, 0o600)
}

// insertPosts writes the pages that publish, and n publications by turns; those that are there already stay.
func insertPosts(ctx context.Context, dir string, n int) error {
	db, err := sqlite.Open(dir)
	if err != nil {
		return err
	}
	pages, err := newMaker()
	for i := 0; i < publishers && err == nil; i++ {
		err = unlessThere(db.Profiles().Insert(ctx, pages.profile(i)))
	}
	if err == nil {
		err = together(n, writers, func(i int) error {
			return unlessThere(db.Posts().InsertPost(ctx, publication(pages.profile(i%publishers), i)))
		})
	}
	return errors.Join(err, db.Close())
}

func unlessThere(err error) error {
	if errors.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

// together does n things by so many hands at once.
func together(n, hands int, do func(i int) error) error {
	numbers, errs := make(chan int), make(chan error, hands)
	var group sync.WaitGroup
	for range hands {
		group.Go(func() {
			for i := range numbers {
				if err := do(i); err != nil {
					errs <- err
					return
				}
			}
		})
	}
	var err error
	for i := 0; i < n && err == nil; i++ {
		select {
		case numbers <- i:
		case err = <-errs:
		}
	}
	close(numbers)
	group.Wait()
	return err
}

// publication is publication i, by a page: one a minute.
func publication(by profile.Profile, i int) post.Post {
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * time.Minute)
	words := by.Pitch + " Nous ouvrons plus tôt en décembre, venez voir ce que l'atelier prépare."
	return post.Post{ID: id.Named("bench post", fmt.Sprint(i)), Slug: fmt.Sprintf("nouvelle-%d", i), By: viewer.Author{Page: by.ID},
		Title: fmt.Sprintf("Nouvelles de l'atelier, numéro %d", i), Body: words, HTML: "<p>" + words + "</p>", Lead: words,
		Tags: by.Tags, Commune: by.Address.Commune, Created: at, Published: at}
}

// meet makes the members, whom they follow, and the discussion.
func meet(ctx context.Context, dir string) (who talkers, err error) {
	a, err := app.OpenStore(ctx, config.Config{Addr: ":0", Data: dir, Region: "loiret"}, slog.New(slog.DiscardHandler))
	if err != nil {
		return who, err
	}
	defer a.Close()
	var members []account.Account
	for i := range talkersCount {
		one, cookie, err := settle(ctx, a, i)
		if err != nil {
			return who, err
		}
		members, who.Cookies, who.Voices = append(members, one), append(who.Cookies, cookie), append(who.Voices, one.Person)
	}
	who.Thread, err = discuss(ctx, a, members, threadLength, 0)
	for i := 0; i < talkersCount/threadLength && err == nil; i++ {
		var path string
		path, err = discuss(ctx, a, members[i+1:], 0, i)
		who.Open = append(who.Open, path)
	}
	return who, err
}

// settle makes a member with a page of their own, who follows some of those that publish.
func settle(ctx context.Context, a *app.App, i int) (one account.Account, cookie string, err error) {
	entry := account.Entry{Name: "Claude Exemple", Email: fmt.Sprintf("%d@exemple.invalid", i), Password: id.Secret(), Adult: true, Terms: true}
	if one, err = a.Accounts.Admit(ctx, entry, "Essai"); err != nil {
		return one, "", err
	}
	if one, err = welcome.New(a.Accounts, a.Profiles).Person(ctx, one, fmt.Sprintf("Claude Exemple %d", i), "Potier", "45234"); err != nil {
		return one, "", err
	}
	for n := range followed {
		to := follow.Target{Kind: follow.Page, ID: profileID((i + n*7) % publishers)}
		if err := a.Follows.Follow(ctx, one.Viewer(), to, ""); err != nil {
			return one, "", err
		}
	}
	if i < trusted {
		shown := profile.Entry{ID: id.New(), Mate: profile.Mate{Account: one.ID, Role: profile.Owner}, Verified: &profile.Verified{Means: "moderateur", At: time.Now()}}
		if _, err := a.Profiles.Join(ctx, one.Person, shown); err != nil {
			return one, "", err
		}
	}
	secret, err := a.Accounts.Open(ctx, one, "bench")
	return one, "partant-session=" + secret, err
}

// discuss opens a discussion that some answer, and answer each other.
func discuss(ctx context.Context, a *app.App, members []account.Account, answers, number int) (path string, err error) {
	first := members[0]
	d, err := a.Talk.Open(ctx, first.Viewer(), discussion.Draft{Voice: first.Person, Kind: discussion.Open, Theme: "numerique",
		Title: fmt.Sprintf("Qui montre son atelier en décembre ? Appel numéro %d", number), Body: fmt.Sprintf("Nous ouvrons **tous les samedis**, au numéro %d. Et vous ?", number)})
	if err != nil {
		return "", err
	}
	above := ""
	for i := range answers {
		by := members[i]
		c, err := a.Answers.Answer(ctx, by.Viewer(), comment.Draft{Target: comment.Target{Kind: comment.Discussion, ID: d.ID}, Parent: above, Voice: by.Person,
			Body: "Nous aussi, le *matin*. On peut venir avec les enfants, et il y a du café. Le plus simple est de passer par la cour."})
		if err != nil {
			return "", err
		}
		if above = c.ID; i%3 == 2 {
			above = ""
		}
	}
	return "/discussions/" + d.Slug, nil
}
