package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"partant/internal/config"
	"partant/internal/fault"
)

// good is a Config that nothing is wrong with.
func good() config.Config { return config.Config{Addr: ":4545", Data: "./data", MetricsAddr: "off"} }

func TestCheck(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit func(*config.Config)
		says string // empty: nothing is wrong
	}{
		"as it is":            {func(*config.Config) {}, ""},
		"address of one host": {func(c *config.Config) { c.Addr = "127.0.0.1:80" }, ""},
		"address, odd port":   {func(c *config.Config) { c.Addr = ":99999" }, `--addr ":99999"`},
		"metrics, odd port":   {func(c *config.Config) { c.MetricsAddr = "127.0.0.1:70000" }, "--metrics-addr"},
		"address, no port":    {func(c *config.Config) { c.Addr = "localhost" }, `--addr "localhost"`},
		"base":                {func(c *config.Config) { c.BaseURL = "https://partant.example" }, ""},
		"base with a slash":   {func(c *config.Config) { c.BaseURL = "https://partant.example/" }, ""},
		"base with a path":    {func(c *config.Config) { c.BaseURL = "https://partant.example/loiret" }, "--base-url"},
		"base of files":       {func(c *config.Config) { c.BaseURL = "ftp://partant.example" }, "--base-url"},
		"base without scheme": {func(c *config.Config) { c.BaseURL = "partant.example" }, "--base-url"},
		"store in a folder":   {func(c *config.Config) { c.Store = "sqlite:/srv/partant" }, ""},
		"store on a server":   {func(c *config.Config) { c.Store = "mongodb+srv://db.example" }, ""},
		"store of others":     {func(c *config.Config) { c.Store = "postgres://me:secret@db.example" }, `"postgres://********@db.example"`},
		"search by name":      {func(c *config.Config) { c.Search = "embedded" }, ""},
		"search switched off": {func(c *config.Config) { c.Search = "off" }, ""},
		"search on a server":  {func(c *config.Config) { c.Search = "http://localhost:7700" }, ""},
		"search misspelt":     {func(c *config.Config) { c.Search = "embeded" }, `--search "embeded"`},
		"search without host": {func(c *config.Config) { c.Search = "http://" }, "--search"},
		"search, no patience": {func(c *config.Config) { c.SearchPatience = -1 }, "--search-patience"},
		"mail over STARTTLS":  {func(c *config.Config) { c.SMTP = "smtp://me:secret@post.example:587" }, ""},
		"mail over TLS":       {func(c *config.Config) { c.SMTP = "smtps://me%40post.example:secret@post.example" }, ""},
		"mail of the machine": {func(c *config.Config) { c.SMTP = "smtp://127.0.0.1:1025" }, ""},
		"mail, no scheme":     {func(c *config.Config) { c.SMTP = "me:secret@post.example:587" }, "--smtp: want smtp://"},
		"mail over http":      {func(c *config.Config) { c.SMTP = "https://me:secret@post.example" }, "--smtp"},
		"mail, no host":       {func(c *config.Config) { c.SMTP = "smtp://me:secret@" }, "--smtp"},
		"mail, no at":         {func(c *config.Config) { c.SMTP = "smtp://me:secret" }, "--smtp"},
		"mail, no password":   {func(c *config.Config) { c.SMTP = "smtp://me@post.example" }, "--smtp"},
		"mail, no user":       {func(c *config.Config) { c.SMTP = "smtp://:secret@post.example" }, "--smtp"},
		"mail with a path":    {func(c *config.Config) { c.SMTP = "smtp://me:secret@post.example/inbox" }, "--smtp"},
		"mail, odd password":  {func(c *config.Config) { c.SMTP = "smtp://me:a?secret#b@post.example" }, "--smtp"},
		"mail, odd port":      {func(c *config.Config) { c.SMTP = "smtp://me:secret@post.example:99999" }, "--smtp"},
		"sender":              {func(c *config.Config) { c.MailFrom = "partant@partant.example" }, ""},
		"sender with a name":  {func(c *config.Config) { c.MailFrom = "Réseau du Loiret <partant@partant.example>" }, ""},
		"no sender":           {func(c *config.Config) { c.MailFrom = "Réseau du Loiret" }, `--mail-from "Réseau du Loiret"`},
		"two senders":         {func(c *config.Config) { c.MailFrom = "a@b.example, c@d.example" }, "--mail-from"},
		"signed": {func(c *config.Config) {
			c.DKIMSelector, c.DKIMKey = "partant", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----"
		}, ""},
		"signed with nothing": {func(c *config.Config) { c.DKIMSelector = "partant" }, "go together"},
		"signed for nobody":   {func(c *config.Config) { c.DKIMKey = "secret" }, "go together"},
		"signed with a path":  {func(c *config.Config) { c.DKIMSelector, c.DKIMKey = "partant", "/etc/secret.pem" }, "PARTANT_DKIM_KEY_FILE"},
		"metrics":             {func(c *config.Config) { c.MetricsAddr = "127.0.0.1:4546" }, ""},
		"sealed for a key":    {func(c *config.Config) { c.IdentificationKey = "partant-public-" + strings.Repeat("A", 43) }, ""},
		"sealed for no key":   {func(c *config.Config) { c.IdentificationKey = "partant-private-secret" }, "--identification-key"},
		"metrics, no port":    {func(c *config.Config) { c.MetricsAddr = "localhost" }, "--metrics-addr"},
		"networks":            {func(c *config.Config) { c.TrustedProxies = []string{"10.0.0.0/8", "::1", "192.0.2.7"} }, ""},
		"no network":          {func(c *config.Config) { c.TrustedProxies = []string{"10.0.0.0/8", "caddy"} }, `--trusted-proxies: "caddy"`},
		"no network either":   {func(c *config.Config) { c.EventNetworks = []string{"10.0.0.0/99"} }, `--event-networks: "10.0.0.0/99"`},
	} {
		c := good()
		tt.edit(&c)
		err := c.Check()
		if tt.says == "" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if tt.says != "" && (!errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), tt.says)) {
			t.Errorf("%s: %v, want an Invalid that says %s", name, err, tt.says)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v tells a password", name, err)
		}
	}
}

func TestCheckSaysAllAtOnce(t *testing.T) {
	t.Parallel()
	c := config.Config{Addr: "x", BaseURL: "y", Store: "z"}
	if lines := strings.Split(c.Check().Error(), "\n"); len(lines) != 3 {
		t.Errorf("%q, want three lines", lines)
	}
}

func TestBase(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ addr, base, want string }{
		{":4545", "", "http://localhost:4545"},
		{"0.0.0.0:80", "", "http://localhost:80"},
		{":4545", "https://partant.example/", "https://partant.example"},
		{":4545", "http://192.168.1.7:8080", "http://192.168.1.7:8080"},
	} {
		got, err := config.Config{Addr: tt.addr, BaseURL: tt.base}.Base()
		if err != nil || got.String() != tt.want {
			t.Errorf("%q, %q: %v, %v; want %s", tt.addr, tt.base, got, err, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{":4545": "localhost:4545", "0.0.0.0:80": "localhost:80", "[::]:80": "localhost:80",
		"192.0.2.7:80": "192.0.2.7:80", "partant.example:80": "partant.example:80", "[::1]:80": "[::1]:80"} {
		if got := config.Nearest(addr); got != want {
			t.Errorf("%s: %s, want %s", addr, got, want)
		}
	}
}

func TestStoreAndSearch(t *testing.T) {
	t.Parallel()
	c := good()
	if dir, yes := c.SQLite(); !yes || dir != "./data" {
		t.Errorf("SQLite: %q, %v", dir, yes)
	}
	if dir, yes := c.Embedded(); !yes || dir != filepath.Join("data", "index") {
		t.Errorf("Embedded: %q, %v", dir, yes)
	}
	c.Store, c.Search = "mongodb://db.example/partant", "http://localhost:7700"
	if uri, yes := c.Mongo(); !yes || uri != c.Store {
		t.Errorf("Mongo: %q, %v", uri, yes)
	}
	_, sqlite := c.SQLite()
	_, embedded := c.Embedded()
	if sqlite || embedded {
		t.Errorf("on servers, SQLite is %v and the embedded index %v", sqlite, embedded)
	}
}

func TestMail(t *testing.T) {
	t.Parallel()
	c := good()
	if dir, yes := c.Outbox(); !yes || dir != filepath.Join("data", "outbox") {
		t.Errorf("Outbox: %q, %v", dir, yes)
	}
	c.SMTP = "smtp://localhost"
	if _, yes := c.Outbox(); yes {
		t.Error("with a mail server, letters are only written to a folder")
	}
	for _, tt := range []struct{ base, from, want string }{
		{"", "", "<partant@localhost>"}, {"https://partant.example", "", "<partant@partant.example>"}, {"http://partant.example:8080/", "", "<partant@partant.example>"},
		{"http://192.168.1.7:8080", "", "<partant@localhost>"}, {"http://[::1]:8080", "", "<partant@localhost>"},
		{"https://partant.example", "lettres@loiret.example", "<lettres@loiret.example>"},
		{"https://partant.example", "Le Loiret <lettres@loiret.example>", `"Le Loiret" <lettres@loiret.example>`},
	} {
		c.BaseURL, c.MailFrom = tt.base, tt.from
		if got, err := c.Sender(); err != nil || got.String() != tt.want {
			t.Errorf("%q, %q: %v, %v; want %s", tt.base, tt.from, got, err, tt.want)
		}
	}
	c.MailFrom, c.BaseURL = "", "partant"
	if _, err := c.Sender(); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestNetworks(t *testing.T) {
	t.Parallel()
	got, err := config.Networks([]string{"10.1.2.3/8", "192.0.2.7", "2001:db8::1"})
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, p := range got {
		text = append(text, p.String())
	}
	if diff := cmp.Diff([]string{"10.0.0.0/8", "192.0.2.7/32", "2001:db8::1/128"}, text); diff != "" {
		t.Error(diff)
	}
}

func value(t *testing.T, c config.Config, variable string) string {
	t.Helper()
	all := c.Settings()
	i := slices.IndexFunc(all, func(s config.Setting) bool { return s.Variable == variable })
	if i < 0 {
		t.Fatalf("no setting %s", variable)
	}
	return all[i].Value
}

func TestSettingsInForce(t *testing.T) {
	t.Parallel()
	c := good()
	c.TrustedProxies = []string{"10.0.0.0/8", "::1"}
	c.Host.Name = "Hébergeur"
	for variable, want := range map[string]string{
		"PARTANT_ADDR": ":4545", "PARTANT_BASE_URL": "http://localhost:4545", "PARTANT_STORE": "sqlite:./data", "PARTANT_SEARCH_KEY": "",
		"PARTANT_TRUSTED_PROXIES": "10.0.0.0/8,::1", "PARTANT_HOST_NAME": "Hébergeur", "PARTANT_PUBLISHER_NAME": "",
		"PARTANT_SMTP": "", "PARTANT_MAIL_FROM": "partant@localhost",
	} {
		if got := value(t, c, variable); got != want {
			t.Errorf("%s is %q, want %q", variable, got, want)
		}
	}
}

func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	const hidden = "********"
	for _, tt := range []struct{ variable, value, want string }{
		{"PARTANT_SEARCH_KEY", "s3cret", hidden},
		{"PARTANT_SEARCH_ADMIN_KEY", "s3cret", hidden},
		{"PARTANT_DKIM_KEY", "-----BEGIN PRIVATE KEY-----\ns3cret", hidden},
		{"PARTANT_SMTP", "smtp://me@post.example:s3cret@post.example:587", "smtp://" + hidden + "@post.example:587"},
		{"PARTANT_SMTP", "smtp://me:s3?c=ret#@post.example", "smtp://" + hidden + "@post.example"},
		{"PARTANT_SMTP", "me:s3cret@post.example", hidden + "@post.example"},
		{"PARTANT_SMTP", "smtp://localhost:1025", "smtp://localhost:1025"},
		{"PARTANT_STORE", "sqlite:/srv/a@b", "sqlite:/srv/a@b"},
		{"PARTANT_SEARCH", "http://localhost:7700", "http://localhost:7700"},
		{"PARTANT_SEARCH", "http://:s3cret@localhost:7700", "http://" + hidden + "@localhost:7700"},
		{"PARTANT_STORE", "mongodb://db.example/partant", "mongodb://db.example/partant"},
		{"PARTANT_STORE", "mongodb://me:s3cret@a.example,b.example/partant?replicaSet=rs0",
			"mongodb://" + hidden + "@a.example,b.example/partant?replicaSet=rs0"},
		{"PARTANT_STORE", "mongodb://me:s3cret@with@at@a.example/", "mongodb://" + hidden + "@a.example/"},
		{"PARTANT_STORE", "mongodb://a.example/?tls=true&tlsCertificateKeyFilePassword=s3cret&authMechanismProperties=AWS_SESSION_TOKEN:s3cret",
			"mongodb://a.example/?tls=true&tlsCertificateKeyFilePassword=" + hidden + "&authMechanismProperties=" + hidden},
	} {
		c := good()
		*map[string]*string{"PARTANT_SEARCH_KEY": &c.SearchKey, "PARTANT_SEARCH_ADMIN_KEY": &c.SearchAdminKey, "PARTANT_SEARCH": &c.Search,
			"PARTANT_STORE": &c.Store, "PARTANT_SMTP": &c.SMTP, "PARTANT_DKIM_KEY": &c.DKIMKey}[tt.variable] = tt.value
		if got := value(t, c, tt.variable); got != tt.want {
			t.Errorf("%s=%s is shown as %s, want %s", tt.variable, tt.value, got, tt.want)
		}
	}
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	got := config.Unknown([]string{"PATH=/bin", "PARTANT_ADDR=:1", "PARTANT_STORE_FILE=/run/secrets/store", "PARTANT_BASEURL=x",
		"PARTANT_TEST_MONGODB=x", "PARTANT_HOST_NAME=x", "PARTANT_MORE=x"}, "PARTANT_MORE")
	if diff := cmp.Diff([]string{"PARTANT_BASEURL"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFromFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, found, err := config.FromFile("PARTANT_SEARCH_KEY"); got != "" || found || err != nil {
		t.Errorf("without a variable: %q, %v, %v", got, found, err)
	}
	t.Setenv("PARTANT_SEARCH_KEY_FILE", file)
	if got, found, err := config.FromFile("PARTANT_SEARCH_KEY"); got != "s3cret" || !found || err != nil {
		t.Errorf("%q, %v, %v", got, found, err)
	}
	t.Setenv("PARTANT_SEARCH_KEY", "other")
	if _, _, err := config.FromFile("PARTANT_SEARCH_KEY"); !errors.Is(err, fault.Invalid) {
		t.Errorf("set twice: %v", err)
	}
	t.Setenv("PARTANT_STORE_FILE", file+".missing")
	if _, _, err := config.FromFile("PARTANT_STORE"); !errors.Is(err, fault.Invalid) {
		t.Errorf("no such file: %v", err)
	}
}

// The table of settings in docs/operations.md says what the program does: each row is made here.
func TestSettingsAreDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	doc, written := string(page), strings.Count(string(page), "\n| `PARTANT_")
	for _, s := range (config.Config{}).Settings() {
		byDefault := ""
		if s.Default != "" {
			byDefault = "`" + s.Default + "`"
		}
		if row := "| `" + s.Variable + "` | " + byDefault + " | " + s.Help + " |"; !strings.Contains(doc, row) {
			t.Errorf("docs/operations.md lacks\n%s", row)
		}
	}
	if all := len((config.Config{}).Settings()); written != all {
		t.Errorf("docs/operations.md has rows for %d settings, the program has %d", written, all)
	}
}

func TestGeocoder(t *testing.T) {
	t.Parallel()
	check := func(geocoder string) error { return config.Config{Addr: ":4545", Geocoder: geocoder}.Check() }
	for _, good := range []string{"", "https://data.geopf.fr/geocodage", "http://127.0.0.1:7878", "https://data.geopf.fr/geocodage/"} {
		if err := check(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"on", "data.geopf.fr", "ftp://data.geopf.fr", "https://", "https://a/search?q=", "https://a#b", "http://a b"} {
		if err := check(bad); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "--geocoder") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if err := check("ftp://me:s3cret@a"); strings.Contains(err.Error(), "s3cret") {
		t.Error(err)
	}
}
