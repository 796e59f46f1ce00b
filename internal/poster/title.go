package poster

import (
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
)

// title writes a title as large as it fits between two heights, and returns the foot of its last line.
func (s *sheet) title(words string, y, to float64) float64 {
	size, lines := float64(largest), []string(nil)
	for {
		lines = s.wrap(words, size)
		if size <= smallest || len(lines) <= lineMost && float64(len(lines))*size*spaced <= to-y && s.widest(lines, size) <= Width-2*margin {
			break
		}
		size -= 4
	}
	for i := range lines[:min(len(lines), lineMost)] {
		if i == lineMost-1 && len(lines) > lineMost {
			lines[i] += "…"
		}
		y += size * spaced
		s.write(size, ink, margin, y, s.fit(lines[i], size))
	}
	return y
}

// wrap parts words into lines that fit.
func (s *sheet) wrap(words string, size float64) (lines []string) {
	f := s.face(size)
	if s.err != nil {
		return nil
	}
	defer f.Close()
	for _, word := range strings.Fields(s.by.known(words)) {
		last := len(lines) - 1
		if last >= 0 && font.MeasureString(f, lines[last]+" "+word).Ceil() <= Width-2*margin {
			lines[last] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}

func (s *sheet) widest(lines []string, size float64) (most int) {
	f := s.face(size)
	if s.err != nil {
		return 0
	}
	defer f.Close()
	for _, line := range lines {
		most = max(most, font.MeasureString(f, line).Ceil())
	}
	return most
}

// fit cuts a line where the picture ends.
func (s *sheet) fit(line string, size float64) string {
	runes := []rune(s.by.known(line))
	for n := len(runes); n > 0; n-- {
		cut := string(runes[:n])
		if n < len(runes) {
			cut = strings.TrimRight(cut, " …") + "…"
		}
		if s.widest([]string{cut}, size) <= Width-2*margin {
			return cut
		}
	}
	return ""
}

// known leaves out what the font has no sign for, and what no reader sees.
func (p *Painter) known(line string) string {
	var b sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) {
			return -1
		}
		if at, err := p.font.GlyphIndex(&b, r); err != nil || at == 0 {
			return -1
		}
		return r
	}, line)
}
