package mongo

import (
	"testing"

	"partant/internal/store/storetest"
)

func TestPosts(t *testing.T) {
	storetest.Posts(t, func(t *testing.T) storetest.PostStore {
		db := open(t)
		return storetest.PostStore{Stores: db.Posts(), Changes: db.Changes}
	})
}
