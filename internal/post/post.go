// Package post keeps publications: short news and articles that a page says in public, and the rules they obey.
package post

import (
	"slices"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/picture"
	"partant/internal/text"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Post is one publication: the aggregate that one write changes whole.
type Post struct {
	ID   string        `json:"id"`
	Rev  int64         `json:"rev"`  // grows by one at each write; set by the store
	Slug string        `json:"slug"` // unique among publications; fixed once it is published
	By   viewer.Author `json:"by"`

	Title string   `json:"title,omitempty"` // may be empty for short news
	Body  string   `json:"body,omitempty"`  // Markdown, as typed
	HTML  string   `json:"html,omitempty"`  // sanitised, made of Body when it was written
	Lead  string   `json:"lead,omitempty"`  // how it begins, in plain words: made of HTML
	Tags  []string `json:"tags,omitempty"`

	Photos []picture.Picture `json:"photos,omitempty"`

	Preview   *Preview `json:"preview,omitempty"`   // of its first link; nil: it has none
	NoPreview bool     `json:"noPreview,omitempty"` // its author wants none

	Beta *Beta `json:"beta,omitempty"` // nil: it is not about a project in the making

	Commune string `json:"commune,omitempty"` // INSEE code: of the page that speaks, when it was written

	Draft     bool      `json:"draft,omitempty"` // seen by those only who may speak for its page
	Plan      *Plan     `json:"plan,omitempty"`  // when a draft is to be published; nil: when somebody does it
	Created   time.Time `json:"created"`
	Published time.Time `json:"published,omitzero"` // zero while it is a draft
	Edited    time.Time `json:"edited,omitzero"`    // the last change since it was first kept
	Deleted   time.Time `json:"deleted,omitzero"`   // set on a tombstone: all but who, when and its address is empty
	Purge     bool      `json:"purge,omitempty"`    // the tombstone goes too, with its last debt

	Down *unseen.Mark `json:"down,omitempty"` // nobody sees it: see package moderation

	Named []string `json:"named,omitempty"` // ids of the pages that its words name

	Answers int       `json:"answers,omitempty"` // how many there are; late by a moment
	Closed  time.Time `json:"closed,omitzero"`   // since when it takes no more answers

	Owes debt.Owes `json:"owes,omitempty"` // of kind OwesClear, OwesNaming, OwesIndex, OwesPublish, OwesPreview and OwesSettled
}

// OwesClear is the debt of a tombstone whose answers are still there.
const OwesClear = "reponses"

// OwesNaming is the debt of telling those who answer for the pages that p names: see package notify.
const OwesNaming = "nommer"

// oweNaming owes the word when some pages were not named before and p can be read. The debt has one id for ever: nobody is
// told twice.
func (p *Post) oweNaming(before []string, now time.Time) {
	if !p.Draft && p.Down == nil && slices.ContainsFunc(p.Named, func(one string) bool { return !slices.Contains(before, one) }) {
		p.Owes.Drop(OwesNaming)
		p.Owes = append(p.Owes, debt.Debt{ID: id.Named("nommer", p.ID), Kind: OwesNaming, Due: now})
	}
}

// IsClosed reports whether p takes no more answers.
func (p *Post) IsClosed() bool { return !p.Closed.IsZero() }

// OwesIndex is the debt of telling those who search what is written there now. See Service.Indexed.
const OwesIndex = "index"

// IsDeleted reports whether p is a tombstone.
func (p *Post) IsDeleted() bool { return !p.Deleted.IsZero() }

// Unseen says why nobody sees p, but those who may change a draft: nil when people do.
func (p *Post) Unseen() error {
	if p.IsDeleted() {
		return fault.Gone
	}
	return unseen.Of(p.Down, "publication", p.ID)
}

// Version tells one content of p from another: it grows with each change that people can see.
func (p *Post) Version() int64 {
	if p.Edited.After(p.Created) {
		return p.Edited.UnixMilli()
	}
	return p.Created.UnixMilli()
}

// Changed is when a published post was last changed; the zero time when it never was.
func (p *Post) Changed() time.Time {
	if p.Edited.After(p.Published) {
		return p.Edited
	}
	return time.Time{}
}

// Heading is the title or, without one, the first words.
func (p *Post) Heading() string {
	if p.Title != "" {
		return p.Title
	}
	return text.Cut(p.Lead, headingMost)
}

// headingMost is the longest heading made of first words.
const headingMost = 80

// Everything is the source of all that is published: the local feed.
const Everything = "tout"

// OfPage, OfTag and OfTown name sources: what a page publishes, what is published under a tag and from a commune.
func OfPage(id string) string   { return "fiche:" + id }
func OfTag(tag string) string   { return "sujet:" + text.Fold(tag) }
func OfTown(code string) string { return "commune:" + code }

// Sources are the lists that p is found in. A draft, a tombstone and what nobody sees are in none.
func (p *Post) Sources() []string {
	if p.Draft || p.Unseen() != nil || p.Published.IsZero() {
		return nil
	}
	all := []string{Everything, OfPage(p.By.Page)}
	if p.Commune != "" {
		all = append(all, OfTown(p.Commune))
	}
	for _, t := range p.Tags {
		all = append(all, OfTag(t))
	}
	if p.Beta != nil {
		all = append(all, OfLine(p.Beta.Line))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Concerns are those whom p concerns: the account it was written through, that which planned it, the page that speaks and, while it is a draft,
// the drafts of that page.
func (p *Post) Concerns() []string {
	all := ofPage(p.By.Page)
	if p.By.Account != "" {
		all = append(all, ofAccount(p.By.Account))
	}
	if p.Draft {
		all = append(all, draftsOf(p.By.Page))
	}
	if p.Plan != nil && p.Plan.Account != p.By.Account {
		all = append(all, ofAccount(p.Plan.Account))
	}
	return all
}

func ofAccount(account string) string { return "compte:" + account }
func draftsOf(page string) string     { return "brouillons:" + page }

func ofPage(page string) []string {
	if page == "" {
		return nil
	}
	return []string{"fiche:" + page}
}
