# The two commands: `make run` and `make test`. The rest is what they are made of.
SHELL := bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The first Python that is there and fits; a name may be a shim of one that is not installed.
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(firstword $(foreach name,python3 python3.11 python3.12 python3.13,$(shell $(name) -c '$(FITS)' 2>/dev/null && echo $(name))))
PORT ?= 8000
export PORT

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: setup ## install, train, and serve everything on http://127.0.0.1:$(PORT)
	@exec $(BIN)/unionbot serve --port $(PORT)

setup: $(STAMP) ## install and train (afterwards .venv/bin/pytest runs)
	@$(BIN)/unionbot train

test: setup services ## everything CI runs
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(STAMP) ## linters, types, import rules, data
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/yamllint --strict .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot.check_data

bench: setup services ## benchmarks: a table, and bench/results.json
	@$(BIN)/python -m bench

services: ## PostgreSQL, Redis and Chromium, for tests and benchmarks
	@bash deploy/install-services.sh

lock: ## resolve requirements.lock anew from pyproject.toml
	@uv pip compile pyproject.toml --extra dev --universal --generate-hashes \
	  --no-annotate --no-emit-index-url --no-header --python-version 3.11 --quiet -o requirements.lock

$(STAMP): requirements.lock pyproject.toml
	@echo "Installing (the first time this takes a minute) …"
	test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed." >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv --without-pip $(VENV)
	command -v uv >/dev/null || $(PYTHON) -m pip install --quiet --target $(VENV)/uv uv
	uv=$$(command -v uv || echo $(VENV)/uv/bin/uv)
	VIRTUAL_ENV=$(VENV) "$$uv" pip sync requirements.lock
	VIRTUAL_ENV=$(VENV) "$$uv" pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(STAMP)

.PHONY: help run setup test check bench services lock
