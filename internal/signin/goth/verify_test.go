package goth

import (
	"testing"
	"time"

	"partant/internal/clock"
	"partant/internal/signin"
	"partant/internal/testrig"
)

// Each way in which what a provider sends may be wrong, with the name of its fault in tools/openid.
func TestTokensThatDoNotHold(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	for name, fault := range map[string]string{
		"WrongNonceIsRefused": "nonce", "MissingNonceIsRefused": "no-nonce", "WrongIssuerIsRefused": "issuer",
		"WrongAudienceIsRefused": "audience", "WrongPartyIsRefused": "party", "ExpiredTokenIsRefused": "expired",
		"UnreadableExpiryIsRefused": "expiry-text", "MissingSubjectIsRefused": "no-subject",
		"UnsignedTokenIsRefused": "none", "TokenOfAnotherKeyIsRefused": "key", "PublicKeyAsSecretIsRefused": "hs256",
		"MissingTokenIsRefused": "no-token", "TokenThatIsANumberIsRefused": "number", "AnotherAccessTokenIsRefused": "other-access-token",
		"UserInfoOfAnotherIsRefused": "userinfo-subject",
	} {
		t.Run(name, func(t *testing.T) {
			idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Faults: []string{fault}})
			who, err := s.finish(t, s.begin(t, "openid"))
			refused(t, err, signin.Untrusted)
			if who != (signin.Identity{}) {
				t.Errorf("%+v", who)
			}
		})
	}
	idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil)})
	if _, err := s.finish(t, s.begin(t, "openid")); err != nil {
		t.Errorf("and once it behaves: %v", err)
	}
}

// ProConnect signs its user info: with the same keys, for this site.
func TestSignedUserInfoThatDoesNotHold(t *testing.T) {
	t.Parallel()
	s, idp := openOne(t)
	for name, fault := range map[string]string{
		"AnotherKeyIsRefused": "userinfo-key", "UnsignedIsRefused": "userinfo-none", "AnotherAudienceIsRefused": "userinfo-audience",
		"AnotherIssuerIsRefused": "userinfo-issuer", "AnotherSubjectIsRefused": "userinfo-subject",
	} {
		t.Run(name, func(t *testing.T) {
			idp.Be(t, testrig.OpenIDBehaviour{User: claude(nil), Signed: true, Thin: true, Faults: []string{fault}})
			_, err := s.finish(t, s.begin(t, "openid"))
			refused(t, err, signin.Untrusted)
		})
	}
}

// The expiry of a token is told by the clock that was given, not by another.
func TestTokensExpireByTheGivenClock(t *testing.T) {
	t.Parallel()
	idp := testrig.StartOpenID(t)
	late := clock.At(time.Now().Add(time.Hour))
	s := open(t, New(late).OpenID(idp.Issuer, "", registered))
	_, err := s.finish(t, s.begin(t, "openid"))
	refused(t, err, signin.Untrusted)
}

func TestSubjects(t *testing.T) {
	t.Parallel()
	long := make([]byte, 256)
	for i := range long {
		long[i] = 'a'
	}
	for subject, want := range map[string]bool{
		"1": true, "auth0|abc-DEF_9": true, string(long[:255]): true,
		"": false, string(long): false, "a b": false, "é": false, "a\x00": false, "\xff": false, "a\n": false,
	} {
		if subjectFits(subject) != want {
			t.Errorf("%q: %v", subject, !want)
		}
	}
}
