// Package password stores passwords as argon2id hashes and knows the ones everybody tries.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/sync/semaphore"

	"partant/internal/fault"
)

// Parameters of argon2id: the OWASP cheat sheet's m = 19 MiB, t = 2, p = 1, about 20 ms here (SAFETY.md).
const (
	memory  = 19 * 1024 // KiB
	passes  = 2
	threads = 1
	saltLen = 16
	keyLen  = 32
)

// atOnce bounds the hashes made at the same time, and so the memory they take together.
const atOnce = 2

// collected is after how many passwords their memory is taken back: 19 MiB each would otherwise pile up until the
// whole heap has doubled (SAFETY.md R5).
const collected = 2

// Hasher is an account.Hasher. Safe for concurrent use.
type Hasher struct {
	turn   *semaphore.Weighted
	hashed atomic.Uint64
	dummy  string // checked when there is no hash, so that unknown accounts cost the same
}

// NewHasher returns a Hasher.
func NewHasher() *Hasher {
	h := &Hasher{turn: semaphore.NewWeighted(atOnce)}
	h.dummy = encode(make([]byte, saltLen), make([]byte, keyLen))
	return h
}

// Hash implements account.Hasher.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	rand.Read(salt)
	key, err := h.derive(ctx, password, salt, params{memory, passes, threads})
	if err != nil {
		return "", err
	}
	return encode(salt, key), nil
}

// Check implements account.Hasher.
func (h *Hasher) Check(ctx context.Context, hash, password string) (right, stale bool, err error) {
	known := hash != ""
	if !known {
		hash = h.dummy
	}
	p, salt, want, err := decode(hash)
	if err != nil {
		return false, false, err
	}
	got, err := h.derive(ctx, password, salt, p)
	if err != nil {
		return false, false, err
	}
	right = subtle.ConstantTimeCompare(got, want) == 1 && known
	return right, right && p != params{memory, passes, threads}, nil
}

type params struct {
	memory, passes uint32
	threads        uint8
}

// derive waits for its turn; a context that ends first is fault.Unavailable.
func (h *Hasher) derive(ctx context.Context, password string, salt []byte, p params) ([]byte, error) {
	if err := h.turn.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("waiting to hash: %w: %w", fault.Unavailable, err)
	}
	defer h.turn.Release(1)
	if h.hashed.Add(1)%collected == 0 {
		runtime.GC()
	}
	return argon2.IDKey([]byte(password), salt, p.passes, p.memory, p.threads, keyLen), nil
}

var b64 = base64.RawStdEncoding

func encode(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

func decode(phc string) (p params, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, fmt.Errorf("not an argon2id hash")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.memory, &p.passes, &p.threads); err != nil {
		return p, nil, nil, fmt.Errorf("parameters of a hash: %w", err)
	}
	if salt, err = b64.DecodeString(parts[4]); err == nil {
		key, err = b64.DecodeString(parts[5])
	}
	if err == nil && (p.memory > 1<<20 || p.passes > 64 || p.threads == 0 || p.passes == 0) {
		err = fmt.Errorf("parameters of a hash are out of bounds")
	}
	return p, salt, key, err
}
