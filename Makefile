# Every command of the project; `make` alone lists them. Needs Python 3.11 and make, nothing else.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# Any Python starts the bootstrap: it looks for a 3.11 itself and says what to do when there is none.
SYSTEM_PYTHON ?= $(shell command -v python3.11 || command -v python3)
PYTHON := .venv/bin/python
LINTED := app.py functions infra layers/shared/python tests tools

export PYTHONPATH := layers/shared/python:.
export PYTHONDONTWRITEBYTECODE := 1

port ?= 4566
workers ?= 2

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# -- environments -----------------------------------------------------------------------------------------------------

# The stamp inside each environment carries the hash of its lock file, so these do nothing when it is up to date.
.PHONY: .venv .venv-cloud .venv-checkov python
python:
	@"$(SYSTEM_PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "teleshop: no Python 3.11 on this PATH: install it, then try again" >&2; exit 1; }
.venv: python
	@$(SYSTEM_PYTHON) tools/bootstrap.py dev
.venv-cloud: python
	@$(SYSTEM_PYTHON) tools/bootstrap.py cloud
.venv-checkov: python
	@$(SYSTEM_PYTHON) tools/bootstrap.py checkov

.PHONY: lock
lock: .venv ## resolve the requirements*.in anew and write the hashed lock files
	@for name in requirements requirements-dev requirements-cloud requirements-checkov requirements-bootstrap \
	    $(patsubst %.in,%,$(wildcard functions/*/requirements.in)); do \
	  echo "==> $$name.txt"; \
	  .venv-uv/bin/uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-header --upgrade \
	    $$name.in -o $$name.txt; \
	done

# -- running ----------------------------------------------------------------------------------------------------------

.PHONY: run token outbox demo-data reset
run: .venv .venv-cloud ## start the platform on this machine (port=4566); Ctrl-C stops it
	@$(PYTHON) -m infra.local run --port $(port)

token: .venv ## print a token of the running local platform: role=reviewer [supplier=sup_…] [subject=…]
	@test -n "$(role)" || { echo "teleshop: say whose token: make token role=reviewer" >&2; exit 2; }
	@$(PYTHON) -m infra.local token "$(role)" --supplier "$(supplier)" --subject "$(subject)"

outbox: .venv ## show the notifications that the running local platform has sent
	@$(PYTHON) -m infra.outbox

demo-data: .venv ## two quarters of invented trade for 50 suppliers on the running local platform, assessed: events=3000
	@$(PYTHON) -m tools.demo_data $(if $(events),--events $(events))

reset: .venv ## forget what the local platform has stored
	@$(PYTHON) -m infra.local reset

# -- building and deploying -------------------------------------------------------------------------------------------

.PHONY: build build-twice deploy
build: .venv ## build the package and show its sizes beside AWS's limits
	@$(PYTHON) -m infra.build

build-twice: .venv ## prove that two builds of the same sources give the same bytes
	@rm -rf build/first build/second
	@$(PYTHON) -m infra.build --force --cache build/first/cache --output build/first/package >/dev/null
	@$(PYTHON) -m infra.build --force --cache build/second/cache --output build/second/package >/dev/null
	@diff <(cd build/first/package && sha256sum *) <(cd build/second/package && sha256sum *)
	@cd build/first/package && sha256sum *
	@echo "two builds, equal hashes"; rm -rf build/first build/second

deploy: .venv ## deploy to AWS: stack=… bucket=… region=… [parameters="TokenIssuer=… …"]
	@$(PYTHON) -m infra.deploy --stack "$(stack)" --bucket "$(bucket)" --region "$(region)" $(parameters)

# -- checking ---------------------------------------------------------------------------------------------------------

.PHONY: test test-fast check lint types imports template security generate generated
# Compiled modules are kept here, or every process would compile moto and botocore again.
test: .venv .venv-cloud ## run all tests, unit to end-to-end
	@PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -n $(workers)

test-fast: .venv ## run all tests but those on the local cloud
	@PYTHONDONTWRITEBYTECODE= $(PYTHON) -m pytest -n $(workers) --ignore tests/e2e

check: lint types imports template security generated ## run every static check

lint: .venv
	@echo "==> ruff"
	@.venv/bin/ruff check $(LINTED)
	@.venv/bin/ruff format --check $(LINTED)

types: .venv
	@echo "==> mypy"
	@.venv/bin/mypy $(LINTED)

imports: .venv
	@echo "==> import-linter"
	@.venv/bin/lint-imports --no-cache | tail -n +9

template: .venv
	@echo "==> cfn-lint"
	@$(PYTHON) -m infra.build >/dev/null
	@.venv/bin/cfn-lint build/package/template-*.json

security: .venv .venv-checkov
	@echo "==> checkov"
	@$(PYTHON) -m infra.build >/dev/null
	@.venv-checkov/bin/checkov --framework cloudformation --quiet --compact --skip-download \
	  --file build/package/template-*.json

generate: .venv ## write every generated file anew
	@$(PYTHON) -m tools.generate

generated: .venv
	@echo "==> generated files"
	@$(PYTHON) -m tools.generate --check

# -- reports ----------------------------------------------------------------------------------------------------------

.PHONY: bench burst clauses verify-audit openapi
bench: .venv ## count calls and consumed capacity of every use case
	@$(PYTHON) -m tools.bench

burst: .venv .venv-cloud ## show that 20,000 attempts sell exactly 10,000 pieces, in process and on the local cloud
	@$(PYTHON) -m tools.burst --write

clauses: .venv ## list every clause with the tests and controls that keep it
	@$(PYTHON) -m tools.clauses

verify-audit: .venv ## prove the hash chain of a day, or name the first broken link: day=2026-11-23
	@$(PYTHON) -m tools.verify_audit $(day)

openapi: generate ## write docs/openapi.json, and with it all generated files

.PHONY: clean
clean: ## remove what was built and installed (not .local/: see reset)
	@rm -rf build .venv .venv-cloud .venv-checkov .venv-uv .mypy_cache .ruff_cache .pytest_cache .chalice/deployments
