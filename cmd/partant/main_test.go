package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"partant/internal/config"
)

// answer is what a run left behind.
type answer struct {
	code     int
	out, err string
}

// ask runs the program as a shell would, without waiting for signals.
func ask(t *testing.T, args ...string) answer {
	t.Helper()
	return askWith(t, "", args...)
}

// askWith is ask with something on standard input.
func askWith(t *testing.T, in string, args ...string) answer {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, console{in: strings.NewReader(in), out: &out, err: &errs})
	return answer{code, out.String(), errs.String()}
}

// plainly empties the environment of the settings of whoever runs the tests.
func plainly(t *testing.T) {
	t.Helper()
	for _, pair := range os.Environ() {
		if name, value, _ := strings.Cut(pair, "="); strings.HasPrefix(name, "PARTANT_") && !strings.HasPrefix(name, "PARTANT_TEST_") {
			t.Setenv(name, value) // puts it back afterwards
			os.Unsetenv(name)
		}
	}
	t.Setenv("PARTANT_METRICS_ADDR", "off")
}

func TestHelp(t *testing.T) {
	plainly(t)
	for _, command := range []string{"", "serve", "demo", "import", "reindex", "search", "search setup", "admin", "admin grant", "admin revoke",
		"admin list", "admin factors", "admin factors reset", "identification", "identification key", "identification open", "doctor", "config", "config show", "config check", "healthcheck", "version"} {
		got := ask(t, append(strings.Fields(command), "--help")...)
		if got.code != 0 || got.err != "" || !strings.HasPrefix(got.out, strings.TrimSpace("Usage: partant "+command)) {
			t.Errorf("partant %s --help: %+v", command, got)
		}
	}
}

func TestHelpAsACommand(t *testing.T) {
	plainly(t)
	for _, command := range []string{"", "serve", "admin", "admin grant"} {
		want := ask(t, append(strings.Fields(command), "--help")...)
		if got := ask(t, append([]string{"help"}, strings.Fields(command)...)...); got != want {
			t.Errorf("partant help %s: %+v, want %+v", command, got, want)
		}
	}
	if got := ask(t, "help", "dance"); got.code != exitUsage || !strings.Contains(got.err, "unexpected argument dance") {
		t.Errorf("%+v", got)
	}
}

// Who types the bare name of the program wants to know what it does, not a server and a folder.
func TestNothingAsked(t *testing.T) {
	plainly(t)
	dir := t.TempDir()
	t.Chdir(dir)
	if got := ask(t); got.code != exitUsage || got.out != "" || !strings.HasPrefix(got.err, "Usage: partant <command>") {
		t.Errorf("partant: %+v", got)
	}
	if got := ask(t, "--addr", ":0"); got.code != exitUsage || got.out != "" || !strings.Contains(got.err, "expected one of") {
		t.Errorf("partant --addr :0: %+v", got)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("it made %v, %v", left, err)
	}
}

func TestWrongUse(t *testing.T) {
	plainly(t)
	folder := "--data=" + t.TempDir()
	for _, tt := range []struct{ args, says string }{
		{"dance", "unexpected argument dance"},
		{"--dance", "unknown flag --dance"},
		{"version now", "unexpected argument now"},
		{"admin", `expected one of "grant", "revoke", "list"`},
		{"admin factors reset", `expected "<email>"`},
		{"admin grant", `expected "<email>"`},
		{"identification open", "--email"},
		{"serve --identification-key partant-private-AAAA", "must not be on this machine"},
		{"config --log-format xml", `must be one of "text","json"`},
		{"search setup", "--master-key"},
		{"search setup --master-key k", "names no Meilisearch server"},
		{"serve --addr nowhere", `--addr "nowhere"`},
		{"serve --store postgres://db", `--store "postgres://db"`},
		{"demo --search hundred", `--search "hundred"`},
		{"reindex --base-url partant", `--base-url "partant"`},
		{"admin list --trusted-proxies caddy", `--trusted-proxies: "caddy"`},
		{"healthcheck --addr nowhere", `--addr "nowhere"`},
	} {
		got := ask(t, append(strings.Fields(tt.args), folder)...)
		if got.code != exitUsage || got.out != "" || !strings.Contains(got.err, tt.says) || !strings.HasPrefix(got.err, "partant: ") {
			t.Errorf("partant %s: %+v, want 2 and %s", tt.args, got, tt.says)
		}
	}
}

func TestVersion(t *testing.T) {
	if got := ask(t, "version"); got != (answer{out: "partant " + version + "\n"}) {
		t.Errorf("%+v", got)
	}
}

func TestConfig(t *testing.T) {
	plainly(t)
	t.Setenv("PARTANT_STORE", "mongodb://me:s3cret@db.example/partant")
	t.Setenv("PARTANT_SEARCH_KEY", "s3cret")
	got := ask(t, "config", "--addr", ":4600", "--host-name", "Hébergeur")
	for _, line := range []string{"PARTANT_ADDR=:4600", "PARTANT_BASE_URL=http://localhost:4600", "PARTANT_STORE=mongodb://********@db.example/partant",
		"PARTANT_SEARCH_KEY=********", "PARTANT_HOST_NAME=Hébergeur", "PARTANT_REGION=loiret"} {
		if !slices.Contains(strings.Split(got.out, "\n"), line) {
			t.Errorf("no line %s in\n%s", line, got.out)
		}
	}
	if got.code != 0 || strings.Contains(got.out+got.err, "s3cret") {
		t.Errorf("%+v", got)
	}
	if wrong := ask(t, "config", "--store", "x"); wrong.code != exitUsage || !strings.Contains(wrong.out, "PARTANT_STORE=x") {
		t.Errorf("a wrong setting must be shown and refused: %+v", wrong)
	}
}

func TestConfigCheck(t *testing.T) {
	plainly(t)
	if got := ask(t, "config", "check"); got.code != 0 || got.err != "" || !strings.HasPrefix(got.out, "The settings are right.") {
		t.Errorf("%+v", got)
	}
	t.Setenv("PARTANT_BASEURL", "https://partant.example")
	if got := ask(t, "config", "check"); got.code != 0 || got.err != "partant: PARTANT_BASEURL is set, but no setting has this name\n" {
		t.Errorf("a name of no setting: %+v", got)
	}
	got := ask(t, "config", "check", "--addr", "nowhere", "--store", "x", "--event-networks", "caddy")
	if got.code != exitUsage || got.out != "" {
		t.Errorf("wrong settings: %+v", got)
	}
	for _, says := range []string{`partant: --addr "nowhere"`, `partant: --store "x"`, `partant: --event-networks: "caddy"`} {
		if !strings.Contains(got.err, says) {
			t.Errorf("it does not say %s: %+v", says, got)
		}
	}
	t.Setenv("PARTANT_SEARCH_PATIENCE", "soon")
	if got := ask(t, "config", "check"); got.code != exitUsage || got.out != "" || !strings.Contains(got.err, "--search-patience") {
		t.Errorf("a variable that cannot be read: %+v", got)
	}
}

// What people read of a setting in config and in docs/operations.md must be what the command line takes.
func TestEverySettingIsAFlag(t *testing.T) {
	plainly(t)
	parser, err := kong.New(&commands{}, kong.ExplicitGroups(groups))
	if err != nil {
		t.Fatal(err)
	}
	var flags, settings []string
	for _, f := range parser.Model.Flags {
		if f.Name != "help" {
			flags = append(flags, f.Envs[0]+" --"+f.Name)
		}
	}
	for _, s := range (config.Config{}).Settings() {
		flag := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(s.Variable, "PARTANT_")), "_", "-")
		settings = append(settings, s.Variable+" --"+flag)
	}
	if diff := cmp.Diff(settings, flags); diff != "" {
		t.Error(diff)
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	plainly(t)
	file := filepath.Join(t.TempDir(), "store")
	if err := os.WriteFile(file, []byte("mongodb://me:s3cret@db.example/kept\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PARTANT_STORE_FILE", file)
	if got := ask(t, "config"); got.code != 0 || !strings.Contains(got.out, "PARTANT_STORE=mongodb://********@db.example/kept\n") {
		t.Errorf("%+v", got)
	}
	if got := ask(t, "config", "--store", "sqlite:here"); got.code != 0 || !strings.Contains(got.out, "PARTANT_STORE=sqlite:here\n") {
		t.Errorf("a flag must win over a file: %+v", got)
	}
	t.Setenv("PARTANT_STORE", "sqlite:here")
	if got := ask(t, "config"); got.code != exitUsage || !strings.Contains(got.err, "both set") {
		t.Errorf("set twice: %+v", got)
	}
	os.Unsetenv("PARTANT_STORE")
	t.Setenv("PARTANT_STORE_FILE", file+".missing")
	if got := ask(t, "version"); got.code != exitUsage || !strings.Contains(got.err, "PARTANT_STORE_FILE") {
		t.Errorf("no such file: %+v", got)
	}
}

func TestLogger(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{"json": `"msg":"hello"`, "text": "msg=hello"} {
		var out bytes.Buffer
		logger(&out, format).Info("hello")
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s: %s", format, out.String())
		}
	}
}

func TestProgressIsForPeople(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	step, end := progress(&out)
	step(1, 2)
	end()
	file, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if out.Len() > 0 || terminal(file) || terminal(&out) {
		t.Errorf("a bar is drawn where nobody looks: %q", out.String())
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if !terminal(null) {
		t.Fatal("a device is taken for a file")
	}
	step, end = progress(null)
	for i := range 3 {
		step(i, 2) // more than was foreseen
	}
	end()
}
