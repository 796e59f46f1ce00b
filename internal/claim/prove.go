package claim

import (
	"context"
	"crypto/subtle"
	"fmt"
	"time"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/internal/profile"
	"partant/internal/text"
	"partant/internal/viewer"
)

const (
	codeDigits  = 6
	codeTries   = 5
	codeAtMost  = 30 * time.Minute // once its letter is sent
	codeWaiting = 2 * time.Hour    // while its letter waits for the post
)

// ErrNoWay is the fault.Invalid of a way that does not fit the page.
var ErrNoWay = fmt.Errorf("this way does not fit the page: %w", fault.Invalid)

// Check looks for the token on the site of a page, by ByFile or ByDNS, and grants the claim when it is there: in a dispute
// it is only noted, for the moderator. Errors: what Sites says; ErrNoWay; ErrOver; as Look.
func (s *Service) Check(ctx context.Context, v viewer.Viewer, slug string, means Means) (_ Claim, err error) {
	defer fault.Wrap(&err, "claim.Check(%.80q, %s)", slug, means)
	k, err := s.Look(ctx, v, slug)
	switch {
	case err != nil:
		return Claim{}, err
	case !k.Claim.Open():
		return Claim{}, ErrOver
	case k.Ways.Site == "":
		return Claim{}, ErrNoWay
	}
	look := map[Means]func(context.Context, string, string) error{ByFile: s.Sites.File, ByDNS: s.Sites.TXT}[means]
	if look == nil {
		return Claim{}, ErrNoWay
	}
	if err := look(ctx, k.Ways.Site, k.Claim.Token); err != nil {
		return Claim{}, err
	}
	c, _, err := s.mine(ctx, v, slug, func(c *Claim, p *profile.Profile) error {
		if ways(p).Site != k.Ways.Site || c.Token != k.Claim.Token {
			return ErrOver // it changed while the site was asked
		}
		s.prove(c, p, means, k.Ways.Site)
		return nil
	})
	return c, err
}

// prove grants a claim whose proof succeeded, or in a dispute notes it.
func (s *Service) prove(c *Claim, p *profile.Profile, means Means, of string) {
	c.Means, c.Of, c.Mail = means, of, nil
	if c.Disputed = p.Claimed() && !p.Owns(viewer.Viewer{Account: c.Account}); !c.Disputed {
		s.grant(c)
	}
}

// Write sends a code to a mailbox at the domain of the page. Whoever reads it tells it to who asks: the letter says who.
// Errors: fault.Fields; ErrNoWay; ErrOver; as Look.
func (s *Service) Write(ctx context.Context, v viewer.Viewer, slug, email string) (err error) {
	defer fault.Wrap(&err, "claim.Write(%.80q)", slug)
	email = text.Line(email)
	_, _, err = s.mine(ctx, v, slug, func(c *Claim, p *profile.Profile) error {
		w := ways(p)
		switch {
		case w.Mail == "":
			return ErrNoWay
		case !account.IsAddress(email):
			return fault.Fields{FieldEmail: "Cette adresse n'est pas complète : écrivez par exemple contact@" + w.Mail + "."}
		case !profile.SameDomain(email, p.Web):
			return fault.Fields{FieldEmail: "Cette adresse n'est pas au domaine du site : il en faut une qui finit par @" + w.Mail + "."}
		}
		code := id.Digits(codeDigits)
		c.Mail = &Mail{Email: email, Code: bound(c, code), Sealed: code, Expires: s.now().Add(codeWaiting)}
		c.tell(s.now(), TellCode, "")
		return nil
	})
	return err
}

func bound(c *Claim, code string) string { return id.Digest(c.ID + "\x00" + c.Token + "\x00" + code) }

// Prove takes the code of the letter. Errors: fault.Fields while it may be tried again, and when another must be asked for;
// ErrOver; as Look.
func (s *Service) Prove(ctx context.Context, v viewer.Viewer, slug, typed string) (_ Claim, err error) {
	defer fault.Wrap(&err, "claim.Prove(%.80q)", slug)
	var wrong fault.Fields
	c, _, err := s.mine(ctx, v, slug, func(c *Claim, p *profile.Profile) error {
		wrong = s.tryCode(c, text.Digits(typed))
		if wrong != nil {
			return nil // it is counted
		}
		w := ways(p)
		if w.Mail == "" || !profile.SameDomain(c.Mail.Email, p.Web) {
			return ErrNoWay // the page names another site by now
		}
		s.prove(c, p, ByMail, w.Mail)
		return nil
	})
	if err == nil && wrong != nil {
		err = wrong
	}
	return c, err
}

// tryCode compares a code with that of the letter, and counts it when it is wrong.
func (s *Service) tryCode(c *Claim, typed string) fault.Fields {
	again := fault.Fields{FieldCode: "Ce code ne sert plus : demandez-en un autre."}
	if c.Mail == nil || c.Mail.Code == "" || c.Mail.Tries >= codeTries || !s.now().Before(c.Mail.Expires) {
		return again
	}
	if subtle.ConstantTimeCompare([]byte(bound(c, typed)), []byte(c.Mail.Code)) == 1 {
		return nil
	}
	c.Mail.Tries++
	switch left := codeTries - c.Mail.Tries; left {
	case 0:
		return again
	case 1:
		return fault.Fields{FieldCode: "Ce n'est pas le code de notre lettre. Il vous reste un essai."}
	default:
		return fault.Fields{FieldCode: fmt.Sprintf("Ce n'est pas le code de notre lettre. Il vous reste %d essais.", left)}
	}
}
