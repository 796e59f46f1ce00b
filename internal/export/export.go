// Package export writes what a member takes along: an archive of all that the site keeps of them, as JSON that a program
// can read back (see Read, docs/export.md) and as tables that a spreadsheet opens.
package export

import (
	"archive/zip"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"partant/internal/account"
	"partant/internal/clock"
	"partant/internal/fault"
)

// Format and Version say how an archive is to be read. Version grows when an older reader would misread it.
const (
	Format  = "partant-export"
	Version = 1
)

// Section is one kind of thing that a member takes along.
type Section struct {
	Name    string   // of its files: « fiches » is fiches.json and fiches.csv
	About   string   // what it is, one French sentence
	Columns []string // of the table; nil when there is none
	// Rows yields what an account has, a few at a time: an archive is written while it is read.
	Rows func(ctx context.Context, a account.Account) iter.Seq2[Row, error]
	// Files yields what is no text, one at a time; nil when there is nothing.
	Files func(ctx context.Context, a account.Account) iter.Seq2[File, error]
}

// File is one file of an archive that is no text.
type File struct {
	Name    string
	Content []byte
}

// Row is one thing of a section.
type Row struct {
	Doc   any      // as JSON; a program reads it back
	Cells []string // of the table, one a column
}

// Manifest opens an archive.
type Manifest struct {
	Format   string    `json:"format"`
	Version  int       `json:"version"`
	Site     string    `json:"site"` // its address
	Made     time.Time `json:"made"`
	Sections []string  `json:"sections"`
}

// Service writes archives.
type Service struct {
	site     string
	now      clock.Clock
	sections []Section
}

// New returns a Service. Site is the public address of the site.
func New(site string, now clock.Clock, sections ...Section) *Service {
	return &Service{site: site, now: now, sections: sections}
}

// Sections lists what an archive holds.
func (s *Service) Sections() []Section { return s.sections }

const (
	manifestFile = "partant.json"
	readmeFile   = "LISEZ-MOI.txt"
	mark         = "\uFEFF" // so that spreadsheets and editors know that a text is UTF-8
)

// Write writes the archive of an account as it goes: memory holds a few things at a time. What was written before an error
// is no whole archive, and no program takes it for one.
func (s *Service) Write(ctx context.Context, w io.Writer, a account.Account) (err error) {
	defer fault.Wrap(&err, "export.Write")
	z := zip.NewWriter(w)
	m := Manifest{Format: Format, Version: Version, Site: s.site, Made: s.now()}
	for _, section := range s.sections {
		m.Sections = append(m.Sections, section.Name)
	}
	err = s.file(z, readmeFile, func(w io.Writer) error { _, err := io.WriteString(w, s.readme(m)); return err })
	if err == nil {
		err = s.file(z, manifestFile, func(w io.Writer) error { return json.NewEncoder(w).Encode(m) })
	}
	for _, section := range s.sections {
		if err == nil {
			err = s.write(ctx, z, section, a)
		}
	}
	if err != nil {
		return err
	}
	return z.Close()
}

// file adds one file.
func (s *Service) file(z *zip.Writer, name string, fill func(io.Writer) error) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: s.now()})
	if err != nil {
		return err
	}
	return fill(w)
}

// write adds the files of a section. Its rows are read once for each, which takes no memory.
func (s *Service) write(ctx context.Context, z *zip.Writer, section Section, a account.Account) error {
	err := s.file(z, section.Name+".json", func(w io.Writer) error { return writeJSON(w, section.Rows(ctx, a)) })
	if err != nil || section.Columns == nil {
		return err
	}
	err = s.file(z, section.Name+".csv", func(w io.Writer) error { return writeTable(w, section.Columns, section.Rows(ctx, a)) })
	if err != nil || section.Files == nil {
		return err
	}
	for f, err := range section.Files(ctx, a) {
		if err == nil {
			err = s.file(z, f.Name, func(w io.Writer) error { _, err := w.Write(f.Content); return err })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writeJSON writes a list, one thing a line.
func writeJSON(w io.Writer, rows iter.Seq2[Row, error]) error {
	between := "[\n"
	for row, err := range rows {
		if err != nil {
			return err
		}
		doc, err := json.Marshal(row.Doc)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s%s", between, doc); err != nil {
			return err
		}
		between = ",\n"
	}
	end := "\n]\n"
	if between == "[\n" {
		end = "[]\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// writeTable writes a table as French spreadsheets open it: with semicolons, and marked as UTF-8.
func writeTable(w io.Writer, columns []string, rows iter.Seq2[Row, error]) error {
	if _, err := io.WriteString(w, mark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(columns); err != nil {
		return err
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		cells := make([]string, len(row.Cells))
		for i, cell := range row.Cells {
			cells[i] = harmless(cell)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula and running it. Telephone numbers stay as they are.
func harmless(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return cell
	}
	if strings.Trim(cell[1:], "0123456789 .,") == "" && cell[0] != '=' && cell[0] != '@' {
		return cell
	}
	return "'" + cell
}

// readme says what is in the archive.
func (s *Service) readme(m Manifest) string {
	var b strings.Builder
	b.WriteString(mark + "Vos données\r\n===========\r\n\r\n")
	b.WriteString("Voici ce que " + s.site + " garde de vous, le " + m.Made.In(clock.Paris).Format("02/01/2006 à 15 h 04") + ".\r\n\r\n")
	b.WriteString("Les fichiers .csv s'ouvrent avec un tableur. Les fichiers .json disent la même chose, en entier,\r\n")
	b.WriteString("pour qu'un autre programme puisse tout reprendre.\r\n\r\n")
	for _, section := range s.sections {
		b.WriteString(section.Name + ".json")
		if section.Columns != nil {
			b.WriteString(", " + section.Name + ".csv")
		}
		b.WriteString("\r\n    " + section.About + "\r\n")
	}
	b.WriteString("\r\nVotre mot de passe et ce qui ouvre votre compte n'y sont pas : nous n'en gardons que des empreintes.\r\n")
	b.WriteString("Gardez cette archive pour vous : elle contient vos coordonnées.\r\n")
	return b.String()
}
