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
	Version   string    `json:"version,omitempty"`   // of a project
	Settles   []string  `json:"settles,omitempty"`   // ids of the criticisms that it answers
	NoPreview bool      `json:"noPreview,omitempty"` // nothing is shown of its first link
	Planned   time.Time `json:"planned,omitzero"`    // when it is to be published
	Photos    []Shown   `json:"photos,omitempty"`

	Before []Said `json:"before,omitempty"` // what it said before, the last first
}

// Said is a text that a publication has had.
type Said struct {
	At    time.Time `json:"at"` // since when
	Title string    `json:"title,omitempty"`
	Body  string    `json:"body"`
	Tags  []string  `json:"tags,omitempty"`
}

// Shown is a photo that something shows; the section « photos » has it if the member sent it.
type Shown struct {
	ID  string `json:"id"`
	Alt string `json:"alt"` // what it shows
}

// Posts is the section « publications »: what a member wrote, in the name of their pages, with what it said before.
func Posts(by func(ctx context.Context, account string) iter.Seq2[post.Post, error], was func(context.Context, *post.Post) ([]post.Past, error)) Section {
	return Section{Name: "publications", About: "Ce que vous avez écrit dans le fil, au nom de vos pages, brouillons compris.",
		Columns: []string{"date", "page", "titre", "texte", "mots-clés", "version", "brouillon", "modifiée"},
		Rows: func(ctx context.Context, a account.Account) iter.Seq2[Row, error] {
			return func(yield func(Row, error) bool) {
				for p, err := range by(ctx, a.ID) {
					var texts []post.Past
					if err == nil {
						texts, err = was(ctx, &p)
					}
					if !yield(postRow(p, texts), err) {
						return
					}
				}
			}
		}}
}

func postRow(p post.Post, texts []post.Past) Row {
	draft := ""
	if p.Draft {
		draft = "oui"
	}
	var photos []Shown
	for _, one := range p.Photos {
		photos = append(photos, Shown{one.ID, one.Alt})
	}
	shown := post.Filled(p)
	var before []Said
	for i, t := range texts {
		if i > 0 {
			before = append(before, Said{t.At, t.Title, t.Body, t.Tags})
		}
	}
	return Row{Doc: Post{Before: before, Version: shown.Version, Settles: shown.Settles, Planned: p.Planned(), NoPreview: p.NoPreview, Photos: photos, ID: p.ID, Slug: p.Slug, Page: p.By.Page, Title: p.Title, Body: p.Body, Tags: p.Tags, Draft: p.Draft, Created: p.Created, Published: p.Published, Edited: p.Edited},
		Cells: []string{orBlank(p.Published), p.By.Page, p.Title, p.Body, strings.Join(p.Tags, ", "), shown.Version, draft, orBlank(p.Edited)}}
}
