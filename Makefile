# One command each: run, test, check, bench. All start from a fresh clone; run twice, they are quick.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
MAKEFLAGS += --no-print-directory
# Compiled once, not by each of ten processes, whatever the shell around says.
export PYTHONDONTWRITEBYTECODE :=

PORT ?= 8000
BIN := .venv/bin
MANAGE := DEBUG=1 DEMO=1 $(BIN)/python manage.py
SERVER := $(BIN)/python manage.py
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help run install upgrade test check bench mutate simulate figures renew journeys lint types deploy-check fast fast-postgres walk heavy browser engines programs programs-of-debian palette lock clean

help:
	@grep -E '^(run|install|upgrade|test|check|bench|mutate|simulate|palette|figures|lock):.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

run: .venv/run-stamp ## everything, with the demo people, on 127.0.0.1:$PORT
	@$(BIN)/python -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1])))' $(PORT) 2>/dev/null \
		|| { echo "Port $(PORT) is taken. Choose another: make run PORT=8001"; exit 1; }
	export SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)}
	mkdir -p var
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) load_curriculum
	$(MANAGE) demo
	$(MAKE) --silent var/static/stamp
	echo
	echo "  Hinge Coach: $$SITE_URL"
	echo "  Look around as the trainer, Maya, Sam, Lee, Ana or Tom: one click each at $$SITE_URL/accounts/login/"
	echo "  E-mails appear here in the console. Ctrl-C ends it."
	echo
	DEBUG=1 DEMO=1 exec $(BIN)/gunicorn hinge_coach.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning

install: .venv/run-stamp ## what a server needs, once, with its settings in the environment
	@mkdir -p var
	$(SERVER) createcachetable
	$(MAKE) --silent renew

upgrade: .venv/run-stamp ## the same after new code: backs up into $BACKUPS, then renews what follows from the code
	@test -d "$(BACKUPS)" || { echo "Say where backups go: make upgrade BACKUPS=/var/backups/hinge-coach"; exit 1; }
	$(SERVER) backup "$(BACKUPS)"
	$(MAKE) --silent renew

renew:
	@$(SERVER) migrate --verbosity 0
	$(SERVER) load_curriculum
	$(SERVER) rebuild_summaries
	$(SERVER) collectstatic --no-input --verbosity 0
	$(SERVER) check --deploy --database default

test: .venv/dev-stamp ## the whole suite, a real browser included
	@$(MAKE) fast journeys

# Debian's programs come while pip waits for its files, and what keeps one core busy runs beside what takes them all.
check: ## what CI checks, in the same order
	@$(MAKE) --jobs=2 --output-sync=target .venv/dev-stamp programs-of-debian
	$(MAKE) lint
	$(MAKE) --jobs=4 --output-sync=target deploy-check programs types fast
	$(MAKE) journeys

# Two at a time where one of them leaves a part of the machine idle.
journeys: programs
	@export MADE_ONCE=$$(mktemp -d)
	trap 'rm -rf "$$MADE_ONCE"' EXIT
	$(MAKE) walk
	$(MAKE) --jobs=2 --output-sync=target heavy engines fast-postgres
	$(MAKE) browser

# Browsers, PostgreSQL and web servers, one after the other: two packages can't be installed at once.
programs: .venv/dev-stamp programs-of-debian
	@tests/browser/find_browser >/dev/null
	tests/browser/find_browser --whole >/dev/null

# Those that are looked for without the help of Python.
programs-of-debian:
	@tests/engines/find_engines >/dev/null
	tests/find_postgres >/dev/null
	tests/deploy/find_servers || true

lint:
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files 'templates/**.html' | xargs $(BIN)/djade --target-version 5.2 --check

types:
	@$(BIN)/mypy .

deploy-check:
	@DEBUG=1 $(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') ALLOWED_HOSTS=coach.example SECRETS_KEY=another \
		SITE_URL=https://coach.example FROM_EMAIL=hello@coach.example $(BIN)/python manage.py check --deploy --fail-level WARNING

fast:
	@$(BIN)/pytest -q -n auto

fast-postgres:
	@ONLY_WITH_DATABASE=1 $(BIN)/python -m tests.postgres $(BIN)/pytest -q -n auto

# Only the files that say so: each process would read all the others just to leave them out.
walk:
	@$(BIN)/pytest -q -n auto --dist worksteal -m walk $$(grep -rl --include='*.py' 'mark\.walk' tests)

heavy:
	@$(BIN)/pytest -q -rs -n auto --dist loadfile -m heavy $$(grep -rl --include='*.py' 'mark\.heavy' tests)

browser:
	@CHROMIUM=$$(tests/browser/find_browser) $(BIN)/pytest -q -n auto --dist worksteal -m browser tests/browser

engines:
	@$(BIN)/pytest -q -rs -m engines tests/engines

bench: .venv/dev-stamp ## the benchmark, as ratios against a bare Django page in the same run; figures against $BASE
	@PYTHONPATH=. $(BIN)/python tests/bench_load.py
	PYTHONPATH=. $(BIN)/python tests/bench.py
	PYTHONPATH=. $(BIN)/python tests/bench_desk.py
	CHROMIUM=$$(tests/browser/find_browser || true) PYTHONPATH=. $(BIN)/python tests/bench_figures.py $(BASE)

mutate: .venv/dev-stamp ## how many small faults the tests notice, in 15 minutes; ONLY=slots SAMPLE=200 SEED=2 for other ones
	@PYTHONPATH=. $(BIN)/python tests/mutate.py --only "$(ONLY)" $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(if $(MINUTES),--minutes $(MINUTES))

simulate: .venv/run-stamp ## invented clients under the rules, into docs/rules.md; some minutes, fewer with CLIENTS=60
	@$(MANAGE) simulate $(if $(CLIENTS),--clients $(CLIENTS))

palette: .venv/run-stamp ## the colors of hinge_coach/palette.py into style sheets, share card and icons
	@$(BIN)/python -m hinge_coach.palette
	$(MANAGE) draw_icons

figures: .venv/run-stamp ## the contact sheet of all lessons, docs/figures.svg
	@$(MANAGE) draw_figures

lock: .venv/dev-stamp ## new pins with hashes, after a change in pyproject.toml
	@FLAGS="--quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links"
	$(BIN)/pip-compile $$FLAGS --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile $$FLAGS --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	rm -rf .venv var

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with the venv module is needed; none was found on the PATH."; exit 1; }
	echo "Making .venv with $(PYTHON)"
	$(PYTHON) -m venv .venv

.venv/run-stamp: requirements.txt | .venv/bin/python
	@echo "Installing what the site needs"
	$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

.venv/dev-stamp: requirements-dev.txt .venv/run-stamp
	@echo "Installing what the tests need"
	$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

var/static/stamp: .venv/run-stamp $(shell find static -type f 2>/dev/null)
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0
	touch $@
