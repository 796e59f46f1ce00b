package views

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"

	"partant/internal/follow"
)

// Names of form fields about what is followed. follow.FieldFollow is the one of the button.
const (
	FieldTarget  = "abonnement"  // follow.Target.String of what is let go
	FieldFriends = "abonnements" // slugs of the pages that the last step of the welcome follows
	FieldUntil   = "jusqu_a"     // until when everything was read
	FieldRead    = "lue"         // the id of a notification that was read
)

// FollowButton lets its reader follow what a page is about, or let it go. The zero FollowButton is none.
type FollowButton struct {
	Target follow.Target
	Path   string // where the form is sent: « /communes/gien/suivre »
	On     bool   // the reader follows it
	Next   string // where to go afterwards; empty: back to the page
	Wrong  string // why it could not be done
}

// byLetter says whether one may follow it by letter without an account: a page, a keyword or a commune, not a discussion.
func (b FollowButton) byLetter() bool { return b.Target.Kind != follow.Talk }

// label is what the button says, and undo what it says to who follows.
func (b FollowButton) label() string {
	if b.Target.Kind == follow.Talk {
		return "Suivre cette discussion"
	}
	return "Suivre"
}

func (b FollowButton) undo() string {
	if b.Target.Kind == follow.Talk {
		return "Ne plus suivre cette discussion"
	}
	return "Ne plus suivre"
}

// off is the button of somebody who follows nothing: what may be kept for everybody.
func (b FollowButton) off() FollowButton { return FollowButton{Target: b.Target, Path: b.Path} }

// slot is where a content that is the same for everybody leaves room for what its reader alone sees. Nothing that anybody
// writes holds it: texts are escaped.
const slot = "<slot></slot>"

// drawn is the content with the reader's own button where it leaves room for it.
func (p Common) drawn() templ.Component {
	if p.Follow.Path == "" {
		return p.withNews(p.Content)
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var all strings.Builder
		if err := p.Content.Render(ctx, &all); err != nil {
			return err
		}
		before, after, _ := strings.Cut(all.String(), slot)
		if _, err := io.WriteString(w, before); err != nil {
			return err
		}
		if err := FollowForm(p.Chrome, p.Follow).Render(ctx, w); err != nil {
			return err
		}
		_, err := io.WriteString(w, after)
		return err
	})
}

// FollowPage is …/suivre: the button alone, for who comes from signing in, or may not follow.
type FollowPage struct {
	Chrome Chrome
	Name   string // of what is followed
	Back   string // its page
	Mine   bool   // they answer for it themselves
	Button FollowButton
}

// gets is what whoever follows it gets.
func (p FollowPage) gets() string {
	if p.Button.Target.Kind == follow.Talk {
		return "Chaque réponse vous est signalée par la cloche, et par lettre si vous le voulez."
	}
	return "Ce qui s'y publie arrive dans votre fil."
}

// FollowersPage is /fiches/{slug}/abonnes.
type FollowersPage struct {
	Chrome Chrome
	Slug   string
	Name   string
	Total  int // as they were counted last
	List   []Follower
	First  bool   // it is the first page of the list
	Next   string // URL of the next page; empty on the last
}

// Follower is somebody who follows, and since when.
type Follower struct {
	Byline
	Since string
}

// FollowingPage is /compte/abonnements: what the member follows.
type FollowingPage struct {
	Chrome Chrome
	List   []Followed
	First  bool
	Next   string // URL of the next page; empty on the last

	Suggested Suggestions // pages to follow
}

// Followed is something that the member follows.
type Followed struct {
	Source string // follow.Target.String
	Kind   follow.Kind
	Byline Byline // of a page
	Name   string // of a tag or a commune; empty: it is gone
	URL    string
	Since  string
}

// called is what it is called, for those who do not see the list.
func (f Followed) called() string {
	switch {
	case f.Byline.Name != "":
		return f.Byline.Name
	case f.Name != "":
		return f.Name
	}
	if f.Kind == follow.Talk {
		return "une discussion retirée"
	}
	return "une page retirée"
}

// followers is « 12 abonnés ».
func followers(n int) string { return Plural(n, "abonné", "abonnés") }
