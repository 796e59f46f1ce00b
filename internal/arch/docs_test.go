package arch

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../..", path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// lacks lists what a document does not hold between back quotes.
func lacks(t *testing.T, document string, names []string) {
	t.Helper()
	text := read(t, document)
	for _, name := range names {
		if !strings.Contains(text, "`"+name+"`") {
			t.Errorf("%s says nothing of `%s`", document, name)
		}
	}
}

// Each library is a decision: docs/architecture.md says why it is there.
func TestEveryLibraryIsExplained(t *testing.T) {
	var libraries []string
	for library := range homes {
		libraries = append(libraries, library)
	}
	direct := regexp.MustCompile(`(?m)^\t(\S+?)(?:/v\d+)? v\S+$`) // without « // indirect »
	for _, m := range direct.FindAllStringSubmatch(read(t, "go.mod"), -1) {
		libraries = append(libraries, m[1])
	}
	var npm struct{ Dependencies, DevDependencies, OptionalDependencies map[string]string }
	if err := json.Unmarshal([]byte(read(t, "package.json")), &npm); err != nil {
		t.Fatal(err)
	}
	for _, list := range []map[string]string{npm.Dependencies, npm.DevDependencies, npm.OptionalDependencies} {
		for library := range list {
			libraries = append(libraries, library)
		}
	}
	lacks(t, "docs/architecture.md", libraries)
}

// What people meet in French has its English word in docs/glossary.md.
func TestEveryAddressAndFieldIsInTheGlossary(t *testing.T) {
	var words []string
	for file, pattern := range map[string]string{
		"internal/web/routes.go":         `app\.(?:Get|Post)\("([^"]+)"`,
		"internal/profile/draft.go":      `Field\w+ +Field = "([^"]+)"`,
		"internal/account/service.go":    `Field\w+ += "([^"]+)"`,
		"views/account.go":               `Field\w+ += "([^"]+)"`,
		"views/factor.go":                `Field\w+ += "([^"]+)"`,
		"views/page.go":                  `Field\w+ += "([^"]+)"`,
		"views/profile.go":               `Field\w+ += "([^"]+)"`,
		"views/claim.go":                 `(?:Field|Verdict)\w+ += "([^"]+)"`,
		"internal/claim/service.go":      `Field\w+ += "([^"]+)"`,
		"internal/claim/claim.go":        `By\w+ +Means = "([^"]+)"`,
		"views/ask.go":                   `Param\w+ +Param = "([^"]+)"`,
		"internal/account/suspend.go":    `Field\w+ += "([^"]+)"`,
		"internal/message/draft.go":      `Field\w+ += "([^"]+)"`,
		"internal/moderation/service.go": `Field\w+ += "([^"]+)"`,
		"views/report.go":                `Field\w+ += "([^"]+)"`,
		"internal/trap/trap.go":          `Field\w+ += "([^"]+)"`,
		"views/follow.go":                `Field\w+ += "([^"]+)"`,
		"internal/distance/service.go":   `Field\w+ += "([^"]+)"`,
		"internal/follow/service.go":     `Field\w+ += "([^"]+)"`,
		"internal/account/discreet.go":   `Field\w+ += "([^"]+)"`,
		"views/photo.go":                 `Field\w+ += "([^"]+)"`,
		"internal/profile/pictures.go":   `Field\w+ += "([^"]+)"`,
		"views/message.go":               `Field\w+ += "([^"]+)"`,
		"views/spot.go":                  `(?:Field|Toward)\w+ += "([^"]+)"`,
	} {
		found := regexp.MustCompile(pattern).FindAllStringSubmatch(read(t, file), -1)
		if len(found) == 0 {
			t.Errorf("nothing is found in %s: the test looks at the wrong place", file)
		}
		for _, m := range found {
			words = append(words, m[1])
		}
	}
	lacks(t, "docs/glossary.md", words)
}
