# make run    set up, build the starter workspace, go on watching
# make test   set up everything the tests need and run them all
# make check  format, lint, types, floors, docs, tests: the only gate
# make docs   the pages of reference, made anew from what they tell of
# make torture    every field of every worked case, every change, every step made to fail: many hours
#                 make torture PART=tests/faults/test_kills.py  one part; docs/reliability-acceptance.md has them all
# make benchmark  what checking and building cost, on invented cases
# make benchmark-scan  what a look at 10,000 cases costs, beside a bare walk
# make benchmark-scale  what 10,000 cases cost: looks, edits, two processes, memory
# make benchmark-render  what filling templates costs, beside others who do it

PYTHON ?= python3
TODAY ?=
COUNT ?= 1000
PART ?=
BIN := .venv/bin
RUN := $(BIN)/python -m
PAGES := reference_docs rule_docs page_docs seed_docs privacy_docs

.PHONY: run test check fix format lint types floors fresh docs pytest golden templates windows-office torture benchmark benchmark-render benchmark-scan benchmark-scale

run: .venv/run.done
	@echo "Making the documents. The first ones take half a minute; Ctrl-C ends it."
	@$(BIN)/alongside $(if $(TODAY),--today $(TODAY)) watch

test: .venv/dev.done
	@sh tools/get_programs.sh
	$(RUN) pytest -n auto

check: .venv/dev.done format lint types floors fresh test

format: .venv/dev.done ; $(RUN) ruff format --check .
lint: .venv/dev.done ; $(RUN) ruff check .
types: .venv/dev.done ; $(RUN) mypy
floors: .venv/dev.done ; $(BIN)/lint-imports
fresh: .venv/dev.done ; @for page in $(PAGES); do $(RUN) tools.$$page --check || exit 1; done
docs: .venv/dev.done ; @for page in $(PAGES) fault_docs; do $(RUN) tools.$$page || exit 1; done
fix: .venv/dev.done ; $(RUN) ruff format . && $(RUN) ruff check --fix .
golden: .venv/dev.done ; $(RUN) pytest tests/golden --renew
torture: .venv/dev.done ; $(RUN) pytest -n auto -m long $(PART)
benchmark: .venv/dev.done
	$(RUN) benchmarks.checking --count $(COUNT)
	$(RUN) benchmarks.build --count $(COUNT)
templates: .venv/dev.done ; $(RUN) tools.starter_templates
benchmark-scale: .venv/dev.done ; $(RUN) benchmarks.scale
benchmark-render: .venv/dev.done ; $(RUN) benchmarks.render
benchmark-scan: .venv/dev.done ; $(RUN) benchmarks.scan
windows-office: .venv/dev.done ; $(RUN) tools.windows_office

.venv/python.done:
	@echo "Setting up in this folder, once: half a minute to two minutes, in silence."
	@$(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('Alongside needs Python 3.11 or newer. With another one: make run PYTHON=python3.12')"
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing. On Debian and Ubuntu: apt install python3-venv"; rm -rf .venv; exit 1; }
	@touch $@

.venv/run.done: .venv/python.done requirements.lock pyproject.toml
	@$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/dev.done: .venv/run.done requirements-dev.lock
	$(RUN) pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
