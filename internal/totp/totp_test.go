package totp_test

import (
	"encoding/base32"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pquerna/otp/hotp"

	"partant/internal/fault"
	"partant/internal/totp"
)

// secret is that of the vectors of RFC 6238, appendix B: "12345678901234567890".
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

var codes = totp.New("Partant Loiret")

func at(unix int64) time.Time { return time.Unix(unix, 0) }

func code(t testing.TB, secret string, step int64) string {
	t.Helper()
	c, err := hotp.GenerateCode(secret, uint64(step))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The RFC shows eight digits: six are the last of them.
func TestVectorsOfTheRFC(t *testing.T) {
	t.Parallel()
	for unix, eight := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if step, ok := codes.Check(secret, eight[2:], at(unix), 0); !ok || step != unix/30 {
			t.Errorf("at %d: step %d, %v", unix, step, ok)
		}
	}
}

func TestCheckTakesWhatPeopleType(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]bool{
		"287082": true, "287 082": true, " 287082\n": true, "287\u00a0082": true, "287\u202f082": true, "2 8 7 0 8 2": true,
		"": false, "287083": false, "28708": false, "2870820": false, "94287082": false, "287-082": false, "+287082": false, "28708O": false,
		"２８７０８２": false, "٢٨٧٠٨٢": false, "287082\x00": false, "\xff287082": false, "287\u200b082": false, strings.Repeat(" ", 100) + "287082": false,
	} {
		if _, ok := codes.Check(secret, typed, at(59), 0); ok != want {
			t.Errorf("%q is right: %v", typed, ok)
		}
	}
}

func TestCheckTakesOneStepMoreOrLess(t *testing.T) {
	t.Parallel()
	const step = 41152263
	for seconds, want := range map[int64]bool{
		-31: false, -30: true, -1: true, 0: true, 29: true, 30: true, 59: true, 60: false, 3600: false, -3600: false,
	} {
		got, ok := codes.Check(secret, code(t, secret, step), at(step*30+seconds), 0)
		if ok != want || ok && got != step {
			t.Errorf("%d s after the step began: step %d, %v", seconds, got, ok)
		}
	}
}

func TestCheckAtTheEdgesOfTime(t *testing.T) {
	t.Parallel()
	for _, unix := range []int64{-1 << 62, -31, -1, 0, 1, 29, 30, 1 << 31, 1 << 40, 1 << 62} {
		step := unix / 30
		if unix < 0 {
			step = 0
		}
		_, ok := codes.Check(secret, code(t, secret, step), at(unix), -1)
		if want := unix >= -59; ok != want {
			t.Errorf("at %d: %v", unix, ok)
		}
	}
}

func TestACodeIsUsedOnce(t *testing.T) {
	t.Parallel()
	const step = 41152263
	now := at(step * 30)
	first, ok := codes.Check(secret, code(t, secret, step), now, 0)
	if !ok {
		t.Fatal("refused at first")
	}
	for name, try := range map[string]struct {
		step  int64
		after time.Duration
		want  bool
	}{
		"again":                       {step, 0, false},
		"again, half a minute later":  {step, 30 * time.Second, false},
		"the one before":              {step - 1, 0, false},
		"the next one, a little fast": {step + 1, 0, true},
		"the next one":                {step + 1, 30 * time.Second, true},
		"again, the clock set back":   {step, -30 * time.Second, false},
	} {
		got, ok := codes.Check(secret, code(t, secret, try.step), now.Add(try.after), first)
		if ok != try.want || ok && got != try.step {
			t.Errorf("%s: step %d, %v", name, got, ok)
		}
	}
}

// Two steps next to each other have the same code once in a million: it must not be good twice.
func TestTwinCodesAreUsedOnce(t *testing.T) {
	t.Parallel()
	const step = 910737 // the first of this secret
	if code(t, secret, step) != code(t, secret, step+1) {
		t.Fatal("the codes differ")
	}
	got, ok := codes.Check(secret, code(t, secret, step), at(step*30), 0)
	if !ok || got != step+1 {
		t.Fatalf("step %d, %v; want %d", got, ok, step+1)
	}
	if _, ok := codes.Check(secret, code(t, secret, step), at(step*30+30), got); ok {
		t.Error("taken twice")
	}
}

func TestASecretThatIsNoneHasNoCode(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"1", "é", "GEZDGNBVGY3TQOJ1", secret + "\x00"} {
		if _, ok := codes.Check(bad, "287082", at(59), 0); ok {
			t.Errorf("%q has a code", bad)
		}
		if _, err := codes.URL(bad, "a@partant.example"); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	a, b := codes.Secret(), codes.Secret()
	raw, err := base32.StdEncoding.DecodeString(a)
	if a == b || err != nil || len(raw) != 20 || len(a) != 32 {
		t.Errorf("secrets %q and %q, %v", a, b, err)
	}
	if _, ok := codes.Check(a, code(t, a, 7), at(7*30), 0); !ok {
		t.Error("a new secret does not work")
	}
}

func TestURL(t *testing.T) {
	t.Parallel()
	for account, shown := range map[string]string{
		"claude@partant.example": "claude@partant.example", "Élodie & fils: d'Olivet ?#": "Élodie & fils  d'Olivet ?#", "a/b%20c+d": "a/b%20c+d",
	} {
		address, err := codes.URL(secret, account)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Partant Loiret:"+shown {
			t.Errorf("%s: %v", address, err)
		}
		if strings.Contains(address, "+") && !strings.Contains(account, "+") {
			t.Errorf("%s: some applications show a plus where a space is meant", address)
		}
		want := url.Values{"secret": {secret}, "issuer": {"Partant Loiret"}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
		if diff := cmp.Diff(want, u.Query()); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
	for _, none := range []string{"", ":", " "} {
		if address, err := codes.URL(secret, none); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %q, %v", none, address, err)
		}
	}
	if _, err := totp.New(":").URL(secret, "a"); !errors.Is(err, fault.Invalid) {
		t.Errorf("a site without name: %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	for _, typed := range []string{"287082", "287 082", "", "-28708", "\xff\xfe", "２８７０８２"} {
		f.Add(typed, int64(59), int64(0))
	}
	f.Fuzz(func(t *testing.T, typed string, unix, last int64) {
		step, ok := codes.Check(secret, typed, at(unix), last)
		if !ok {
			return
		}
		typed = strings.Join(strings.Fields(typed), "")
		if step <= last || step < unix/30-1 || step > unix/30+1 || typed != code(t, secret, step) {
			t.Errorf("%q at %d after %d belongs to step %d", typed, unix, last, step)
		}
	})
}
