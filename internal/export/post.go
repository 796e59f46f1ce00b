package export

import (
	"context"
	"iter"
	"strings"
	"time"

	"partant/internal/account"
	"partant/internal/post"
)

// Post is what an archive tells of a publication.
type Post struct {
	ID        string    `json:"id"`
	Slug      string    `json:"slug"`
	Page      string    `json:"page"` // that speaks
	Title     string    `json:"title,omitempty"`
	Body      string    `json:"body"` // Markdown
	Tags      []string  `json:"tags,omitempty"`
	Draft     bool      `json:"draft,omitempty"`
	Created   time.Time `json:"created"`
	Published time.Time `json:"published,omitzero"`
	Edited    time.Time `json:"edited,omitzero"`
	Version   string    `json:"version,omitempty"` // of a project
	Settles   []string  `json:"settles,omitempty"` // ids of the criticisms that it answers
	Planned   time.Time `json:"planned,omitzero"`  // when it is to be published
	Photos    []Shown   `json:"photos,omitempty"`
}

// Shown is a photo that something shows; the section « photos » has it if the member sent it.
type Shown struct {
	ID  string `json:"id"`
	Alt string `json:"alt"` // what it shows
}

// Posts is the section « publications »: what a member wrote, in the name of their pages.
func Posts(by func(ctx context.Context, account string) iter.Seq2[post.Post, error]) Section {
	return Section{Name: "publications", About: "Ce que vous avez écrit dans le fil, au nom de vos pages, brouillons compris.",
		Columns: []string{"date", "page", "titre", "texte", "mots-clés", "version", "brouillon", "modifiée"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return mapped(by(ctx, a.ID), postRow)
		}}
}

func postRow(p post.Post) Row {
	draft := ""
	if p.Draft {
		draft = "oui"
	}
	var photos []Shown
	for _, one := range p.Photos {
		photos = append(photos, Shown{one.ID, one.Alt})
	}
	shown := post.Filled(p)
	return Row{Doc: Post{Version: shown.Version, Settles: shown.Settles, Planned: p.Planned(), Photos: photos, ID: p.ID, Slug: p.Slug, Page: p.By.Page, Title: p.Title, Body: p.Body, Tags: p.Tags, Draft: p.Draft, Created: p.Created, Published: p.Published, Edited: p.Edited},
		Cells: []string{orBlank(p.Published), p.By.Page, p.Title, p.Body, strings.Join(p.Tags, ", "), shown.Version, draft, orBlank(p.Edited)}}
}
