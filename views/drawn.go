package views

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// Drawn is a part of a page as it was drawn for everybody: of its reader it holds nothing but the token of their forms.
type Drawn struct{ parts []string } // the token stands between them

// anyToken stands for the token while a part is drawn for everybody. No text that is shown can hold it.
const anyToken = "\x00"

// Draw draws a part that holds nothing of its reader, or their token as anyToken.
func Draw(ctx context.Context, c templ.Component) (*Drawn, error) {
	var html strings.Builder
	if err := c.Render(ctx, &html); err != nil {
		return nil, err
	}
	return &Drawn{strings.Split(html.String(), anyToken)}, nil
}

// Bytes is how much memory d takes, about.
func (d *Drawn) Bytes() (n int) {
	for _, part := range d.parts {
		n += len(part) + 16
	}
	return n
}

// Whole is d, which holds no token.
func (d *Drawn) Whole() templ.Component { return d.with("") }

// with is d for who has a token.
func (d *Drawn) with(token string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		for i, part := range d.parts {
			if i > 0 {
				if _, err := io.WriteString(w, token); err != nil {
					return err
				}
			}
			if _, err := io.WriteString(w, part); err != nil {
				return err
			}
		}
		return nil
	})
}

// DrawAnswer draws an answer for all who may do no more with it than everybody.
func DrawAnswer(ctx context.Context, p Answers, a Answer) (*Drawn, error) {
	p.Token, a.Reactions.Token = anyToken, anyToken
	return Draw(ctx, answer(p, &a))
}

// drawn is the answer as it was drawn already, or as it is drawn now.
func (a *Answer) drawn(p Answers) templ.Component {
	if a.Drawn != nil {
		return a.Drawn.with(p.Token)
	}
	return answer(p, a)
}

// DrawNews draws a publication as it stands in feeds.
func DrawNews(ctx context.Context, p PostItem) (*Drawn, error) { return Draw(ctx, newsItem(p)) }

// drawn is the publication as it was drawn already, or as it is drawn now.
func (p PostItem) drawn() templ.Component {
	if p.Drawn != nil {
		return p.Drawn.Whole()
	}
	return newsItem(p)
}
