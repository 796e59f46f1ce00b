package app_test

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"

	"partant/internal/app"
	"partant/internal/config"
	"partant/internal/fault"
	"partant/internal/profile"
	"partant/internal/store/sqlite"
	"partant/internal/testrig"
)

// small is the configuration of one machine in a folder.
func small(dir string) config.Config {
	return config.Config{Addr: "127.0.0.1:0", Data: dir, Region: "loiret", Search: "embedded", SearchPrefix: "partant", MetricsAddr: "off"}
}

func open(t *testing.T, cfg config.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// filled makes a folder that holds one page, indexed, as a server leaves it.
func filled(t *testing.T) config.Config {
	t.Helper()
	cfg := small(t.TempDir())
	a := open(t, cfg)
	_, err := a.Profiles.Import(t.Context(), profile.Record{ID: "b", Draft: profile.Draft{Kind: profile.Club, Name: "Les Amis du fleuve"}})
	if err == nil {
		_, err = a.Catalog.Rebuild(t.Context(), func(int) {})
	}
	if err := errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// says reports how the doctor judges what it tells with words.
func says(findings []app.Finding, words string) (judged string) {
	for _, f := range findings {
		if strings.Contains(f.Say, words) {
			return map[[2]bool]string{{true, false}: "ok", {false, true}: "wrong", {false, false}: "advice"}[[2]bool{f.OK, f.Bad}]
		}
	}
	return "nothing"
}

// must checks what the doctor says, and that it says nothing else is wrong.
func must(t *testing.T, cfg config.Config, want map[string]string) {
	t.Helper()
	findings := app.Examine(t.Context(), cfg, slog.New(slog.DiscardHandler))
	wrong := 0
	for words, judged := range want {
		if got := says(findings, words); got != judged {
			t.Errorf("of « %s » it says %s, want %s, in %+v", words, got, judged, findings)
		}
		if judged == "wrong" {
			wrong++
		}
	}
	for _, f := range findings {
		if f.Bad {
			wrong--
		}
		if strings.Contains(f.Say, "%!") || strings.Contains(f.Say, "unavailable") {
			t.Errorf("these are no plain words: %s", f.Say)
		}
	}
	if wrong != 0 {
		t.Errorf("more is wrong than foreseen: %+v", findings)
	}
}

func TestDoctorOnAGoodFolder(t *testing.T) {
	t.Parallel()
	cfg := filled(t)
	must(t, cfg, map[string]string{
		"http://localhost:0": "advice", "can listen on 127.0.0.1:0": "ok", "325 communes": "ok", "can be written": "ok", "schema is current": "ok",
		"no administrator": "advice", "holds 1 pages": "ok", "lacks PARTANT_PUBLISHER_NAME": "advice",
	})
	cfg.BaseURL = "https://partant.example"
	must(t, cfg, map[string]string{"PARTANT_TRUSTED_PROXIES": "advice"})
	cfg.TrustedProxies = []string{"10.0.0.0/8"}
	cfg.Publisher = config.Publisher{Name: "n", Address: "a", Phone: "p", Email: "e", Director: "d"}
	cfg.Host = config.Host{Name: "n", Address: "a", Phone: "p"}
	must(t, cfg, map[string]string{"https://partant.example.": "ok", "legal notice is filled": "ok"})
}

func TestDoctorMakesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	must(t, small(dir), map[string]string{"no data folder": "advice", "no database": "advice"})
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

// A folder that the first start could not make is no healthy one.
func TestDoctorOnAFolderThatCannotBeMade(t *testing.T) {
	t.Parallel()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(t.TempDir(), "gone"), link); err != nil {
		t.Fatal(err)
	}
	must(t, small(link), map[string]string{"nothing can be written in " + link: "wrong"})
	must(t, small(filepath.Join(link, "a", "b")), map[string]string{"the first start cannot make it": "wrong"})
	if runtime.GOOS == "linux" {
		must(t, small("/proc/nope"), map[string]string{"nothing can be written in /proc ": "wrong"})
	}
	above := t.TempDir()
	must(t, small(filepath.Join(above, "a", "b")), map[string]string{"yet: the first start makes it": "advice"})
	if left, err := os.ReadDir(above); err != nil || len(left) > 0 {
		t.Errorf("the doctor left %v, %v", left, err)
	}
}

func TestDoctorOnPorts(t *testing.T) {
	t.Parallel()
	taken := func(answer int) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(answer) }))
		t.Cleanup(server.Close)
		return server.Listener.Addr().String()
	}
	for _, tt := range []struct{ addr, says, judged string }{
		{"192.0.2.7:4545", "This machine has no address as in 192.0.2.7:4545", "wrong"}, // nobody's address (RFC 5737)
		{"nobody.invalid:4545", "Nothing can listen on nobody.invalid:4545", "wrong"},
		{taken(http.StatusNotFound), "Another program listens on", "wrong"},
		{taken(http.StatusOK), "A running server listens on", "ok"},
		{"127.0.0.1:0", "can listen on", "ok"},
	} {
		for variable, set := range map[string]func(*config.Config){
			"PARTANT_ADDR":         func(c *config.Config) { c.Addr = tt.addr },
			"PARTANT_METRICS_ADDR": func(c *config.Config) { c.MetricsAddr = tt.addr },
		} {
			cfg := small(t.TempDir())
			set(&cfg)
			must(t, cfg, map[string]string{tt.says: tt.judged})
			if named := says(app.Examine(t.Context(), cfg, slog.New(slog.DiscardHandler)), variable); tt.judged == "wrong" && named != "wrong" {
				t.Errorf("%s on %s: the setting is not named", variable, tt.addr)
			}
		}
	}
}

func TestDoctorOnWrongSettings(t *testing.T) {
	t.Parallel()
	cfg := small(t.TempDir())
	cfg.Store, cfg.BaseURL = "files", "partant"
	must(t, cfg, map[string]string{`--store "files"`: "wrong", `--base-url "partant"`: "wrong"})
	cfg = small(t.TempDir())
	cfg.Region = filepath.Join(cfg.Data, "yonne")
	must(t, cfg, map[string]string{"yonne": "wrong"})
}

func TestDoctorOnAFolderThatCannotBe(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, small(file), map[string]string{"is a file": "wrong"})
	must(t, small(filepath.Join(file, "data")), map[string]string{"cannot be reached: not a directory": "wrong"})
	cfg := small(file)
	cfg.Store = "sqlite:" + t.TempDir()
	must(t, cfg, map[string]string{"is a file": "wrong", "can be written": "ok"})
}

func TestDoctorOnANewerSchema(t *testing.T) {
	t.Parallel()
	cfg := filled(t)
	db, err := sqlite3.Open(filepath.Join(cfg.Data, sqlite.FileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Exec("UPDATE schema SET version = 1000"), db.Close()); err != nil {
		t.Fatal(err)
	}
	must(t, cfg, map[string]string{"newer version of Partant": "wrong"})
}

func TestDoctorWithoutMongoDB(t *testing.T) {
	t.Parallel()
	cfg := small(t.TempDir())
	cfg.Store = "mongodb://me:hush@127.0.0.1:1/partant" // nobody listens there
	must(t, cfg, map[string]string{
		"MongoDB does not answer at 127.0.0.1:1: start it, or correct the address in PARTANT_STORE (connection refused)": "wrong",
		"topology": "nothing", "hush": "nothing", "no index yet": "advice",
	})
}

func TestDoctorBesideAServer(t *testing.T) {
	t.Parallel()
	cfg := filled(t)
	a := open(t, cfg)
	defer a.Close()
	must(t, cfg, map[string]string{"schema is current": "ok", "open in a running server": "ok"})
}

func TestDoctorOnADamagedIndex(t *testing.T) {
	t.Parallel()
	cfg := filled(t)
	files, err := filepath.Glob(filepath.Join(cfg.Data, "index", "index-*.db"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if err := os.WriteFile(files[0], []byte("this is no index"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, cfg, map[string]string{"damaged": "advice"})
}

func TestDoctorWithoutSearch(t *testing.T) {
	t.Parallel()
	cfg := filled(t)
	cfg.Search = config.SearchOff
	must(t, cfg, map[string]string{"switched off": "advice"})
	cfg.Search = "http://:hush@127.0.0.1:1" // nobody listens there
	must(t, cfg, map[string]string{"Searching at http://127.0.0.1:1 does not work (connection refused)": "wrong", "hush": "nothing", "ADMIN_KEY is empty": "advice"})
}

func TestDoctorWhereNobodyWorks(t *testing.T) {
	t.Parallel()
	cfg := filled(t)
	must(t, cfg, map[string]string{"PARTANT_WORK": "nothing"})
	cfg.Work = config.Off
	must(t, cfg, map[string]string{"nobody else can work on a SQLite store": "wrong"})
	cfg.Store = "mongodb://127.0.0.1:1"
	must(t, cfg, map[string]string{"another copy on the same store must have it on": "advice", "MongoDB does not answer": "wrong"})
}

// What is missing must not hide the rest: before the first start the search engine is looked at too.
func TestDoctorWithoutSearchBeforeTheFirstStart(t *testing.T) {
	t.Parallel()
	for name, dir := range map[string]string{"no folder": filepath.Join(t.TempDir(), "data"), "an empty folder": t.TempDir()} {
		cfg := small(dir)
		cfg.Search = "http://127.0.0.1:1"
		must(t, cfg, map[string]string{"no database": "advice", "does not work": "wrong", "legal notice": "advice"})
		cfg.Search = "embedded"
		must(t, cfg, map[string]string{"no database": "advice", "no index yet": "advice"})
		if left, err := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: the doctor made %v, %v", name, left, err)
		}
	}
	cfg := small("/dev/null/data") // a folder that cannot be says nothing of the server
	cfg.Search = "http://127.0.0.1:1"
	must(t, cfg, map[string]string{"data folder": "wrong", "does not work": "wrong"})
}

func TestDoctorAndKeysOfMeilisearch(t *testing.T) {
	t.Parallel()
	url, master := testrig.Meilisearch(t)
	cfg := filled(t)
	cfg.Search, cfg.SearchPrefix = url, "test-"+strings.ToLower(rand.Text()[:12])
	must(t, cfg, map[string]string{"does not work": "wrong", "ADMIN_KEY is empty": "advice"}) // it wants a key

	var err error
	if cfg.SearchKey, cfg.SearchAdminKey, err = app.SearchKeys(t.Context(), cfg, master); err != nil {
		t.Fatal(err)
	}
	must(t, cfg, map[string]string{"answers and holds 0 pages": "ok", "ADMIN_KEY": "nothing"})
	a := open(t, cfg)
	if _, err := a.Catalog.Rebuild(t.Context(), func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	must(t, cfg, map[string]string{"answers and holds 1 pages": "ok"})
	cfg.SearchAdminKey = ""
	must(t, cfg, map[string]string{"PARTANT_SEARCH_ADMIN_KEY is empty": "advice"})
}

func TestSearchKeysNeedAServer(t *testing.T) {
	t.Parallel()
	for _, search := range []string{"", "embedded", "off"} {
		cfg := small(t.TempDir())
		cfg.Search = search
		if _, _, err := app.SearchKeys(t.Context(), cfg, "master"); err == nil {
			t.Errorf("keys of %q", search)
		}
	}
}

// A start says of a folder that cannot be used what the doctor says.
func TestAStartSpeaksPlainly(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := app.Open(t.Context(), small(file), slog.New(slog.DiscardHandler))
	if !errors.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), file+" is a file: the data folder must be a folder.") {
		t.Error(err)
	}
}
