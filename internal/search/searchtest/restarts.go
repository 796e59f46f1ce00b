package searchtest

import (
	"testing"

	"partant/internal/search"
)

var restarts = map[string]func(*testing.T, search.Index, Reopener){
	"RestartKeepsWrites":  restartKeepsWrites,
	"RestartAfterRebuild": restartAfterRebuild,
	"RestartTwice":        restartTwice,
	"RestartEmpty":        restartEmpty,
}

// restartKeepsWrites checks that all there is to know of a document comes back, after every kind of write.
func restartKeepsWrites(t *testing.T, index search.Index, reopen Reopener) {
	docs := town(townSize)
	put(t, index, docs...)
	for i := 0; i < len(docs); i += 9 {
		docs[i] = docs.change(i, "nouveauté")
		put(t, index, docs[i])
	}
	for i := 4; i < len(docs); i += 9 {
		docs[i].Followers += 7
		put(t, index, docs[i])
	}
	remove(t, index, docs[0].ID)
	docs = docs[1:]
	total := find(t, index, ask("boulangerie")).Total
	index = reopen(t, index)
	for name, q := range questions() {
		t.Run(name, func(t *testing.T) { compare(t, index, docs, q) })
	}
	if again := find(t, index, ask("boulangerie")).Total; again != total {
		t.Errorf("%d bakeries, %d before", again, total)
	}
	put(t, index, card("after", "Ferblanterie", "Osier", "Gien"))
	wantIDs(t, find(t, index, ask("ferblanterie ")), "after")
}

func restartAfterRebuild(t *testing.T, index search.Index, reopen Reopener) {
	put(t, index, street()...)
	rebuild(t, index, numbered(30))
	put(t, index, card("a", "Vannerie", "Osier", "Gien"))
	index = reopen(t, index)
	wantIDs(t, find(t, index, ask("vannerie")), "a")
	wantIDs(t, find(t, index, ask("imprimerie ")))
	wantDocuments(t, index, 31)
	status, err := index.Status(t.Context())
	ok(t, err)
	if status.Stale {
		t.Error("stale after a restart")
	}
}

func restartTwice(t *testing.T, index search.Index, reopen Reopener) {
	put(t, index, street()...)
	index = reopen(t, index)
	remove(t, index, "coq")
	index = reopen(t, index)
	wantDocuments(t, index, len(street())-1)
	wantIDs(t, find(t, index, ask("imprimerie")))
}

func restartEmpty(t *testing.T, index search.Index, reopen Reopener) {
	index = reopen(t, index)
	wantDocuments(t, index, 0)
	put(t, index, street()...)
	wantDocuments(t, index, len(street()))
}
