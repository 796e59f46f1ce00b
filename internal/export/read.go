package export

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"partant/internal/account"
	"partant/internal/fault"
	"partant/internal/media"
	"partant/internal/profile"
)

// Archive is an archive that was read back.
type Archive struct {
	Manifest Manifest
	Account  Account
	Log      []account.Line
	Sessions []Session
	Pages    []profile.Profile
	Others   map[string][]json.RawMessage // sections that only their own nouns can read, by name

	files *zip.Reader
}

// File returns a file of the archive that is no text, such as a photo. fault.NotFound; fault.Invalid when it is damaged or
// holds more than photos do.
func (a *Archive) File(name string) ([]byte, error) {
	f, err := a.files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%.80q is not in the archive: %w", name, fault.NotFound)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, media.MostBytes+1))
	if err == nil && len(content) > media.MostBytes {
		err = errors.New("it is too large")
	}
	if err != nil {
		return nil, fmt.Errorf("%.80q cannot be read (%w): %w", name, err, fault.Invalid)
	}
	return content, nil
}

// fileMost bounds what one file of an archive may unpack to.
const fileMost = 256 << 20

// Read reads an archive that Write wrote. Anything else, and one of a newer version, is fault.Invalid with a sentence.
func Read(r io.ReaderAt, size int64) (a Archive, err error) {
	defer fault.Wrap(&err, "export.Read")
	z, err := zip.NewReader(r, size)
	if err != nil {
		return a, fmt.Errorf("this is no whole archive (%w): %w", err, fault.Invalid)
	}
	a.files = z
	if err := load(z, manifestFile, &a.Manifest); err != nil {
		return a, err
	}
	if m := a.Manifest; m.Format != Format || m.Version < 1 || m.Version > Version {
		return a, fmt.Errorf("format %.40q, version %d: this program reads %s up to version %d: %w", m.Format, m.Version, Format, Version, fault.Invalid)
	}
	for _, name := range a.Manifest.Sections {
		if err := a.section(z, name); err != nil {
			return a, err
		}
	}
	if a.Account.ID == "" {
		return a, fmt.Errorf("the account is missing: %w", fault.Invalid)
	}
	return a, nil
}

func (a *Archive) section(z *zip.Reader, name string) error {
	file := name + ".json"
	switch name {
	case sectionAccount:
		var one []Account
		err := load(z, file, &one)
		if err == nil && len(one) == 1 {
			a.Account = one[0]
		}
		return err
	case sectionLog:
		return load(z, file, &a.Log)
	case sectionSessions:
		return load(z, file, &a.Sessions)
	case sectionPages:
		return load(z, file, &a.Pages)
	}
	var rows []json.RawMessage
	err := load(z, file, &rows)
	if err == nil {
		if a.Others == nil {
			a.Others = map[string][]json.RawMessage{}
		}
		a.Others[name] = rows
	}
	return err
}

// load decodes one file of the archive.
func load(z *zip.Reader, name string, into any) error {
	f, err := z.Open(name)
	if err != nil {
		return fmt.Errorf("%.80s is missing (%w): %w", name, err, fault.Invalid)
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: fileMost}
	err = json.NewDecoder(limited).Decode(into)
	if err == nil {
		_, err = io.Copy(io.Discard, limited) // its checksum is compared at the end
	}
	if err == nil && limited.N == 0 {
		err = errors.New("it is too large")
	}
	if err != nil {
		return fmt.Errorf("%.80s cannot be read (%w): %w", name, err, fault.Invalid)
	}
	return nil
}
