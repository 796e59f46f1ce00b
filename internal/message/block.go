package message

import (
	"context"

	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/text"
)

// Distances keeps what is between members, letters and all else: see package distance.
type Distances interface {
	// Apart reports whether one of two accounts blocked the other.
	Apart(ctx context.Context, one, other string) (bool, error)
	// Blocks reports whether an account blocked the own page of another.
	Blocks(ctx context.Context, account, other string) (bool, error)
	// BlockAccount has an account block the own page of another, and reports false when that has none.
	BlockAccount(ctx context.Context, account, other string) (bool, error)
	// UnblockAccount takes that back. Nothing to take back is no error.
	UnblockAccount(ctx context.Context, account, other string) error
}

// members reports whether what is between two is kept with all else that is between members.
func (s *Service) members(one, other Party) bool {
	return s.apart != nil && one.Account != "" && other.Account != ""
}

// shut reports whether letters of a writer, who reads at an address, do not arrive at a reader. It is the one place that says so.
func (s *Service) shut(ctx context.Context, reader, writer Party, address string) (bool, error) {
	shut, err := s.blocks.Blocked(ctx, wishes(reader, writer, address))
	if err == nil && !shut && s.members(reader, writer) {
		shut, err = s.apart.Apart(ctx, reader.Account, writer.Account)
	}
	return shut, err
}

// Block ends the letters that the writer of a letter sends to who got it. Between two members it is a block like any other, where
// the writer has a page of their own; else the wish alone is kept, as a digest. Twice is once. ErrOver.
func (s *Service) Block(ctx context.Context, message, secret string) (err error) {
	defer fault.Wrap(&err, "message.Block")
	r, err := s.open(ctx, message, secret)
	if err == nil && !r.Mine && s.members(r.Me, r.From) {
		if kept, err := s.apart.BlockAccount(ctx, r.Me.Account, r.From.Account); err != nil || kept {
			return err
		}
	}
	return s.wish(ctx, message, secret, func(block string) error {
		return s.blocks.PutBlock(ctx, Block{ID: block, Created: s.now()})
	})
}

// Unblock lets them arrive again. ErrOver.
func (s *Service) Unblock(ctx context.Context, message, secret string) (err error) {
	defer fault.Wrap(&err, "message.Unblock")
	err = s.wish(ctx, message, secret, func(block string) error { return s.blocks.EndBlock(ctx, block) })
	if err != nil || s.apart == nil {
		return err
	}
	r, err := s.open(ctx, message, secret)
	if err == nil && s.members(r.Me, r.From) {
		err = s.apart.UnblockAccount(ctx, r.Me.Account, r.From.Account)
	}
	return err
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
