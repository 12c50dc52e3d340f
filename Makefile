# Two commands do everything on a fresh machine: `make demo` and `make test`.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

export PYTHON ?= python3
# What Python and pytest compile is kept: four test processes and the servers they start would do it anew each time.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-emit-find-links --quiet
# Where the command exists, tests that hang end as a failure after forty minutes.
LIMIT := $(shell command -v timeout >/dev/null 2>&1 && echo timeout --kill-after=30 2400)

# What says nothing to a database is run once; everything else on SQLite and on PostgreSQL.
NO_DATABASE := $(addprefix --ignore=tests/,browser guidance models content test_words.py test_wheel.py test_commands.py)
# Real servers, killed and starved: minutes of their own, as root.
NO_FAULTS := --ignore=tests/faults

.PHONY: help env demo test test-faults bench bench-coach train-coach check format lock messages sbom clean

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

env: .venv/.package ## make the environment in .venv

demo: env ## run a sample practice; sign-in links are printed (more: make demo ARGS="--port 8000")
	$(BIN)/familyplan demo $(ARGS)

test: env ## install browser and database server if missing, run every checker and every test
	@sh .ci/system-packages browser database
	@$(MAKE) --no-print-directory check
	$(LIMIT) $(BIN)/pytest -n 2 --dist worksteal --database=postgres $(NO_DATABASE) $(NO_FAULTS) $(ARGS)
	$(LIMIT) $(BIN)/pytest -n 2 --dist worksteal --durations=15 $(NO_FAULTS) $(ARGS)

test-faults: env ## kill, fill, lock and break what a real server stands on (needs root; some minutes)
	@sh .ci/system-packages database faults
	$(LIMIT) $(BIN)/pytest tests/faults --durations=0 $(ARGS)

bench: env ## measure pages and saving against their floors, in one run (ratios)
	$(BIN)/python benchmarks/bench.py $(ARGS)

bench-coach: env ## how the letter coach does on labelled sentences (FILE=…), and its times
	$(BIN)/python benchmarks/coach/bench.py $(FILE)

train-coach: env ## train the coach's model anew on benchmarks/coach/corpus (needs a package registry once)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.txt
	$(BIN)/python benchmarks/coach/train.py $(ARGS)

check: env ## run every checker
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit --quiet --recursive --severity-level medium --configfile pyproject.toml familyplan
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/familyplan check

format: env ## put the code in shape
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format

lock: env ## write both requirement files anew from pyproject.toml (needs a package registry)
	$(LOCK) -o requirements.txt
	$(LOCK) --extra dev -o requirements-dev.txt
	$(LOCK) --extra dev --extra train -o requirements-train.txt

SBOM := build/sbom.json
sbom: env ## list every package that the program is made of in build/sbom.json (CycloneDX)
	@mkdir -p $(dir $(SBOM))
	@$(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible --output-file $(SBOM) requirements.txt

messages: env ## collect every sentence for translators into build/messages.pot
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping-file=babel.cfg --sort-by-file --output-file=build/messages.pot .

clean: ## remove the environment and everything made
	rm -rf .venv build dist test-results .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/.python:
	@sh .ci/system-packages venv
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "familyplan needs Python 3.11 or newer: make PYTHON=python3.12 env")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.requirements: requirements-dev.txt .venv/.python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.package: pyproject.toml .venv/.requirements
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
