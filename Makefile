# `make` alone lists the commands. GNU make 3.81, as on a Mac, is enough. Each command does its own set-up.
#
# HOST, PORT and THREADS say how the site is served; the settings' own variables (README.md) reach it as they are.

HOST ?= 127.0.0.1
PORT ?= 8000
# One thread answers steadiest on SQLite; give PostgreSQL four.
THREADS ?= 1
# How many tests run at a time, and anything else to say to pytest: make test ARGS="-k compare"
JOBS ?= 2
ARGS ?=

PYTHON = .venv/bin/python
PYTEST = $(PYTHON) -m pytest -n $(JOBS)

# Each start would compile our modules again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run dev editor test test-fast test-postgres fuzz lint format types check audit build sbom licences bench lighthouse looks lock upgrade ci clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: ## Serve the site with sample data at http://127.0.0.1:8000
	@sh setup runtime
	@sh setup port $(HOST) $(PORT)
	@$(PYTHON) manage.py migrate --skip-checks --noinput --verbosity 0
	@$(PYTHON) manage.py seed --skip-checks
	@sh setup static
	@echo "Compsite is at http://$(HOST):$(PORT) (Ctrl-C stops it). For an editor's account: make editor"
	@exec $(PYTHON) -m compsite.serve $(PYTHON) -m compsite.front --listen='$(if $(findstring :,$(HOST)),[$(HOST)],$(HOST)):$(PORT)' --threads=$(THREADS) \
		--ident= --connection-limit=500 --asyncore-use-poll --channel-timeout=60 --max-request-body-size=33554432 \
		--no-clear-untrusted-proxy-headers compsite.wsgi:application

dev: ## Serve the site for development: reloads itself, shows errors
	@sh setup runtime
	@$(PYTHON) manage.py migrate --skip-checks --noinput --verbosity 0
	@$(PYTHON) manage.py seed --skip-checks
	@DEBUG=1 exec $(PYTHON) -m compsite.serve --reload $(PYTHON) manage.py runserver $(HOST):$(PORT)

editor: ## Make an account for somebody who edits figures at /admin/
	@sh setup runtime
	@$(PYTHON) manage.py migrate --skip-checks --noinput --verbosity 0
	@$(PYTHON) manage.py createsuperuser

test: ## Run all tests, those in a browser included
	@sh setup dev
	@sh setup browser
	$(PYTEST) $(ARGS)

test-fast: ## Run all tests but those in a browser
	@sh setup dev
	$(PYTEST) -m "not browser" $(ARGS)

test-postgres: ## Run the tests that need a database on PostgreSQL: TEST_DATABASE_URL's, or one that it starts
	@sh setup dev
	@sh setup postgres
	@sh .ci/on-postgres $(PYTEST) -m "database and not browser" $(ARGS)

fuzz: ## Ask public addresses by chance, and type texts that software trips over; FUZZ=1000 asks 1,000 an address
	@sh setup dev
	FUZZ=$${FUZZ:-200} $(PYTEST) tests/pages/test_asked_by_chance.py tests/admin/test_naughty.py $(ARGS)

looks: ## Take the pictures of pages anew that have changed on purpose (tests/browser/looks)
	@sh setup dev
	@sh setup browser
	LOOKS=new $(PYTEST) tests/browser/test_looks.py $(ARGS)

lint: ## Look for faults of style in Python and templates
	@sh setup dev
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m djlint --lint --quiet --profile jinja --exclude templates/admin templates
	$(PYTHON) -m djlint --lint --quiet templates/admin

format: ## Put Python into its usual form
	@sh setup dev
	$(PYTHON) -m ruff check --fix-only .
	$(PYTHON) -m ruff format .

types: ## Check types
	@sh setup dev
	$(PYTHON) -m mypy

check: ## Ask Django about settings, here and as on a live site, and about missing migrations
	@sh setup runtime
	$(PYTHON) manage.py check --fail-level WARNING
	@echo "$(PYTHON) manage.py check --deploy --fail-level WARNING  (as on a live site)"
	@DEBUG= TRUST_PROXY=1 ALLOWED_HOSTS=guide.example SITE_URL=https://guide.example \
		SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
		$(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PYTHON) manage.py makemigrations --check --dry-run

audit: ## Look for known faults in the packages that the site runs on
	@sh setup dev
	@$(PYTHON) .ci/audit requirements/base.txt
	@$(PYTHON) .ci/audit requirements/otel.txt

build: ## Build the wheel, with its lock and its list of parts, into dist/ for deploy/release.sh
	@sh setup dev
	@sh .ci/build dist

sbom: ## Write the list of parts of a release (CycloneDX) into dist/
	@sh setup dev
	@$(PYTHON) .ci/parts sbom dist/compsite.cdx.json

licences: ## Write docs/licences.md anew after a change of packages
	@sh setup dev
	@$(PYTHON) .ci/parts licences

bench: ## Measure speed, growth and start against bare Django; ARGS="--quick" or "--only kept"
	@sh setup dev
	@sh setup bench
	@sh setup static
	@$(PYTHON) -m bench $(ARGS)

lighthouse: ## Print Lighthouse's scores of the main pages on a phone; needs Node
	@sh setup dev
	@sh setup browser
	@$(PYTHON) -m bench.lighthouse $(ARGS)

lock: ## Pin packages anew after a change in requirements/*.in
	@sh setup lock

upgrade: ## Pin the newest versions that requirements/*.in allow
	@sh setup lock --upgrade

ci: lint types check audit test ## Run everything that a change must pass
	@if sh setup postgres; then $(MAKE) --no-print-directory test-postgres; \
	else echo "The run on PostgreSQL is left out."; fi

clean: ## Remove caches and what tests and builds left; .venv and the database stay
	rm -rf dist staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results htmlcov .coverage
	find . -name __pycache__ -type d -not -path './.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +
