package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// serveOne runs the command and returns its issuer, the end of its input and the end of the command itself.
func serveOne(t *testing.T) (issuer string, input io.Closer, done <-chan error) {
	t.Helper()
	in, input := io.Pipe()
	out, print := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(context.Background(), in, print) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { input.Close() })
	return strings.TrimSpace(line), input, ended
}

// browser follows no redirect: a test looks at each.
var browser = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

func get(t *testing.T, address string) (*http.Response, string) {
	t.Helper()
	answer, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(body)
}

// be tells the provider what to be and returns the status of the answer.
func be(t *testing.T, issuer, behaviour string) int {
	t.Helper()
	ask, err := http.NewRequest(http.MethodPut, issuer+"/test", strings.NewReader(behaviour))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := browser.Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

const callback = "http://localhost:4545/connexion/essai/retour"

func authorize(issuer string, more url.Values) string {
	query := url.Values{"client_id": {ClientID}, "response_type": {"code"}, "redirect_uri": {callback}, "scope": {"openid email"},
		"state": {"s"}, "nonce": {"n"}}
	for name, values := range more {
		query[name] = values
	}
	return issuer + "/authorize?" + query.Encode()
}

// follow goes on from an address until it leads away from the provider or to a page.
func follow(t *testing.T, issuer, address string) (last *url.URL, body string) {
	t.Helper()
	for range 9 {
		answer, text := get(t, address)
		to, err := answer.Location()
		if err != nil {
			return answer.Request.URL, text
		}
		if address = to.String(); !strings.HasPrefix(address, issuer) {
			return to, text
		}
	}
	t.Fatal("it goes round in circles")
	return nil, ""
}

// trade sends a code for tokens and returns the status and the claims of the ID token.
func trade(t *testing.T, issuer, code, secret string) (int, map[string]any) {
	t.Helper()
	answer, err := browser.PostForm(issuer+pathToken, url.Values{"grant_type": {"authorization_code"}, "code": {code},
		"redirect_uri": {callback}, "client_id": {ClientID}, "client_secret": {secret}})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var tokens struct {
		ID string `json:"id_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&tokens); err != nil || answer.StatusCode != http.StatusOK {
		return answer.StatusCode, nil
	}
	claims, err := payload(tokens.ID)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, claims
}

func TestEndsWithItsInput(t *testing.T) {
	issuer, input, done := serveOne(t)
	if _, body := get(t, issuer+pathMetadata); !strings.Contains(body, `"issuer":"`+issuer+`"`) {
		t.Errorf("metadata: %s", body)
	}
	input.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestSignsInWithoutAHuman(t *testing.T) {
	issuer, _, _ := serveOne(t)
	if status := be(t, issuer, `{"user":{"sub":"7","email":"x@exemple.invalid","email_verified":true,"name":"not asked for"},"acr":"eidas1"}`); status != http.StatusNoContent {
		t.Fatal(status)
	}
	to, _ := follow(t, issuer, authorize(issuer, nil))
	code := to.Query().Get("code")
	if !strings.HasPrefix(to.String(), callback) || to.Query().Get("state") != "s" || code == "" {
		t.Fatalf("the browser comes back to %s", to)
	}
	if status, _ := trade(t, issuer, code, "wrong"); status == http.StatusOK {
		t.Error("anybody may trade the code")
	}
	status, claims := trade(t, issuer, code, ClientSecret)
	for name, want := range map[string]any{"iss": issuer, "sub": "7", "aud": any([]any{ClientID})} {
		if got, _ := json.Marshal(claims[name]); string(got) != mustJSON(want) {
			t.Errorf("%s is %s", name, got)
		}
	}
	if status != http.StatusOK || claims["nonce"] != "n" || claims["email"] != "x@exemple.invalid" || claims["acr"] != "eidas1" || claims["name"] != nil {
		t.Errorf("%d, %v", status, claims)
	}
	if status, _ := trade(t, issuer, code, ClientSecret); status == http.StatusOK {
		t.Error("a code works twice")
	}
}

func mustJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}

func TestRefusesWhatARealOneRefuses(t *testing.T) {
	issuer, _, _ := serveOne(t)
	for name, more := range map[string]url.Values{
		"another client": {"client_id": {"somebody"}}, "another address": {"redirect_uri": {"https://ailleurs.invalid/connexion/essai/retour"}},
	} {
		if answer, _ := get(t, authorize(issuer, more)); answer.StatusCode < 400 {
			t.Errorf("%s: %d to %s", name, answer.StatusCode, answer.Header.Get("Location"))
		}
	}
	to, _ := follow(t, issuer, authorize(issuer, url.Values{"code_challenge": {strings.Repeat("a", 43)}, "code_challenge_method": {"S256"}}))
	if status, _ := trade(t, issuer, to.Query().Get("code"), ClientSecret); status == http.StatusOK {
		t.Error("no verifier is needed")
	}
}

func TestThePageAndTheNo(t *testing.T) {
	issuer, _, _ := serveOne(t)
	be(t, issuer, `{"user":{"sub":"7"},"ask":true}`)
	page, body := follow(t, issuer, authorize(issuer, nil))
	if !strings.Contains(body, "Continuer") || !strings.Contains(body, "Refuser") {
		t.Errorf("the page: %s", body)
	}
	yes, _ := follow(t, issuer, page.String()+"&answer=yes")
	no, _ := follow(t, issuer, page.String()+"&answer=no")
	if !yes.Query().Has("code") || no.Query().Get("error") != "access_denied" || no.Query().Get("state") != "s" {
		t.Errorf("yes leads to %s, no to %s", yes, no)
	}
	be(t, issuer, `{"user":{"sub":"7"},"decline":true}`)
	if no, _ := follow(t, issuer, authorize(issuer, nil)); no.Query().Get("error") != "access_denied" {
		t.Errorf("it should say no: %s", no)
	}
}

func TestMisbehaves(t *testing.T) {
	issuer, _, _ := serveOne(t)
	for fault, claim := range map[string]string{"nonce": "nonce", "issuer": "iss", "audience": "aud", "expired": "exp", "no-nonce": "nonce"} {
		be(t, issuer, `{"user":{"sub":"7"}}`)
		to, _ := follow(t, issuer, authorize(issuer, nil))
		be(t, issuer, `{"user":{"sub":"7"},"faults":["`+fault+`"]}`)
		status, claims := trade(t, issuer, to.Query().Get("code"), ClientSecret)
		if good := map[string]any{"nonce": "n", "iss": issuer}[claim]; status != http.StatusOK || good != nil && claims[claim] == good {
			t.Errorf("%s: %d, %s is %v", fault, status, claim, claims[claim])
		}
	}
	for _, wrong := range []string{`{"user":{"sub":"7"},"faults":["nonsense"]}`, `{"user":{}}`, `{"usr":{"sub":"7"}}`, `{`} {
		if status := be(t, issuer, wrong); status != http.StatusBadRequest {
			t.Errorf("%s: %d", wrong, status)
		}
	}
	if _, body := get(t, issuer+"/test"); !strings.Contains(body, `"/oauth/token":5`) {
		t.Errorf("it counted %s", body)
	}
}
