# Qyzmet. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILD := web/static/build
ADDRESS ?= 127.0.0.1:8000
export QYZMET_DATABASE_URL ?= sqlite:///var/qyzmet.db

.DEFAULT_GOAL := help
.PHONY: help setup run worker test check lint types contracts translations archival bench chaos tck fuzz diagrams diagrams-current lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

# ---- set-up: each step has a stamp, a second start does nothing ------------------------------------

$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

$(BUILD)/.built: $(shell find web/frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
	cd web/frontend && npm ci --silent --no-audit --no-fund && npm run --silent build
	@touch $@

$(VENV)/.translations: $(VENV)/.runtime $(wildcard web/translations/*/LC_MESSAGES/*.po processes/translations/*/LC_MESSAGES/*.po)
	@for folder in web/translations processes/translations; do \
	  test -d $$folder && find $$folder -name '*.po' -exec sh -c '$(BIN)/python -m babel.messages.frontend -q compile -i $$1 -o $${1%.po}.mo' _ {} \; || true; done
	@touch $@

$(VENV)/.pdf: scripts/system_packages.sh
	@mkdir -p $(VENV) && sh scripts/system_packages.sh pdf && touch $@

$(VENV)/.browser: scripts/system_packages.sh
	@mkdir -p $(VENV) && sh scripts/system_packages.sh browser && touch $@

setup: $(VENV)/.runtime $(VENV)/.pdf $(BUILD)/.built $(VENV)/.translations  ## virtual environment, bundle, catalogues

# ---- daily use -------------------------------------------------------------------------------------

run: setup  ## everything on http://127.0.0.1:8000: demo people, demo cases, a simulator of the systems outside
	@mkdir -p var
	@$(BIN)/qyzmet migrate
	@$(BIN)/qyzmet deploy processes
	@$(BIN)/qyzmet demo
	@$(BIN)/qyzmet serve --address $(ADDRESS) --simulator

worker: setup  ## jobs and timers only
	$(BIN)/qyzmet worker

test: setup $(VENV)/.dev $(VENV)/.browser  ## all tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup

check: lint types contracts diagrams-current  ## lint, types, import contracts, diagrams

lint: $(VENV)/.dev
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

diagrams: $(VENV)/.dev  ## draw docs/diagrams and docs/bpmn-support.md from the sources
	$(BIN)/python -m scripts.draw_diagrams
	$(BIN)/python -m scripts.bpmn_support

diagrams-current: $(VENV)/.dev
	$(BIN)/python -m scripts.draw_diagrams --check
	$(BIN)/python -m scripts.bpmn_support --check

translations: $(VENV)/.dev  ## bring the kk and en catalogues up to date
	$(BIN)/python -m web.catalogues
	$(BIN)/python -m scripts.extract_translations

bench: $(VENV)/.dev  ## figures, as ratios in one run
	$(BIN)/python -m pytest bench --benchmark-only
	$(BIN)/python -m bench.run

chaos: $(VENV)/.dev  ## kill processes at random under load, then look for what was lost or doubled
	$(BIN)/python -m bench.chaos

archival: setup $(VENV)/verapdf  ## what the services issue, checked as PDF/A by veraPDF (needs Java and Maven)
	$(BIN)/python -m scripts.check_archival $(VENV)/verapdf

$(VENV)/verapdf: scripts/archival/pom.xml
	mvn -q -B -f $< dependency:copy-dependencies -DoutputDirectory=$(abspath $@)
	@touch $@

tck: $(VENV)/.runtime  ## the DMN TCK, by group
	$(BIN)/qyzmet tck ../shared/dmn-tck

fuzz: $(VENV)/.dev  ## a minute of hostile input
	$(BIN)/python -m pytest -m fuzz
	FUZZ_RUNS=2000 $(BIN)/python -m pytest tests/bpmn/test_bpmn_random.py

lock: $(VENV)/.dev  ## pin the newest versions that fit
	$(BIN)/pip-compile -q --upgrade --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --extra dev -o requirements-dev.lock pyproject.toml
	$(BIN)/pip-compile -q --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --strip-extras --extra postgresql -c requirements-dev.lock -o requirements.lock pyproject.toml

clean:  ## remove what was built; var/ stays
	rm -rf $(VENV) $(BUILD) web/frontend/node_modules
