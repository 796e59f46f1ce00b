package club

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"partant/internal/fault"
	"partant/internal/text"
	"partant/internal/viewer"
)

// Line is one line of a list of people to invite.
type Line struct {
	N     int // of the file, the first being 1
	Email string
	Fate  Fate
	In    bool   // somebody with this address is a member already
	Why   string // what keeps it from being invited; empty: nothing
}

// Invited reports whether a letter would leave, or has.
func (l *Line) Invited() bool { return l.Why == "" }

// How many lines a list may have. A club that nobody has verified yet invites few at once: lists of addresses are what spam is made of.
const (
	MostLines  = 300
	MostUnsure = 20
	MaxList    = 48 << 10 // bytes
)

// Accounts knows whose an address is.
type Accounts interface {
	// Account returns the account that an address belongs to, or fault.NotFound.
	Account(ctx context.Context, email string) (string, error)
}

// Try says what inviting a list would do, line by line; it writes nothing. Errors: as Enter; fault.Fields of FieldList.
func (s *Service) Try(ctx context.Context, v viewer.Viewer, club, list string, known Accounts) (_ []Line, err error) {
	defer fault.Wrap(&err, "club.Try(%.40q)", club)
	h, err := s.enter(ctx, v, club, Office)
	if err != nil {
		return nil, err
	}
	lines, err := Read(list)
	if err != nil {
		return nil, err
	}
	most := MostUnsure
	if h.Page.Proud {
		most = MostLines
	}
	if len(lines) > most {
		return nil, fault.Fields{FieldList: tooMany(len(lines), h.Page.Proud)}
	}
	seen := map[string]bool{}
	for i := range lines {
		if err := s.foresee(ctx, club, &lines[i], seen, known); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func tooMany(n int, proud bool) string {
	if proud {
		return fmt.Sprintf("Cette liste a %s lignes : envoyez-en %d à la fois au plus.", text.Number(n), MostLines)
	}
	return fmt.Sprintf("Cette liste a %s lignes. Tant que la page du club n'est pas vérifiée, on invite %d personnes à la fois au plus : faites vérifier la page, ou donnez le lien d'invitation.", text.Number(n), MostUnsure)
}

func (s *Service) foresee(ctx context.Context, club string, l *Line, seen map[string]bool, known Accounts) (err error) {
	key := text.Fold(l.Email)
	if l.Fate, err = s.fate(ctx, club, l.Email); err != nil {
		return err
	}
	if l.Fate == Written && seen[key] {
		l.Fate = Twice
	}
	seen[key] = true
	if l.Fate == Written {
		l.In, err = s.isIn(ctx, club, l.Email, known)
	}
	if l.Why = l.Fate.Why(); l.In {
		l.Why = "Cette personne est déjà membre."
	}
	return err
}

func (s *Service) isIn(ctx context.Context, club, email string, known Accounts) (bool, error) {
	account, err := known.Account(ctx, email)
	if err != nil {
		return false, orMissing(err)
	}
	m, err := s.store.Member(ctx, IDOf(club, account))
	return err == nil && m.State == In, orMissing(err)
}

// InviteAll invites those of a list whom Try would, and returns what became of each line. Sent twice, nobody is written to twice. Errors: as
// Try.
func (s *Service) InviteAll(ctx context.Context, v viewer.Viewer, club, list string, known Accounts) (lines []Line, err error) {
	defer fault.Wrap(&err, "club.InviteAll(%.40q)", club)
	if lines, err = s.Try(ctx, v, club, list, known); err != nil {
		return nil, err
	}
	for i := range lines {
		if err == nil && lines[i].Invited() {
			err = s.invite(ctx, v, club, lines[i].Email)
		}
	}
	return lines, s.woken(err)
}

// Read reads a list of people: a CSV file as spreadsheets write it, with semicolons, commas or tabs, with or without a mark at its beginning
// and a line of column names; or addresses, one a line. Errors: fault.Fields of FieldList.
func Read(list string) (lines []Line, err error) {
	list = strings.TrimPrefix(list, "\uFEFF")
	switch {
	case strings.TrimSpace(list) == "":
		return nil, fault.Fields{FieldList: "Choisissez un fichier, ou collez la liste : une personne par ligne."}
	case len(list) > MaxList:
		return nil, fault.Fields{FieldList: "Ce fichier est trop lourd : gardez seulement la colonne des adresses e-mail."}
	}
	r := csv.NewReader(strings.NewReader(list))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace, r.LazyQuotes = separator(list), -1, true, true
	column := -1
	for first := true; ; first = false {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return orEmpty(lines)
		}
		if err != nil {
			return nil, fault.Fields{FieldList: "Ce fichier ne se lit pas : enregistrez-le au format CSV."}
		}
		n, _ := r.FieldPos(0)
		if first && !strings.Contains(strings.Join(cells, " "), "@") {
			column = named(cells)
			continue
		}
		if email, some := address(cells, column); some {
			lines = append(lines, Line{N: n, Email: email})
		}
	}
}

func orEmpty(lines []Line) ([]Line, error) {
	if len(lines) == 0 {
		return nil, fault.Fields{FieldList: "Nous n'avons trouvé aucune adresse e-mail dans cette liste."}
	}
	return lines, nil
}

// separator is the sign that parts the cells of the first line.
func separator(list string) rune {
	first, _, _ := strings.Cut(list, "\n")
	best, most := ';', 0
	for _, sign := range []rune{';', '\t', ','} {
		if n := strings.Count(first, string(sign)); n > most {
			best, most = sign, n
		}
	}
	return best
}

// named is the column that says that it holds addresses; -1: none does.
func named(cells []string) int {
	for i, cell := range cells {
		if name := text.Fold(cell); strings.Contains(name, "mail") || strings.Contains(name, "courriel") || name == "mel" {
			return i
		}
	}
	return -1
}

// address is the cell of a line that holds the address; none when the line is empty.
func address(cells []string, column int) (email string, some bool) {
	if column >= 0 && column < len(cells) {
		email = text.Line(cells[column])
	}
	for _, cell := range cells {
		cell = text.Line(cell)
		some = some || cell != ""
		if email == "" && strings.Contains(cell, "@") {
			email = cell
		}
	}
	if email == "" && some {
		email = text.Cut(text.Line(strings.Join(cells, " ")), MaxKind)
	}
	return strings.Trim(email, "<> "), some
}

// Readable is a file as text: what is no UTF-8 was written by an older spreadsheet, in the letters of western Europe.
func Readable(file []byte) string {
	if utf8.Valid(file) {
		return string(file)
	}
	var b strings.Builder
	for _, c := range file {
		b.WriteRune(rune(c))
	}
	return b.String()
}
