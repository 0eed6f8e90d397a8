# The few commands that people and continuous integration share. `make help` lists them.

PYTHON ?= python3
VENV ?= .venv
DATA ?= $(or $(TROUVAILLE_DATA),index_data)
PORT ?= 8000

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PORTAL := $(DATA)/portail
WHERE := --data $(DATA) --name portail

# Stamps: files that say that a step is done, so that the next run has nothing to do.
INSTALLED := $(VENV)/.installed
DEVELOPING := $(VENV)/.developing
MEASURING := $(VENV)/.measuring
BROWSING := tests/browser/node_modules/.installed
INSTALL_NEEDS := pyproject.toml hatch_build.py $(wildcard */compiled/*.pyx */compiled/*.pxd)
# The sample's agenda rolls with the calendar: it is built again each week, and when its items or the code change.
SAMPLE := $(PORTAL)/.sample-$(shell date +%G-%V)
SAMPLE_NEEDS := requirements.lock $(wildcard index_data/sample/*.jsonl $(addsuffix /*.py,search search/engines/embedded indexer indexer/sources))

.DEFAULT_GOAL := help
.PHONY: help run test lint browser-tools screenshots bench bench-report lock clean
.DELETE_ON_ERROR:

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(INSTALLED) $(SAMPLE) ## Install, build the sample portal and serve it (PORT=8001 make run)
	@$(BIN)/trouvaille serve $(WHERE) --port $(PORT)

test: lint ## Install the developers' packages, run Ruff, mypy and all tests
	@# Interpreters that tests start would compile every module anew where Python is told to keep nothing.
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: $(DEVELOPING) ## Run Ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

browser-tools: $(MEASURING) $(BROWSING) ## Install what the tests in a browser need besides Chromium and Java (they are skipped without)

screenshots: $(MEASURING) $(INSTALLED) ## Take the pictures of docs/images/ of the sample portal, in Chromium
	$(BIN)/python -m tests.browser.screenshots

bench: $(MEASURING) ## Measure relevance, speed and size beside named peers into benchmarks/results/ (long)
	@mkdir -p benchmarks/results
	@for name in relevance search build scale http pages update portal_update language any_query; do \
		echo "== $$name"; \
		$(BIN)/python -m benchmarks.$$name --json benchmarks/results/$$name.json || exit 1; \
	done

bench-report: $(MEASURING) ## Plot what `make bench` measured into docs/images/
	$(BIN)/python -m benchmarks.report

lock: $(DEVELOPING) ## Pin the newest versions that pyproject.toml allows, with their hashes
	$(PIP) uv
	$(call pin,requirements.lock,)
	$(call pin,requirements-dev.lock,--extra dev)
	$(call pin,requirements-bench.lock,--extra dev --extra bench --extra browser)

clean: ## Remove what the commands above made; built indexes stay
	rm -rf $(VENV) tests/browser/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis */compiled/*.so
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The lock files also pin what builds this package itself, so that installing it asks no index for anything.
define pin
	printf 'cython\neditables\nhatchling\nsetuptools\n' | $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate --output-file $(1) $(2) pyproject.toml -
endef

define install
	@echo "Installing the packages of $(1) into $(VENV) ..."
	@$(PIP) --require-hashes --requirement $(1)
	@echo "Compiling the loops of searches, if there is a C compiler (half a minute, once) ..."
	@$(PIP) --no-deps --no-build-isolation --editable .
	@ls */compiled/*.so >/dev/null 2>&1 || echo "There is no C compiler, or no Python headers: searches take longer." \
		"On Debian or Ubuntu: apt install gcc python3-dev, then make clean and again."
	@touch $@
endef

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not there. On Debian or Ubuntu: apt install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Trouvaille needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Name another one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(INSTALLED): requirements.lock $(INSTALL_NEEDS) | $(BIN)/python
	$(call install,requirements.lock)

$(DEVELOPING): requirements-dev.lock $(INSTALL_NEEDS) | $(BIN)/python
	$(call install,requirements-dev.lock)
	@touch $(INSTALLED)

$(MEASURING): requirements-bench.lock $(INSTALL_NEEDS) | $(BIN)/python
	$(call install,requirements-bench.lock)
	@touch $(INSTALLED) $(DEVELOPING)

$(BROWSING): tests/browser/package-lock.json
	@command -v npm >/dev/null || { echo "npm is not there. On Debian or Ubuntu: apt install npm" >&2; exit 1; }
	@echo "Installing the packages of $< ..."
	@cd $(@D)/.. && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
	@touch $@

# Never takes the place of a portal that somebody built: the sample is built when nothing is live, or when it is what is live.
$(SAMPLE): $(SAMPLE_NEEDS) | $(INSTALLED)
	@mkdir -p $(PORTAL)
	@if [ ! -e $(PORTAL)/CURRENT ] || cat $(PORTAL)/.sample-* 2>/dev/null | grep -qxFf $(PORTAL)/CURRENT; then \
		$(BIN)/trouvaille build $(WHERE) sample:index_data/sample || exit 1; \
		$(BIN)/trouvaille prune $(WHERE) || exit 1; \
		rm -f $(PORTAL)/.sample-*; \
		cp $(PORTAL)/CURRENT $@; \
	else \
		echo "$(PORTAL) holds another portal than the sample: it is served as it is."; \
		touch $@; \
	fi
