package comment

import (
	"context"
	"errors"
	"strings"

	"partant/internal/debt"
	"partant/internal/fault"
	"partant/internal/id"
)

// OwesMoved is the debt of telling whoever wrote an answer that it stands in another discussion now: see package notify.
const OwesMoved = "deplacee"

// Move has an answer stand below another target, where it is read by the order of its time as before. Under holds the place and the level
// of what it stood below and that does not come along: it opens a branch then. Once it stands there, again is no harm, and one that is gone is no error.
func (s *Service) Move(ctx context.Context, answer string, from, to Target, under Comment) (err error) {
	defer fault.Wrap(&err, "comment.Move(%.40q)", answer)
	_, err = s.store.Update(ctx, answer, func(c *Comment) error {
		if c.Target != from {
			return errMoved
		}
		c.Target = to
		if under.Place != "" && strings.HasPrefix(c.Place, under.Place+stepMark) {
			c.Place, c.Level = c.Place[len(under.Place)+1:], max(1, c.Level-under.Level)
		}
		if c.Thread = under.Thread; c.Thread == "" {
			c.Thread = Root(c.Place)
		}
		if under.Parent == c.ID {
			c.Parent = ""
		}
		s.oweMoved(c, from)
		return nil
	})
	if errors.Is(err, errMoved) {
		return nil
	}
	if err == nil {
		s.wake()
	}
	return orGone(err)
}

var errMoved = errors.New("it stands elsewhere already")

// oweMoved owes what follows from a move. The debt of the word is the same for all that move together: nobody is told once for each.
func (s *Service) oweMoved(c *Comment, from Target) {
	c.owe(OwesCount, s.now())
	if c.By.Account != "" && c.Unseen() == nil {
		c.Owes.Drop(OwesMoved)
		c.Owes = append(c.Owes, debt.Debt{ID: id.Named("deplacee", from.Key()+"\x00"+c.Target.Key()), Kind: OwesMoved, Due: s.now()})
	}
	s.oweIndex(c)
}

// Receive writes an answer of words that stood elsewhere, from, and were rendered there. One that is there stays as it is.
func (s *Service) Receive(ctx context.Context, c Comment, from Target) error {
	s.oweMoved(&c, from)
	err := s.store.Insert(ctx, c)
	if errors.Is(err, fault.Conflict) {
		return nil
	}
	if err == nil {
		s.wake()
	}
	return err
}
