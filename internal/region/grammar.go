package region

import (
	"strings"

	"partant/internal/text"
)

// In puts the commune in a sentence as the place where: « à Gien », « au Malesherbois », « aux Bordes ».
func (c Commune) In() string { return contracted(c.Name, "à ", "au ", "aux ") }

// From puts the commune in a sentence after « de »: « de Gien », « d'Orléans », « du Malesherbois », « des Bordes ».
func (c Commune) From() string {
	if first := text.Fold(c.Name)[:1]; strings.Contains("aeiouy", first) {
		return "d'" + c.Name
	}
	return contracted(c.Name, "de ", "du ", "des ")
}

func contracted(name, plain, one, many string) string {
	if rest, ok := strings.CutPrefix(name, "Le "); ok {
		return one + rest
	}
	if rest, ok := strings.CutPrefix(name, "Les "); ok {
		return many + rest
	}
	return plain + name
}
