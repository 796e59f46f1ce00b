// Package config is the one list of settings: each is a flag and an environment variable; secrets may also come from a
// file named by the variable with _FILE behind it.
package config

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"partant/internal/seal"
)

// Config is what the program was told. The tags are read by the command line (kong).
type Config struct {
	Addr    string `default:":4545" env:"PARTANT_ADDR" help:"Address and port to listen on."`
	Data    string `default:"./data" env:"PARTANT_DATA" placeholder:"FOLDER" help:"Folder of the database, the photos and the index."`
	BaseURL string `placeholder:"URL" env:"PARTANT_BASE_URL" help:"Public address of the site, such as https://partant.example. Default: http://localhost and the port."`
	Region  string `default:"loiret" env:"PARTANT_REGION" help:"Territory: 'loiret', or a folder as docs/region.md describes."`

	Store          string        `placeholder:"ADDRESS" env:"PARTANT_STORE" help:"'sqlite:FOLDER' or 'mongodb://...'. Default: SQLite in the data folder." secret:"url"`
	Search         string        `default:"embedded" env:"PARTANT_SEARCH" help:"'embedded', the address of a Meilisearch server, or 'off'." secret:"url"`
	SearchKey      string        `placeholder:"KEY" env:"PARTANT_SEARCH_KEY" help:"Meilisearch key that may search." secret:"all"`
	SearchAdminKey string        `placeholder:"KEY" env:"PARTANT_SEARCH_ADMIN_KEY" help:"Meilisearch key that may write." secret:"all"`
	SearchPatience time.Duration `default:"300ms" env:"PARTANT_SEARCH_PATIENCE" help:"How long a Meilisearch server may think before the directory answers from the store."`
	SearchPrefix   string        `default:"partant" env:"PARTANT_SEARCH_PREFIX" help:"Begins the names of the indexes: several sites may share a Meilisearch server."`

	SMTP         string `placeholder:"ADDRESS" env:"PARTANT_SMTP" help:"Mail server: 'smtp://user:password@host:587', or 'smtps://...:465'. Default: letters are only written to the folder outbox in the data folder." secret:"url"`
	MailFrom     string `placeholder:"ADDRESS" env:"PARTANT_MAIL_FROM" help:"Who letters come from, such as 'Partant <partant@partant.example>'. Default: partant@ and the host of the public address."`
	DKIMKey      string `placeholder:"KEY" env:"PARTANT_DKIM_KEY" help:"Private key that signs letters, in PEM." secret:"all"`
	DKIMSelector string `placeholder:"NAME" env:"PARTANT_DKIM_SELECTOR" help:"Name of that key in the DNS: its public half stands under NAME._domainkey and the domain of the sender."`

	ProofAt string        `placeholder:"ADDRESS" env:"PARTANT_PROOF_AT" help:"For trials on a laptop: the host:port where the proof of every site is looked for, by http. Refused when the public address is https."`
	Ahead   time.Duration `placeholder:"TIME" env:"PARTANT_AHEAD" help:"For trials on a laptop: how far ahead of the machine the clock of the program runs, such as '26h', to see what comes the day after. Refused when the public address is https."`

	Geocoder string `placeholder:"URL" env:"PARTANT_GEOCODER" help:"Service that places pages on the map at their address, such as the Base adresse nationale: https://data.geopf.fr/geocodage. Default: none, pages are at their commune or where their owner shows." secret:"url"`

	LinkPreviews string `default:"on" enum:"on,off" env:"PARTANT_LINK_PREVIEWS" help:"Whether publications show what the page behind their first link says of itself; the server asks that page once. 'on' or 'off'."`

	IdentificationKey string `placeholder:"KEY" env:"PARTANT_IDENTIFICATION_KEY" help:"Public half of the key for which is sealed what a host must be able to tell an authority of who wrote something: 'partant identification key' draws one. Default: nothing of it is kept." secret:"all"`

	Work string `default:"on" enum:"on,off" env:"PARTANT_WORK" help:"Whether this process also does what writing leaves to be done: index, counts, notices, letters. 'off' on machines that only serve pages, while another one on the same store works."`

	MetricsAddr    string   `default:"127.0.0.1:4546" env:"PARTANT_METRICS_ADDR" help:"Where /metrics is served; 'off' for nowhere."`
	TrustedProxies []string `placeholder:"NETWORK" env:"PARTANT_TRUSTED_PROXIES" help:"Networks of the proxies whose X-Forwarded-For is believed (CIDR)."`
	EventNetworks  []string `placeholder:"NETWORK" env:"PARTANT_EVENT_NETWORKS" help:"Networks without rate limits: the Wi-Fi of an event (CIDR)."`
	LogFormat      string   `default:"text" enum:"text,json" env:"PARTANT_LOG_FORMAT" help:"Form of the log: text or json."`

	LinkedIn   Client     `embed:"" group:"SignIn" prefix:"linkedin-" envprefix:"PARTANT_LINKEDIN_"`
	Google     Client     `embed:"" group:"SignIn" prefix:"google-" envprefix:"PARTANT_GOOGLE_"`
	Facebook   Client     `embed:"" group:"SignIn" prefix:"facebook-" envprefix:"PARTANT_FACEBOOK_"`
	ProConnect ProConnect `embed:"" group:"SignIn" prefix:"proconnect-" envprefix:"PARTANT_PROCONNECT_"`
	OIDC       OIDC       `embed:"" group:"SignIn" prefix:"oidc-" envprefix:"PARTANT_OIDC_"`

	Publisher Publisher `embed:"" group:"Notice" prefix:"publisher-" envprefix:"PARTANT_PUBLISHER_"`
	Host      Host      `embed:"" group:"Notice" prefix:"host-" envprefix:"PARTANT_HOST_"`
}

// SearchOff is the value of Search without an engine: the directory answers from the store alone.
const SearchOff = "off"

// On and Off are the values of what is switched.
const (
	On  = "on"
	Off = "off"
)

// Publisher answers for the site (mentions légales).
type Publisher struct {
	Name     string `env:"NAME" help:"Who publishes the site (legal notice)."`
	Form     string `env:"FORM" help:"Legal form."`
	Capital  string `env:"CAPITAL" help:"Share capital, if any."`
	Number   string `env:"NUMBER" help:"RCS, SIREN or RNA number."`
	Address  string `env:"ADDRESS" help:"Registered office."`
	Phone    string `env:"PHONE" help:"Telephone."`
	Email    string `env:"EMAIL" help:"E-mail."`
	Director string `env:"DIRECTOR" help:"Publication director."`
	VAT      string `env:"VAT" help:"European VAT number, if any."`
	Contact  string `env:"CONTACT" help:"Where people and authorities write (Digital Services Act, articles 11 and 12): an e-mail address. Default: the e-mail."`
	Privacy  string `env:"PRIVACY" help:"Who answers about personal data, such as the data protection officer: an e-mail address. Default: the e-mail."`
	Security string `env:"SECURITY" help:"Where weaknesses are reported (security.txt): an e-mail or https address. Default: the e-mail."`
}

// Host is the company whose machines keep the site.
type Host struct {
	Name    string `env:"NAME" help:"Who hosts the site (legal notice)."`
	Address string `env:"ADDRESS" help:"Its address."`
	Phone   string `env:"PHONE" help:"Its telephone."`
}

// Base is the public address of the site.
func (c Config) Base() (*url.URL, error) {
	base := c.BaseURL
	if base == "" {
		_, port, err := net.SplitHostPort(c.Addr)
		if err != nil {
			return nil, wrongAddr(c.Addr)
		}
		base = "http://localhost:" + port
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, wrongf("--base-url %q: want https://name or http://name:port", base)
	}
	u.Path = ""
	return u, nil
}

// Nearest is where a program of this machine reaches who listens on addr.
func Nearest(addr string) string {
	host, port, _ := net.SplitHostPort(addr)
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// SQLite is the folder of the SQLite store, and whether that is the store.
func (c Config) SQLite() (dir string, yes bool) {
	if c.Store == "" {
		return c.Data, true
	}
	return strings.CutPrefix(c.Store, "sqlite:")
}

// Mongo is the address of the MongoDB store, and whether that is the store.
func (c Config) Mongo() (uri string, yes bool) {
	return c.Store, strings.HasPrefix(c.Store, "mongodb://") || strings.HasPrefix(c.Store, "mongodb+srv://")
}

// Embedded is the folder of the embedded index, and whether that is the search engine.
func (c Config) Embedded() (dir string, yes bool) {
	return filepath.Join(c.Data, "index"), c.Search == "embedded" || c.Search == ""
}

// Sealing is the key for which identification data are sealed; nil: none are kept.
func (c Config) Sealing() (*seal.Public, error) {
	if c.IdentificationKey == "" {
		return nil, nil
	}
	key, err := seal.ParsePublic(c.IdentificationKey)
	if err != nil {
		return nil, wrongf("--identification-key: want the public half that 'partant identification key' printed; the private half must not be on this machine")
	}
	return &key, nil
}

// Networks parses a list of CIDR prefixes or single addresses.
func Networks(list []string) (prefixes []netip.Prefix, err error) {
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, addrErr := netip.ParseAddr(s)
			if addrErr != nil {
				return nil, fmt.Errorf("%q is no network: want one like 10.0.0.0/8 or 192.0.2.7", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		prefixes = append(prefixes, p.Masked())
	}
	return prefixes, nil
}
