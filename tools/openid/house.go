package main

import (
	"bytes"
	"crypto/rand"
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// house is the whole provider: the real one, a login page before it, and behind it what spoils its answers.
type house struct {
	*control
	issuer string
	store  *storage
	real   *op.Provider
}

func open(issuer string) (*house, error) {
	h := &house{control: newControl(), issuer: issuer}
	var err error
	if h.store, err = newStorage(issuer, h.now); err != nil {
		return nil, err
	}
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true, CryptoKeyId: "1"}
	rand.Read(config.CryptoKey[:])
	h.real, err = op.NewProvider(config, h.store, op.StaticIssuer(issuer), op.WithAllowInsecure())
	return h, err
}

// The addresses that a site asks itself, behind the back of the browser.
const (
	pathMetadata = "/.well-known/openid-configuration"
	pathToken    = "/oauth/token"
	pathUserInfo = "/userinfo"
	pathKeys     = "/keys"
)

func (h *house) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/test" {
		h.control.ServeHTTP(w, r)
		return
	}
	h.count(r.URL.Path)
	switch r.URL.Path {
	case "/login":
		h.login(w, r)
	case pathMetadata, pathToken, pathUserInfo, pathKeys:
		h.back(w, r)
	default:
		h.real.ServeHTTP(w, r)
	}
}

var page = template.Must(template.New("").Parse(`<!doctype html><html lang="fr"><meta charset="utf-8"><title>Fournisseur d’essai</title>
<h1>Fournisseur d’essai</h1><form action="/login"><input type="hidden" name="request" value="{{.}}">
<button name="answer" value="yes">Continuer</button> <button name="answer" value="no">Refuser</button></form>`))

// login says yes or no for the user, or asks whoever looks at the page.
func (h *house) login(w http.ResponseWriter, r *http.Request) {
	request, answer, b := r.FormValue("request"), r.FormValue("answer"), h.now()
	switch {
	case answer == "no" || b.Decline:
		h.decline(w, r, request)
	case b.Ask && answer == "":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		page.Execute(w, request)
	case h.store.approve(request, b) != nil:
		http.Error(w, "no such request", http.StatusNotFound)
	default:
		http.Redirect(w, r, op.AuthCallbackURL(h.real)(op.ContextWithIssuer(r.Context(), h.issuer), request), http.StatusFound)
	}
}

func (h *house) decline(w http.ResponseWriter, r *http.Request, request string) {
	asked, err := h.store.AuthRequestByID(r.Context(), request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	op.AuthRequestError(w, r, asked, oidc.ErrAccessDenied(), h.real)
}

// back answers a site, or misbehaves.
func (h *house) back(w http.ResponseWriter, r *http.Request) {
	switch b := h.now(); {
	case b.has("down"):
		http.Error(w, "down", http.StatusServiceUnavailable)
	case b.has("slow"):
		io.Copy(io.Discard, r.Body) // a server notices that a client leaves only when it has read its body
		<-r.Context().Done()
	case b.has("large"):
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"a":"` + strings.Repeat("a", 2<<20) + `"}`))
	case b.has("elsewhere"): // another name of this very server: whoever follows is answered
		http.Redirect(w, r, strings.Replace(h.issuer, "127.0.0.1", "localhost", 1)+r.URL.Path, http.StatusTemporaryRedirect)
	case b.has("linkedin") && r.URL.Path == pathToken && !likeLinkedIn(r):
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		w.Write([]byte(`{"error":"invalid_client"}`))
	default:
		h.spoil(w, r, b)
	}
}

// likeLinkedIn reports whether a request for a token is one that LinkedIn takes: the secret in the form, no PKCE.
func likeLinkedIn(r *http.Request) bool {
	return r.PostFormValue("client_secret") != "" && !r.PostForm.Has("code_verifier")
}

// spoil lets the real provider answer and changes its answer.
func (h *house) spoil(w http.ResponseWriter, r *http.Request, b Behaviour) {
	kept := httptest.NewRecorder()
	h.real.ServeHTTP(kept, r)
	body, kind := kept.Body.Bytes(), kept.Header().Get("Content-Type")
	if kept.Code == http.StatusOK {
		var err error
		if body, kind, err = h.store.spoilt(r.URL.Path, body, kind, b); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(kept.Code)
	bytes.NewReader(body).WriteTo(w)
}
