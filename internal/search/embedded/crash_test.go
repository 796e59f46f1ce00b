package embedded_test

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"testing"

	"partant/internal/search"
	"partant/internal/search/embedded"
	"partant/internal/search/french"
	"partant/internal/search/searchtest/corpus"
)

const crashFolder = "PARTANT_TEST_CRASH_FOLDER"

// TestWriter is not a test but the process that TestKilled kills: it writes documents one by one, rebuilding now and
// then, and says each id once it is acknowledged.
func TestWriter(t *testing.T) {
	dir := os.Getenv(crashFolder)
	if dir == "" {
		return
	}
	index, err := embedded.Open(t.Context(), dir, french.Directory())
	if err != nil {
		t.Fatal(err)
	}
	docs := corpus.New()
	var written []search.Document
	for i := 0; ; i++ {
		d := docs.Profile(i).Document()
		written = append(written, d)
		if _, err := index.Put(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("written " + d.ID + "\n")
		if i%40 == 25 {
			if _, err := index.Rebuild(t.Context(), each(written)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A write that was acknowledged outlives the process, whenever it is killed, in the middle of a rebuild too.
func TestKilled(t *testing.T) {
	t.Parallel()
	rounds := 3
	if os.Getenv("PARTANT_ENDURE") != "" {
		rounds = 100
	}
	for round := range rounds {
		dir := t.TempDir()
		ids := killedAfter(t, dir, 26+20*(round%5)) // 26 and 66 are in the middle of a rebuild
		index := openReady(t, dir)
		for _, id := range ids {
			q := search.Query{Text: corpusName(id), Page: search.Page{Number: 1, Size: 50}}
			result, err := index.Search(t.Context(), q)
			if !contains(must(t, result, err), id) {
				t.Errorf("round %d: %s was acknowledged and is lost", round, id)
			}
		}
		if n := total(t, index); n < len(ids) || n > len(ids)+1 {
			t.Errorf("round %d: %d documents, %d acknowledged", round, n, len(ids))
		}
	}
}

// killedAfter runs TestWriter until it has acknowledged n ids, kills it and returns all it acknowledged.
func killedAfter(t *testing.T, dir string, n int) []string {
	t.Helper()
	writer := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWriter$", "-test.count=1")
	writer.Env = append(os.Environ(), crashFolder+"="+dir)
	out, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if id, ok := strings.CutPrefix(lines.Text(), "written "); ok {
			ids = append(ids, id)
		}
		if len(ids) == n {
			if err := writer.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = writer.Wait() // says that it was killed
	if len(ids) < n {
		t.Fatalf("the writer ended after %d writes", len(ids))
	}
	return ids
}

// corpusName is the name of a document of the corpus.
func corpusName(id string) string {
	for p := range corpus.New().All(400) {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

func contains(result search.Result, id string) bool {
	for _, hit := range result.Hits {
		if hit.ID == id {
			return true
		}
	}
	return false
}
