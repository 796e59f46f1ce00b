package goth

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"golang.org/x/oauth2"

	"partant/internal/signin"
)

// untrusted is the refusal of what does not hold.
func untrusted(format string, args ...any) error {
	return signin.Refusal{Why: signin.Untrusted, Detail: short(fmt.Sprintf(format, args...))}
}

// away is the refusal of a provider that cannot be asked.
func away(doing string, err error) error {
	return signin.Refusal{Why: signin.Away, Detail: short(doing + ": " + said(err))}
}

// short is an error of few words: one of go-oidc may quote a whole page. It has no kind: the Reason is the kind.
func short(text string) error { return fmt.Errorf("%.300s", text) }

// said is what an error says, without the address that was asked for: that of Facebook's graph holds the access token.
func said(err error) string {
	var asked *url.Error
	if errors.As(err, &asked) {
		return asked.Err.Error()
	}
	return err.Error()
}

// unreached reports whether err is of a request that got no answer, or not all of it.
func unreached(err error) bool {
	var asked *url.Error
	var large *http.MaxBytesError
	return errors.As(err, &asked) || errors.As(err, &large)
}

// traded is what an error means that came instead of tokens. A provider that does not like the code or its verifier
// says invalid_grant; one that does not know the site, or fails, says something else.
func traded(err error) error {
	var refusal *oauth2.RetrieveError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &refusal):
		if unreached(err) {
			return away("trading the code", err)
		}
		return untrusted("trading the code: %s", err)
	case refusal.ErrorCode == "invalid_grant":
		return untrusted("the provider does not take the code")
	case refusal.ErrorCode == "" && refusal.Response.StatusCode == http.StatusBadRequest: // Facebook has words of its own
		return untrusted("the provider does not take the code")
	}
	return away("trading the code", fmt.Errorf("%d %.40q", refusal.Response.StatusCode, refusal.ErrorCode))
}
