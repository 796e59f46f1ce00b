package table_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"partant/internal/table"
)

func files(content string) fs.FS {
	return fstest.MapFS{"t.csv": &fstest.MapFile{Data: []byte(content)}}
}

func TestRead(t *testing.T) {
	t.Parallel()
	type record struct {
		Name   string
		Codes  []string
		Tags   []string
		People int
		Lat    float64
		Other  string
	}
	var got []record
	err := table.Read(files("\uFEFFname,codes,lat,people,tags\nOrléans, 45000 45100,47.9,116357,a b; c;;\n\"Bou, bourg\",,1,,\n"), "t.csv",
		[]string{"name", "lat"}, func(r table.Row) {
			got = append(got, record{r.Text("name"), r.Words("codes"), r.List("tags", ";"), r.Int("people"), r.Float("lat"), r.Text("none")})
		})
	if err != nil {
		t.Fatal(err)
	}
	want := []record{
		{Name: "Orléans", Codes: []string{"45000", "45100"}, Tags: []string{"a b", "c"}, People: 116357, Lat: 47.9},
		{Name: "Bou, bourg", Codes: []string{}, Lat: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"":                     "t.csv: no line of column names",
		"a,b\n":                `t.csv: column "n" is missing`,
		"n,f\n1,1\nx,1\n":      `t.csv, line 3: column n: "x" is not a whole number`,
		"n,f\n1,\n":            `t.csv, line 2: column f: "" is not a number`,
		"n,f\n1,1\n1\n":        "t.csv: record on line 3: wrong number of fields",
		"n,f\n1,\"1\n":         "t.csv: ",
		"n,f\n1,1\n2,2\n7,7\n": "t.csv, line 4: 7 is too many",
	} {
		err := table.Read(files(content), "t.csv", []string{"n", "f"}, func(r table.Row) {
			if r.Int("n") == 7 {
				r.Fail("%d is too many", 7)
				r.Fail("and this is not said")
			}
			r.Float("f")
		})
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", content, err, want)
		}
	}
	if err := table.Read(files(""), "none.csv", nil, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gave %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("n,f\n1,2\n")
	f.Add("n,f\n\"1\n2\",3\r\n\xff,")
	f.Fuzz(func(t *testing.T, content string) {
		records := 0
		err := table.Read(files(content), "t.csv", []string{"n"}, func(r table.Row) {
			records++
			_, _ = r.Text("n"), r.Int("n")
		})
		if err == nil && records > strings.Count(content, "\n")+strings.Count(content, "\r")+1 {
			t.Fatalf("%d records in %q", records, content)
		}
	})
}
