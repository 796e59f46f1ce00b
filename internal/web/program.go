package web

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
	"partant/internal/id"
	"partant/views"
)

// freshProgram is the form of a program: what it asks for at first is the least.
func freshProgram() account.ProgramDraft {
	return account.ProgramDraft{Scope: account.ScopeRead, Days: "90"}
}

// programs is /compte/logiciels: the programs that ask in the name of a member.
func (s *site) programs(c *fiber.Ctx) error {
	return s.showPrograms(c, who(c).account, views.ProgramsPage{Draft: freshProgram()})
}

func (s *site) showPrograms(c *fiber.Ctx, a account.Account, p views.ProgramsPage) error {
	p.Chrome = s.chrome(c, "Logiciels qui agissent pour vous", views.NavMe)
	p.Key = id.New()
	now, live := s.Now(), 0
	for i := range a.Programs {
		one := &a.Programs[i]
		shown := views.Program{ID: one.ID, Name: one.Name, Writes: one.Writes, Since: views.Day(one.Created.In(clock.Paris)), Until: views.Day(one.Until.In(clock.Paris)), Over: one.Over(now)}
		if !one.Used.IsZero() {
			shown.Used = views.Day(one.Used)
		}
		if !shown.Over {
			live++
		}
		p.List = append(p.List, shown)
	}
	p.Most = live >= account.MostPrograms
	if len(p.Wrong) > 0 {
		c.Status(statusOf(p.Wrong))
	}
	return show(c, views.Programs(p))
}

// changePrograms makes a key, which is shown this once, or takes one away.
func (s *site) changePrograms(c *fiber.Ctx) error {
	ctx, a, agent := c.UserContext(), who(c).account, c.Get("User-Agent")
	if gone := typed(c, views.FieldRemove); gone != "" {
		if err := s.Accounts.RemoveProgram(ctx, a.ID, gone, agent); err != nil {
			return err
		}
		s.say(c, views.ToneDone, "Ce logiciel ne peut plus rien faire en votre nom.")
		return seeOther(c, "/compte/logiciels")
	}
	d := account.ProgramDraft{Key: typed(c, views.FieldKey), Name: typed(c, account.FieldProgram), Scope: typed(c, account.FieldScope), Days: typed(c, account.FieldDays)}
	p := views.ProgramsPage{Draft: freshProgram()}
	var err error
	p.Secret, err = s.Accounts.AddProgram(ctx, a.ID, d, agent)
	switch {
	case errors.Is(err, account.ErrPrograms):
		p.Draft, p.Wrong = d, fault.Fields{account.FieldProgram: "Vous avez déjà dix logiciels : retirez-en un d'abord."}
	case errors.Is(err, account.ErrProgramMade):
		p.Wrong = fault.Fields{account.FieldProgram: "Cette clé a déjà été faite et montrée. Si vous ne l'avez pas copiée, retirez-la et faites-en une autre."}
	case errors.As(err, &p.Wrong):
		p.Draft = d
	case err != nil:
		return err
	}
	if a, err = s.Accounts.Get(ctx, a.ID); err != nil {
		return err
	}
	return s.showPrograms(c, a, p)
}
