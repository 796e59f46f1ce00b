package kept

import (
	"context"
	"fmt"

	"partant/internal/notify"
)

// bellsKept is for how many members it is remembered how much they have not read.
const bellsKept = 10_000

// Notifications is a store of notifications that remembers how many each member has not read: the bell is on every page. It is only
// for stores that count the writes of notifications.
type Notifications struct {
	notify.Store
	unread memory[int]
}

// NewNotifications returns a Notifications in front of a store; changes are those of what one member alone is shown.
func NewNotifications(store notify.Store, changes Changes) Notifications {
	return Notifications{store, newMemory[int](bellsKept, changes)}
}

// CountUnread implements notify.Store.
func (s Notifications) CountUnread(ctx context.Context, account string, most int) (int, error) {
	return s.unread.read(ctx, fmt.Sprint(most, " ", account), func() (int, error) { return s.Store.CountUnread(ctx, account, most) })
}
