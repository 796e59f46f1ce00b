package sqlite_test

import (
	"testing"

	"partant/internal/comment"
	"partant/internal/discussion"
	"partant/internal/store/storetest"
)

func TestComments(t *testing.T) {
	storetest.Comments(t, func(t *testing.T) comment.Stores { return open(t).Comments() })
}

func TestDiscussions(t *testing.T) {
	storetest.Discussions(t, func(t *testing.T) discussion.Stores { return open(t).Discussions() })
}
