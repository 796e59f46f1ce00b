package web

import (
	"encoding/csv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// spreadsheet is a table that a page gives for a spreadsheet: CSV as those of here open it.
type spreadsheet struct{ out *csv.Writer }

// sendSpreadsheet begins a table under the name of a file, with its head.
func sendSpreadsheet(c *fiber.Ctx, name string, head ...string) (spreadsheet, error) {
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Attachment(name)
	w := c.Response().BodyWriter()
	if _, err := w.Write([]byte("\uFEFF")); err != nil { // by which spreadsheets know UTF-8
		return spreadsheet{}, err
	}
	t := spreadsheet{csv.NewWriter(w)}
	t.out.Comma = ';'
	return t, t.out.Write(head)
}

// row adds a line, none of whose cells is run.
func (t spreadsheet) row(cells ...string) error {
	for n := range cells {
		cells[n] = unrun(cells[n])
	}
	return t.out.Write(cells)
}

// end sends what is written.
func (t spreadsheet) end() error {
	t.out.Flush()
	return t.out.Error()
}

// unrun keeps spreadsheets from running a cell as a formula.
func unrun(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func ouiNon(yes bool) string {
	if yes {
		return "oui"
	}
	return "non"
}
