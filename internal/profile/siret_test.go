package profile_test

import (
	"testing"

	"partant/internal/profile"
)

func TestRegisterNumbers(t *testing.T) {
	t.Parallel()
	for siret, want := range map[string]bool{
		"73282932000074": true,  // Insee's own example
		"73282932000047": false, // two digits exchanged
		"35600000000048": true,  // the seat of La Poste follows Luhn
		"35600000049837": true,  // its establishments do not: their digits sum to a multiple of five
		"35600000049838": false,
		"7328293200007":  false, "": false, "7328293200007a": false, "７３２８２９３２０００0": false,
	} {
		if got := profile.ValidSIRET(siret); got != want {
			t.Errorf("ValidSIRET(%q) = %v", siret, got)
		}
	}
	for siren, want := range map[string]bool{"732829320": true, "732829321": false, "": false, "73282932": false} {
		if got := profile.ValidSIREN(siren); got != want {
			t.Errorf("ValidSIREN(%q) = %v", siren, got)
		}
	}
}
