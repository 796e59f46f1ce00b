package recommendation

import (
	"context"
	"errors"

	"partant/internal/fault"
	"partant/internal/unseen"
	"partant/internal/viewer"
)

// ForReply returns a recommendation to who may reply to it: those who may speak for the page that it is about. Errors: fault.SignedOut,
// fault.Forbidden, fault.NotFound, fault.Gone; those of a reply that nobody sees.
func (s *Service) ForReply(ctx context.Context, v viewer.Viewer, id string) (_ Recommendation, err error) {
	defer fault.Wrap(&err, "recommendation.ForReply(%.40q)", id)
	r, err := s.Get(ctx, id)
	if err == nil {
		_, err = s.pages.Author(ctx, v, r.Page)
	}
	if err == nil {
		err = r.replyUnseen()
	}
	if err != nil {
		return Recommendation{}, err
	}
	return r, nil
}

// replyUnseen says why nobody sees the reply; nil when people do, or there is none.
func (r *Recommendation) replyUnseen() error {
	if r.Reply == nil {
		return nil
	}
	return unseen.Of(r.Reply.Down, ReplyKind, r.ID)
}

// CheckReply returns the fault.Fields that Answer would, and the HTML that a text makes; it writes nothing.
func (s *Service) CheckReply(body string) (html string, err error) {
	_, html, err = s.reply(body)
	return html, err
}

func (s *Service) reply(body string) (clean, html string, err error) {
	wrong := fault.Fields{}
	clean = checkReply(body, wrong)
	if html, err = s.render(clean, FieldReply, wrong); err != nil {
		return clean, "", err
	}
	return clean, html, wrong.Err()
}

// Answer writes the reply of the page, or changes it; at is the version of the one that the form was filled from, 0 for none. Errors:
// as ForReply; fault.Fields; fault.Conflict when somebody else replied meanwhile.
func (s *Service) Answer(ctx context.Context, v viewer.Viewer, id, body string, at int64) (_ Recommendation, err error) {
	defer fault.Wrap(&err, "recommendation.Answer(%.40q)", id)
	was, err := s.ForReply(ctx, v, id)
	if err != nil {
		return was, err
	}
	said := Reply{By: viewer.Author{Page: was.Page, Account: v.Account}, Created: s.now()}
	if said.Body, said.HTML, err = s.reply(body); err != nil {
		return was, err
	}
	seen, err := s.screen.Look(ctx, v, unseen.Words{Kind: ReplyKind, ID: id, Text: said.Body, HTML: said.HTML, By: said.By})
	if err != nil {
		return was, err
	}
	if said.Down = seen.Mark; seen.Follow {
		said.HTML = s.renderer.Follow(said.HTML)
	}
	r, err := s.store.Update(ctx, id, func(r *Recommendation) error { return r.answer(said, at) })
	if err == nil && len(r.Owes) > 0 {
		s.wake()
	}
	return r, err
}

// answer writes a reply into r.
func (r *Recommendation) answer(said Reply, at int64) error {
	if err := errors.Join(r.Unseen(), r.replyUnseen()); err != nil {
		return err
	}
	was := r.Reply
	switch {
	case was != nil && was.Body == said.Body: // the same form sent twice
		return nil
	case at != was.Version():
		return fault.Conflict
	case was != nil:
		said.By, said.Edited, said.Created = was.By, after(said.Created, was.Version()), was.Created
	}
	r.Reply = &said
	if was == nil {
		r.oweReply(said.Created)
	}
	return nil
}

// Silence takes the reply of the page back. Errors: as ForReply.
func (s *Service) Silence(ctx context.Context, v viewer.Viewer, id string) (_ Recommendation, err error) {
	defer fault.Wrap(&err, "recommendation.Silence(%.40q)", id)
	if _, err := s.ForReply(ctx, v, id); err != nil {
		return Recommendation{}, err
	}
	return s.store.Update(ctx, id, func(r *Recommendation) error {
		if err := r.replyUnseen(); err != nil {
			return err
		}
		r.Reply = nil
		r.Owes.Drop(OwesReply)
		return nil
	})
}

// Mark hides a recommendation because a moderator decided so, or shows it again with nil. Done twice it is done once, and one that is
// gone is no error.
func (s *Service) Mark(ctx context.Context, id string, m *unseen.Mark) error {
	return s.mark(ctx, id, func(r *Recommendation) {
		held := r.Down != nil && r.Down.Held
		if r.Down = m; held {
			r.oweNotice(s.now())
		}
	})
}

// MarkReply does the same to the reply alone.
func (s *Service) MarkReply(ctx context.Context, id string, m *unseen.Mark) error {
	return s.mark(ctx, id, func(r *Recommendation) {
		if r.Reply == nil {
			return
		}
		held := r.Reply.Down != nil && r.Reply.Down.Held
		if r.Reply.Down = m; held {
			r.oweReply(s.now())
		}
	})
}

func (s *Service) mark(ctx context.Context, id string, edit func(*Recommendation)) error {
	r, err := s.store.Update(ctx, id, func(r *Recommendation) error { edit(r); return nil })
	if err == nil && len(r.Owes) > 0 {
		s.wake()
	}
	return orGone(err)
}

// Moderated returns a recommendation that a moderator looks at, one that nobody sees too. fault.NotFound.
func (s *Service) Moderated(ctx context.Context, id string) (Recommendation, error) {
	return s.store.Get(ctx, id)
}
