# diastole: everything that a reader, a developer or the build machine runs. It needs make and Python 3.12 or newer.

UV_VERSION := 0.13.9
VENV       := .venv
BIN        := $(VENV)/bin
STAMP      := $(VENV)/.ready
CQL        := tests/screening/cql
BROWSER    := browser
DEMO       := build/demo

# Another environment that happens to be active must not lead the tools away from ours, nor have each of the many
# processes that tests start compile the package anew.
unexport VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export MPLBACKEND ?= Agg

.DEFAULT_GOAL := help
.PHONY: help setup demo test barriers soak validate scores published-cohort dossier coverage lint format docs pictures bench assemble engine release-checks clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: $(STAMP)  ## create .venv with everything locked in uv.lock (does nothing when it is up to date)

# PYTHON=… on the command line chooses the interpreter. A .venv of an older Python is made anew.
$(STAMP): pyproject.toml uv.lock Makefile
	@new='import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 12))'; \
	if ! $(BIN)/python -c "$$new" 2>/dev/null; then \
	  found=; \
	  for candidate in $(or $(PYTHON),python3.12 python3.13 python3); do \
	    if $$candidate -c "$$new" 2>/dev/null; then found=$$candidate; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "diastole needs Python 3.12 or newer with its venv module, and none of '$(or $(PYTHON),python3.12 python3.13 python3)' is one: please install it (on Debian or Ubuntu the packages are python3 and python3-venv) and run make again." >&2; \
	    exit 2; \
	  fi; \
	  $$found -m venv --clear $(VENV); \
	fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv sync --locked --compile-bytecode --all-groups --all-extras --python $(BIN)/python
	@touch $@

demo: $(STAMP)  ## compare a patient with acute severe aortic regurgitation without and with a balloon pump
	@mkdir -p $(DEMO)
	$(BIN)/diastole compare acute_severe_ar --html $(DEMO)/acute_severe_ar.html
	$(BIN)/diastole bench acute_severe_ar --output $(DEMO)/heart.html
	@echo "The pages are $(CURDIR)/$(DEMO)/acute_severe_ar.html and heart.html beside it"

# Workers take a file at a time, the long ones first (conftest.py). Each computes on one core; what it calls must not take
# more.
test validate: export OMP_NUM_THREADS := 1
test validate: export OPENBLAS_NUM_THREADS := 1
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

test: $(STAMP) $(CQL)/node_modules/.ready $(BROWSER)/node_modules/.ready  ## run tests/: does the software do what it says?
	$(PYTEST) tests

barriers: export ALL_VIEWS := 1
barriers: $(STAMP)  ## look for what keeps a reader out, on every page wide and on a phone, light and dark
	$(PYTEST) tests -m barriers

MINUTES := 60
soak: $(STAMP)  ## move random controls of the page for MINUTES (60), and look for what breaks or grows
	$(BIN)/python -m tests.browser.soak --minutes $(MINUTES)

published-cohort: $(STAMP)  ## build the published cohort with its manual into build/published_cohort, in some minutes
	$(BIN)/python -m validation.published_cohort.build --workers 2

scores: $(STAMP)  ## how many published values of people the model meets, by field
	$(BIN)/python -m validation.scores

dossier: $(STAMP)  ## work out every figure of the credibility dossier again (minutes), for `make docs`
	OMP_NUM_THREADS=1 $(BIN)/python -m validation.dossier > /dev/null

validate: $(STAMP) scores  ## run validation/: does the model agree with physiology and publications?
	$(PYTEST) validation

# What Node needs: the engines of a second implementation of the screening rules, and the tools that check and bundle
# the front end.
$(CQL)/node_modules/.ready $(BROWSER)/node_modules/.ready: %/node_modules/.ready: %/package-lock.json
	@if cd $* && command -v npm >/dev/null && npm ci --ignore-scripts --no-audit --no-fund --silent; then \
	  touch node_modules/.ready; \
	else \
	  echo "note: npm cannot install the packages of $* here, so the tests that need them are skipped"; \
	fi

coverage: $(STAMP)  ## report the lines that no test reaches
	$(BIN)/python -m pytest --cov --cov-report=term

lint: $(STAMP)  ## check style, types, layers and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/python -m diastole.knowledge.evidence.check_evidence
	$(BIN)/python -m diastole.answers.check_articles

format: $(STAMP)  ## put the code into the common format and order its imports
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

docs: $(STAMP)  ## build the documentation into build/docs; a warning is an error
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs build/docs
	@echo "The first page is at $(CURDIR)/build/docs/index.html"

pictures: $(STAMP)  ## take the pictures of pages again: docs/images, and build/pictures to look at
	$(BIN)/python scripts/page_pictures.py

bench: $(STAMP)  ## measure the speed
	$(BIN)/python benchmarks/run.py

assemble: $(STAMP)  ## generate the right-hand sides in src/diastole/circulation from the networks
	$(BIN)/python -m diastole.model.circulation.assembly

engine: $(STAMP) $(BROWSER)/node_modules/.ready  ## build the engine of the page, diastole.wasm, and its loader
	$(BIN)/python -m diastole.faces.browser.build_engine
	cd $(BROWSER) && npm run --silent build

release-checks: $(STAMP)  ## write a bill of materials with licences, and look up known vulnerabilities where that can be
	PATH="$(BIN):$$PATH" $(BIN)/python scripts/supply_chain.py

clean:  ## remove what was built or cached (.venv stays; remove it by hand to start afresh)
	rm -rf build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -path ./$(VENV) -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
