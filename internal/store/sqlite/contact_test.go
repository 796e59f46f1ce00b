package sqlite_test

import (
	"testing"

	"partant/internal/contact"
	"partant/internal/store/storetest"
)

func TestContacts(t *testing.T) {
	storetest.Contacts(t, func(t *testing.T) contact.Stores { return open(t).Contacts() })
}
