// Package table reads CSV files that open with a line of column names.
package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
)

// Row is one record. What goes wrong while its columns are read is kept and returned by Read, with file and line.
type Row struct {
	cells []string
	at    map[string]int
	err   *error
}

// Text returns a column, trimmed; "" for a column the file does not have.
func (r Row) Text(column string) string {
	i, ok := r.at[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(r.cells[i])
}

// Words returns a column of words parted by spaces.
func (r Row) Words(column string) []string { return strings.Fields(r.Text(column)) }

// List returns a column of entries parted by sep, trimmed, the empty ones left out.
func (r Row) List(column, sep string) []string {
	var entries []string
	for part := range strings.SplitSeq(r.Text(column), sep) {
		if part = strings.TrimSpace(part); part != "" {
			entries = append(entries, part)
		}
	}
	return entries
}

// Int returns a whole number; 0 for an empty cell.
func (r Row) Int(column string) int {
	s := r.Text(column)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		r.Fail("column %s: %q is not a whole number", column, s)
	}
	return n
}

// Float returns a number with a decimal point; an empty cell is an error.
func (r Row) Float(column string) float64 {
	f, err := strconv.ParseFloat(r.Text(column), 64)
	if err != nil {
		r.Fail("column %s: %q is not a number", column, r.Text(column))
	}
	return f
}

// Fail notes what is wrong with the record; only the first complaint is kept.
func (r Row) Fail(format string, args ...any) {
	if *r.err == nil {
		*r.err = fmt.Errorf(format, args...)
	}
}

// Read gives each record of a file to take, in order, and stops at the first that is wrong. The file must have the
// required columns; it may have others, in any order. It fails with fs.ErrNotExist when there is no such file.
func Read(fsys fs.FS, name string, required []string, take func(Row)) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return read(f, name, required, take)
}

func read(f io.Reader, name string, required []string, take func(Row)) error {
	r := csv.NewReader(f)
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: no line of column names: %w", name, err)
	}
	at := make(map[string]int, len(head))
	for i, column := range head {
		at[strings.TrimSpace(strings.TrimPrefix(column, "\uFEFF"))] = i
	}
	for _, column := range required {
		if _, ok := at[column]; !ok {
			return fmt.Errorf("%s: column %q is missing", name, column)
		}
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		var wrong error
		if take(Row{cells: cells, at: at, err: &wrong}); wrong != nil {
			line, _ := r.FieldPos(0)
			return fmt.Errorf("%s, line %d: %w", name, line, wrong)
		}
	}
}
