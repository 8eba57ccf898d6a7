# Everything runs from .venv, which `make` fills with exactly the locked versions.
# All that a machine needs beforehand: Python 3.11 or newer (with venv) and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKFLOWS := $(CURDIR)/.peers/workflows
AUDIT := $(CURDIR)/.peers/audit
HOOKS := $(CURDIR)/.peers/hooks

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint bench lines workflows hooks audit peers screenshots soak action action-bench image format lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(READY) ## install the locked versions into .venv

$(READY): pyproject.toml requirements/dev.txt
	$(PYTHON) -c 'import sys; sys.exit("dataplan-sync needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## a short tour: diff, apply and drift against the embedded API
	@$(BIN)/dataplan-sync demo

test: $(READY) ## run the tests, with branch coverage
	$(BIN)/lint-imports
	$(BIN)/python -m coverage erase
	COVERAGE_PROCESS_START=$(CURDIR)/pyproject.toml COVERAGE_FILE=$(CURDIR)/.coverage $(BIN)/python -m coverage run -m pytest -n auto
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

lint: $(READY) ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lines: $(READY) ## how much shorter pulled plan files are than the API's JSON (DIR=plans)
	@$(BIN)/python -m peers.lines $(or $(DIR),plans)

audit: $(AUDIT)/.ready ## known advisories in what is locked, and sbom.cdx.json (asks PyPI)
	$(AUDIT)/bin/pip-audit --disable-pip --require-hashes --progress-spinner off -r requirements/runtime.txt -r requirements/dev.txt
	$(AUDIT)/bin/pip-audit --disable-pip --require-hashes --progress-spinner off -r requirements/runtime.txt \
	  --format cyclonedx-json --output sbom.cdx.json

$(AUDIT)/.ready: requirements/audit.txt
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements/audit.txt
	@touch $@

workflows: $(WORKFLOWS)/.ready ## look at the workflows, action.yml and the Dockerfile with those who know the rules
	PATH="$(WORKFLOWS)/bin:$$PATH" actionlint .github/workflows/*.yml examples/workflows/*.yml
	PATH="$(WORKFLOWS)/bin:$$PATH" shellcheck peers/image/run
	$(WORKFLOWS)/bin/zizmor --offline --no-progress --persona pedantic action.yml .github/workflows/*.yml examples/workflows/*.yml
	$(WORKFLOWS)/bin/yamllint --strict --config-file .yamllint.yaml action.yml .github/workflows examples/workflows
	$(WORKFLOWS)/bin/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(WORKFLOWS)/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml examples/workflows/*.yml
	$(WORKFLOWS)/bin/hadolint Dockerfile

$(WORKFLOWS)/.ready: requirements/workflows.txt
	$(PYTHON) -m venv $(WORKFLOWS)
	$(WORKFLOWS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
	  -r requirements/workflows.txt
	@touch $@

action: $(READY) $(WORKFLOWS)/.ready ## the GitHub Action on recorded events, with a runner and without Docker
	$(BIN)/python -m pytest peers/runner -p no:cacheprovider

bench: $(READY) ## how fast it is, against straightforward scripts; SIZE=S, M or L for one size
	$(BIN)/python -m benchmarks $(SIZE)

hooks: $(READY) $(HOOKS)/.ready ## the hooks, run by pre-commit and by prek
	PATH="$(HOOKS)/bin:$$PATH" $(BIN)/python -m pytest peers/hooks -p no:cacheprovider

$(HOOKS)/.ready: requirements/hooks.txt
	$(PYTHON) -m venv $(HOOKS)
	$(HOOKS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/hooks.txt
	@touch $@

action-bench: $(READY) ## how long the action takes to start, cold and warm
	$(BIN)/python -m peers.runner.bench

soak: $(READY) ## the worst days, at length: faults, kills at every request, races (half an hour)
	SHARED_LIMIT=200 WORST_DAY_EXAMPLES=400 WORST_DAY_STEPS=20 KILL_STRIDE=1 $(BIN)/python -m pytest tests/worst_day -n auto --timeout 3600

image: $(READY) ## build the Dockerfile and run the image, without Docker (Debian, root, buildah, debootstrap)
	peers/image/run

peers: $(READY) peers/node_modules/.ready peers/screenshots/node_modules/.ready peers/editor/node_modules/.ready ## the vendor's CLI and SDK, Prism and an editor's language server (needs node and npm)
	$(BIN)/python -m pytest peers --ignore=peers/runner --ignore=peers/hooks -p no:cacheprovider

peers/node_modules/.ready: peers/package.json peers/package-lock.json
	@command -v npm >/dev/null || { echo "make peers needs node 18 or newer and npm" >&2; exit 1; }
	cd peers && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

peers/editor/node_modules/.ready: peers/editor/package.json peers/editor/package-lock.json
	cd peers/editor && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

screenshots: $(READY) peers/screenshots/node_modules/.ready ## take the pictures of docs/comment.md anew (needs node and chromium)
	$(BIN)/python -m peers.screenshots

peers/screenshots/node_modules/.ready: peers/screenshots/package.json peers/screenshots/package-lock.json
	cd peers/screenshots && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

format: $(READY) ## rewrite the code in the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## rewrite requirements/*.txt: hashes, and no index URL (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --output-file requirements/runtime.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  pyproject.toml --extra emulator --group dev --output-file requirements/dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/workflows.in --output-file requirements/workflows.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/audit.in --output-file requirements/audit.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  requirements/hooks.in --output-file requirements/hooks.txt

clean: ## remove what the targets made
	rm -rf $(VENV) .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
