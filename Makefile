# Partant. `make help` lists what can be done.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# One way to compile, whatever is made of it: the program, the servers of the tests and the checkers share what was compiled.
export GOFLAGS := -buildvcs=false -mod=readonly -trimpath
export CGO_ENABLED := 0
GO_FILES := $(shell find cmd internal views public -name '*.go' -o -name '*.templ' 2>/dev/null)
PUBLIC   := $(shell find public -type f -not -path 'public/dist/*' 2>/dev/null)
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo development)

##@ To use it
.PHONY: run build assets clean
run: build ## Build, fill a new data folder with the demonstration, serve http://localhost:4545
	bin/partant serve --demo

build: bin/partant ## Build bin/partant: one static file with its pages, styles and pictures

bin/partant: $(GO_FILES) $(PUBLIC) go.mod go.sum public/dist/.made
	go build -ldflags "-s -w -X main.version=$(VERSION)" -o $@ ./cmd/partant

assets: public/dist/.made ## Copy what pages take from npm (htmx, font, icons, reader of QR codes) into public/dist

public/dist/.made: package-lock.json tools/assets.mjs $(wildcard views/*.templ)
	@[ -d node_modules/jsqr ] || npm ci --omit=dev --omit=optional --no-audit --no-fund --loglevel=error
	node tools/assets.mjs
	@touch $@

clean: ## Remove what was built; data stays
	rm -rf bin node_modules
	find public/dist -mindepth 1 -not -name .keep -delete

##@ To check it
.PHONY: check static quick test race whole browser fmt vet lint fresh arch bench lighthouse endure fuzz generate rig
check: static quick ## The quick part: format, vet, staticcheck, architecture, generated code, tests without servers

static: fmt vet fresh lint arch

quick:
	go test -short -count=1 -skip 'OnAServer$$' ./cmd/... ./internal/fault ./internal/id ./internal/page ./internal/geo ./internal/text ./internal/host ./internal/debt \
		./internal/region ./internal/activity ./internal/territory ./internal/account ./internal/profile ./internal/signin ./internal/totp ./internal/qr ./internal/passkey ./internal/limit/... ./internal/mail/... ./internal/store/sqlite ./internal/markdown ./internal/password ./views ./public

test: rig static race whole browser ## The whole suite, as CI runs it

# What only computes is not instrumented: SQLite, translated from C, the hashing of passwords, the reading of HTML, pixels and compression. They
# took most of the time, and what they are given by our code is watched on the way in and out. The longest begins first.
UNWATCHED := $(foreach only,github.com/ncruces/go-sqlite3-wasm golang.org/x/crypto golang.org/x/net/html github.com/disintegration/imaging golang.org/x/image image compress,'-gcflags=$(only)/...=-race=false')

race: rig public/dist/.made ## Every Go test under the race detector, on real servers
	CGO_ENABLED=1 GORACE=atexit_sleep_ms=50 GOGC=600 GOMEMLIMIT=2GiB go test -race -vet=off $(UNWATCHED) -p 3 -parallel 6 -timeout 20m ./internal/web $$(go list ./... | grep -v '/arch$$\|internal/web$$')

whole: rig public/dist/.made ## What is too slow under the race detector: 70,000 documents, the whole demonstration, every hostile text, kills of the program
	go test -count=1 -vet=off -timeout 20m -run '^TestWhole' ./cmd/partant ./internal/search/... ./internal/catalog ./internal/demo ./internal/web ./views

browser: rig bin/partant ## Browser journeys in Chromium, on both sizes
	node --test --test-concurrency=2 e2e/

fmt:
	@out=$$(gofmt -l cmd internal views public tools 2>/dev/null); [ -z "$$out" ] || { echo "not gofmt-ed:"; echo "$$out"; exit 1; }

vet: public/dist/.made
	go vet ./...

lint: bin/staticcheck
	bin/staticcheck ./...

arch:
	go test -count=1 ./internal/arch

fresh: bin/templ ## Generated templ code must be what the templates say
	@dir=$$(mktemp -d); trap "rm -rf $$dir" EXIT; cp views/*.templ $$dir/; tools/templ.sh $$dir; \
	for f in $$dir/*_templ.go; do cmp -s $$f views/$$(basename $$f) || { echo "views/$$(basename $$f) is not fresh: run make generate"; exit 1; }; done

generate: bin/templ ## Write the Go code of the templates
	tools/templ.sh views

fuzz: ## Every fuzz target for 30 s
	@for p in $$(grep -rl 'func Fuzz' --include=*_test.go internal views | xargs -n1 dirname | sort -u); do \
		for f in $$(grep -rhoP '(?<=^func )Fuzz\w+' $$p/*_test.go); do go test -run '^$$' -fuzz "^$$f$$" -fuzztime 30s ./$$p; done; done

bench: bin/partant node_modules/.all chromium ## Tables of costs: pages, search, Lighthouse (docs/speed.md)
	go run ./tools/bench
	go run ./tools/bench -growth
	go run ./tools/bench -talk
	go run ./tools/bench -live
	go run ./tools/bench -meet
	go run ./tools/bench/search
	node tools/lighthouse.mjs

lighthouse: rig bin/partant ## What Lighthouse says of the front page, the directory and a profile, as on a phone
	node tools/lighthouse.mjs

endure: rig ## The full volumes and durations of the reliability tests, by hand
	PARTANT_ENDURE=1 go test -count=1 -timeout 3h ./...

##@ What tests need
rig: bin/ferretdb bin/openid bin/staticcheck bin/templ node_modules/.all chromium ## Install the servers and the browser of the tests

node_modules/.all: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

bin/ferretdb: $(wildcard tools/ferretdb/*.go tools/ferretdb/go.*)
	go build -C tools/ferretdb -o ../../bin/ferretdb .

bin/openid: $(wildcard tools/openid/*.go tools/openid/go.*)
	go build -C tools/openid -o ../../bin/openid .

bin/staticcheck: tools/lint/go.mod tools/lint/go.sum
	go build -C tools/lint -o ../../bin/staticcheck honnef.co/go/tools/cmd/staticcheck

bin/templ: tools/lint/go.mod tools/lint/go.sum
	go build -C tools/lint -o ../../bin/templ github.com/a-h/templ/cmd/templ

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; \
	else echo "The browser journeys need Chromium: sudo apt-get install chromium"; exit 1; fi

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
