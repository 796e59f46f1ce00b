package message

import (
	"context"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Block ends the letters that the writer of a letter sends to who got it. Twice is once. ErrOver.
func (s *Service) Block(ctx context.Context, message, secret string) (err error) {
	defer fault.Wrap(&err, "message.Block")
	return s.wish(ctx, message, secret, func(block string) error {
		return s.blocks.PutBlock(ctx, Block{ID: block, Created: s.now()})
	})
}

// Unblock lets them arrive again. ErrOver.
func (s *Service) Unblock(ctx context.Context, message, secret string) (err error) {
	defer fault.Wrap(&err, "message.Unblock")
	return s.wish(ctx, message, secret, func(block string) error { return s.blocks.EndBlock(ctx, block) })
}

// wish does something with every wish that a letter's reader may have about its writer.
func (s *Service) wish(ctx context.Context, message, secret string, do func(block string) error) error {
	r, err := s.open(ctx, message, secret)
	if err == nil && r.Mine {
		err = ErrOver
	}
	if err != nil {
		return err
	}
	for _, block := range s.wishesOf(ctx, r) {
		if err := do(block); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) wishesOf(ctx context.Context, r Reading) []string {
	from, err := s.people.Address(ctx, r.From.Account, r.From.Email)
	if err != nil { // the account is gone or suspended: it is known by its id alone
		from = ""
	}
	return wishes(r.Me, r.From, from)
}

// wishes are the ids under which a reader's wish to get nothing from a writer is kept: one for the account, one for the
// address, so that a member cannot go on as a visitor.
func wishes(reader, writer Party, address string) (ids []string) {
	who := "compte:" + reader.Account
	if reader.Account == "" {
		who = "boite:" + text.Fold(reader.Email)
	}
	if writer.Account != "" {
		ids = append(ids, id.Digest(who+"\x00compte:"+writer.Account))
	}
	if address != "" {
		ids = append(ids, id.Digest(who+"\x00boite:"+text.Fold(address)))
	}
	return ids
}
