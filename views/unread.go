package views

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/a-h/templ"
)

// TalkNews says what is new to a member in a discussion. Nil: nothing, and nothing is to be noted.
type TalkNews struct {
	N         int    // new answers
	First     string // id of the first of them, on this page
	Elsewhere string // or on another
	Path      string // local path of the form that notes how far they have read
	Token     string
	Until     string // how far
	Last      bool   // the end of the thread is on the page: a script may note it
}

// TalkMoved is when a discussion of a list was answered last.
type TalkMoved struct {
	ID     string
	Active time.Time
}

// newAnswers is « 3 nouvelles ».
func newAnswers(n int) string { return Plural(n, "nouvelle", "nouvelles") }

// newsSlot leaves room in a card for what is new to its reader.
func newsSlot(id string) string { return `<slot name="` + id + `"></slot>` }

// allReadSlot leaves room for the button that marks a list as read.
const allReadSlot = `<slot name="lues"></slot>`

// withNews is content with what is new to its reader where it leaves room for it.
func (p Common) withNews(content templ.Component) templ.Component {
	if len(p.Talks) == 0 {
		return content
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		var all, button strings.Builder
		if err := content.Render(ctx, &all); err != nil {
			return err
		}
		if err := allRead(p).Render(ctx, &button); err != nil {
			return err
		}
		pairs := []string{allReadSlot, button.String()}
		for _, t := range p.Talks {
			said := ""
			if n := p.News[t.ID]; n > 0 {
				said = `<b class="new">` + newAnswers(n) + `</b>`
			}
			pairs = append(pairs, newsSlot(t.ID), said)
		}
		_, err := strings.NewReplacer(pairs...).WriteString(w, all.String())
		return err
	})
}
