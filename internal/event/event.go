// Package event keeps what people meet for: who announces it, when, where and what for, and who is « partant ». Its rules stand
// here once; who has a place and who waits is decided by Roster, which both stores ask.
package event

import (
	"slices"
	"strings"
	"time"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/picture"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// Event is one meeting: the aggregate that one write changes whole. Who answers it is kept apart, see Roster.
type Event struct {
	ID    string        `json:"id"`   // drawn with the empty form: the same form sent twice makes one
	Rev   int64         `json:"rev"`  // grows by one at each write; set by the store
	Slug  string        `json:"slug"` // unique among events; fixed once it is announced
	By    viewer.Author `json:"by"`
	Hosts []Host        `json:"hosts,omitempty"` // that were asked to host it too; MostHosts at most

	Title   string   `json:"title,omitempty"`
	Body    string   `json:"body,omitempty"`    // Markdown, as typed
	HTML    string   `json:"html,omitempty"`    // sanitised, made of Body when it was written
	Lead    string   `json:"lead,omitempty"`    // how it begins, in plain words: made of HTML
	Purpose string   `json:"purpose,omitempty"` // « pour quoi faire ? »
	Price   string   `json:"price,omitempty"`   // in words; « gratuit » too
	Payer   string   `json:"payer,omitempty"`   // « qui paye ? »
	Tags    []string `json:"tags,omitempty"`

	Commune string `json:"commune,omitempty"` // INSEE code; empty: it is online only
	Place   string `json:"place,omitempty"`   // name and address, in words
	Spot    *Spot  `json:"spot,omitempty"`    // on the map; nil: at its commune
	Online  string `json:"online,omitempty"`  // https; shown to who has a place and to its organisers alone

	Image picture.Picture `json:"image,omitzero"` // see Shown

	Zone  string `json:"zone"` // IANA
	Start Moment `json:"start"`
	End   Moment `json:"end"`

	Places   int       `json:"places,omitempty"`   // 0: no bound
	Approval bool      `json:"approval,omitempty"` // who is partant waits for the yes of a host
	With     int       `json:"with,omitempty"`     // how many companions one may bring
	Deadline time.Time `json:"deadline,omitzero"`  // answers are taken until then; zero: until it begins
	Sequence int       `json:"sequence,omitempty"` // grows with each change that calendars must know of

	Questions []Question `json:"questions,omitempty"` // asked of who is partant; MostQuestions at most

	For       Audience `json:"for,omitempty"`       // who may see it: see Service.CanSee
	Concealed bool     `json:"concealed,omitempty"` // its slug holds a secret

	Draft     bool      `json:"draft,omitempty"` // seen by those only who may speak for its page
	Plan      *Plan     `json:"plan,omitempty"`  // of a draft: when it is announced by itself
	Created   time.Time `json:"created"`
	Published time.Time `json:"published,omitzero"`
	Edited    time.Time `json:"edited,omitzero"`    // the last change since it was first kept
	Cancelled time.Time `json:"cancelled,omitzero"` // it will not take place
	Reason    string    `json:"reason,omitempty"`   // why it was cancelled
	Nudged    time.Time `json:"nudged,omitzero"`    // when those who may come were asked
	Over      bool      `json:"over,omitempty"`     // it has ended; late by a moment
	Closed    time.Time `json:"closed,omitzero"`    // nothing more is said below it: see Close
	Deleted   time.Time `json:"deleted,omitzero"`   // set on a tombstone

	Down  *unseen.Mark `json:"down,omitempty"`  // nobody sees it: see package moderation
	Aside bool         `json:"aside,omitempty"` // put aside: who announces it leaves, and may change their mind; see Hide

	Dates

	From  *Origin   `json:"from,omitempty"`  // the conversation that it was born from; nil: none
	Named []string  `json:"named,omitempty"` // ids of the pages that its words name
	Owes  debt.Owes `json:"owes,omitempty"`  // of the kinds below
}

// The kinds of debts of an Event.
const (
	OwesTerms  = "places"   // its roster is to know what it knows not yet: see Terms
	OwesOver   = "termine"  // due when it ends
	OwesForget = "effacer"  // due when nobody needs to know any more who came
	OwesClear  = "desister" // of a tombstone: its roster goes once everybody is told
	OwesIndex  = "index"    // those who search are told what is written there now: see Service.Indexed
	OwesDates  = "dates"    // of the head of a series: the other dates are made, changed or cancelled as it says, see Repeats
	OwesNaming = "nommer"   // see package notify; so is the next
	OwesNews   = "prevenir" // that it is announced: those who follow its page, and the members of its club
)

// AnswersKept is how long it is known who came, after the end.
const AnswersKept = 396 * 24 * time.Hour // thirteen months

// IsDeleted reports whether e is a tombstone.
func (e *Event) IsDeleted() bool { return !e.Deleted.IsZero() }

// IsCancelled reports whether e will not take place.
func (e *Event) IsCancelled() bool { return !e.Cancelled.IsZero() }

// IsOpen reports whether people may answer, as far as time goes.
func (e *Event) IsOpen(now time.Time) bool {
	return !e.Draft && !e.IsCancelled() && now.Before(e.Until())
}

// Unseen says why nobody sees e, but those who may change a draft: nil when people do.
func (e *Event) Unseen() error {
	if e.IsDeleted() || e.Aside {
		return fault.Gone
	}
	return unseen.Of(e.Down, "evenement", e.ID)
}

// Version tells one content of e from another: it grows with each change that people can see.
func (e *Event) Version() int64 { return max(e.Created.UnixMilli(), e.Edited.UnixMilli()) }

// Changed is when what people read was written last.
func (e *Event) Changed() time.Time {
	if e.Edited.After(e.Published) {
		return e.Edited
	}
	return e.Published
}

// Until is until when answers are taken.
func (e *Event) Until() time.Time {
	if !e.Deadline.IsZero() {
		return e.Deadline
	}
	return e.Start.At
}

// Terms are what the roster of e must know of it.
func (e *Event) Terms() Terms {
	return Terms{Event: e.ID, Version: e.Rev, Places: e.Places, With: e.With, Until: e.Until(), Start: e.Start.At, Sequence: e.Sequence,
		Closed: e.Draft || e.Unseen() != nil, Cancelled: e.IsCancelled() || e.IsDeleted(), Approval: e.Approval}
}

// Concerns are those whom e concerns: the account it was written through, those that accepted to host it, the page that announces it, while it is a draft the
// drafts of that page, and the conversation that it was born from.
func (e *Event) Concerns() []string {
	var all []string
	if e.By.Page != "" {
		all = append(all, ofPage(e.By.Page))
	}
	for _, account := range e.organisers() {
		all = append(all, ofAccount(account))
	}
	for _, h := range e.Hosts {
		all = append(all, hostedBy(h.Page))
	}
	if e.Draft {
		all = append(all, draftsOf(e.By.Page))
	}
	if e.From != nil {
		all = append(all, bornOf(e.From.Kind, e.From.ID))
	}
	if e.Series != "" {
		all = append(all, inSeries(e.Series))
	}
	return all
}

// organisers are the accounts that announced e, and that accepted to host it.
func (e *Event) organisers() (all []string) {
	if e.By.Account != "" {
		all = append(all, e.By.Account)
	}
	for _, h := range e.Hosts {
		if h.IsHost() && h.Account != "" && !slices.Contains(all, h.Account) {
			all = append(all, h.Account)
		}
	}
	return all
}

func ofAccount(account string) string { return "compte:" + account }
func ofPage(page string) string       { return "fiche:" + page }
func draftsOf(page string) string     { return "brouillons:" + page }

// Words are all that its organisers say, but the title.
func (e *Event) Words() string {
	return strings.Join(slices.DeleteFunc([]string{e.Body, e.Purpose, e.Price, e.Payer, e.Place}, func(said string) bool { return said == "" }), "\n\n")
}

// oweNaming owes the word when some pages were not named before and e can be read. The debt has one id for ever: nobody is told twice.
func (e *Event) oweNaming(before []string, now time.Time) {
	if !e.Draft && e.Down == nil && slices.ContainsFunc(e.Named, func(one string) bool { return !slices.Contains(before, one) }) {
		e.Owes.Drop(OwesNaming)
		e.Owes = append(e.Owes, debt.Debt{ID: id.Named("nommer", e.ID), Kind: OwesNaming, Due: now})
	}
}

// oweNews owes the word that e is announced, once it can be read. The debt has one id for ever: nobody is told twice.
func (e *Event) oweNews(now time.Time) {
	if !e.Draft && e.Down == nil && e.For != Invited {
		e.Owes.Owe(id.Named("prevenir", e.ID), OwesNews, now)
	}
}

// oweTerms owes that the roster knows, and what time brings.
func (e *Event) oweTerms(now time.Time) {
	if e.Draft {
		return
	}
	e.Owes.Owe(id.New(), OwesTerms, now)
	for kind, due := range map[string]time.Time{OwesOver: e.End.At, OwesForget: e.End.At.Add(AnswersKept)} {
		e.Owes.Owe(id.New(), kind, due)
	}
}

// bury leaves of e only what must outlive it: what was written to calendars is taken back by its answers, which know enough.
func (e *Event) bury(now time.Time) {
	owes := debt.Owes{}
	if !e.Draft {
		owes = debt.Owes{{ID: id.New(), Kind: OwesClear, Due: now}}
	}
	*e = Event{ID: e.ID, Rev: e.Rev, Slug: e.Slug, For: e.For, Concealed: e.Concealed, By: e.By, Title: e.Title, Zone: e.Zone, Start: e.Start, End: e.End, Sequence: e.Sequence + 1,
		Created: e.Created, Published: e.Published, Draft: e.Draft, Over: e.Over, Deleted: now, Dates: e.Dates, Owes: owes}
	if e.Repeats != nil {
		e.Owes.Owe(id.New(), OwesDates, now)
	}
}
