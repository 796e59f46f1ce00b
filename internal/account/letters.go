package account

import (
	"context"
	"fmt"
	"slices"

	"partant/internal/fault"
	"partant/internal/lang"
)

// Letters says from whom a member wants letters through the site that they did not ask for. Answers to their own, and
// letters about the account and its pages, always arrive.
type Letters string

// The wishes.
const (
	LettersFromAll     Letters = ""
	LettersFromMembers Letters = "membres"
	LettersFromNobody  Letters = "personne"
)

// FieldLetters is the form field of that wish.
const FieldLetters = "lettres"

// SetLetters keeps a wish. fault.Invalid for one that there is not.
func (s *Service) SetLetters(ctx context.Context, account string, from Letters) (err error) {
	defer fault.Wrap(&err, "account.SetLetters")
	if !slices.Contains([]Letters{LettersFromAll, LettersFromMembers, LettersFromNobody}, from) {
		return fmt.Errorf("letters from %.20q: %w", from, fault.Invalid)
	}
	_, err = s.store.Update(ctx, account, func(a *Account) error { a.Letters = from; return nil })
	return err
}

// FieldLanguage is the form field of the language of letters.
const FieldLanguage = "langue"

// SetLanguage keeps in which language Partant writes to a member, as lang.Tag abbreviates it. fault.Invalid for another.
func (s *Service) SetLanguage(ctx context.Context, account, language string) (err error) {
	defer fault.Wrap(&err, "account.SetLanguage")
	tag, known := lang.Parse(language)
	if !known {
		return fmt.Errorf("letters in %.20q: %w", language, fault.Invalid)
	}
	_, err = s.store.Update(ctx, account, func(a *Account) error { a.Language = tag; return nil })
	return err
}
