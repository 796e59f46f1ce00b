package mongo

import (
	"testing"

	"partant/internal/message"
	"partant/internal/moderation"
	"partant/internal/profile"
	"partant/internal/store/storetest"
	"partant/internal/trap"
)

func TestMessages(t *testing.T) {
	storetest.Messages(t, func(t *testing.T) message.Stores { return open(t).Messages() })
}

func TestSecrets(t *testing.T) {
	storetest.Secrets(t, func(t *testing.T) trap.Secrets { return open(t).Secrets() })
}

func TestReports(t *testing.T) {
	storetest.Moderation(t, func(t *testing.T) moderation.Stores { return open(t).Moderation() })
}

func TestHistory(t *testing.T) {
	storetest.History(t, func(t *testing.T) profile.History { return open(t).History() })
}
