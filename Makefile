# Two commands do all the set-up: `make demo` and `make test`. They can be repeated; what they fetch stays in .venv and
# in the user's caches. `make help` lists the rest.

PYTHON ?= python3
BIN := .venv/bin
DEMO := demo/graph
# One process more than cores: for a third of the time tests wait, for servers that start, for kills and for the disk. At most 4, for memory.
JOBS := $(shell $(PYTHON) -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))' 2>/dev/null || echo 2)
DEMO_QUESTIONS := 01-who-took-part 03-offices-on-a-day 11-whose-experience-was-studied

.PHONY: help demo test quick lint bench clean
help:
	@echo "make demo   set up, load the example graph, answer three questions in three languages, write a page"
	@echo "make test   set up, then run all tests against a real Neo4j and a real browser"
	@echo "make quick  set up, then run the tests that need no server and no browser and are not slow"
	@echo "make lint   ruff and mypy"
	@echo "make bench  measure against the peers (docs/benchmarks.md)"
	@echo "make clean  remove what these commands made in this folder"

# A virtual environment; where Python comes without the venv module's parts, virtualenv makes it, from a cache in here.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "govgraph needs Python 3.11 or later: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@echo "== making a virtual environment in .venv"
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; \
	  $(PYTHON) -m pip install --quiet --target .cache/virtualenv virtualenv && \
	  PYTHONPATH=.cache/virtualenv $(PYTHON) -m virtualenv --quiet .venv; }

.venv/installed: .venv/bin/python pyproject.toml
	@echo "== installing govgraph and what it needs into .venv (about 500 MB, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/installed-test: .venv/bin/python pyproject.toml
	@echo "== installing govgraph, the Neo4j server's starter and the test tools into .venv (about 800 MB, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ .venv/installed

demo: .venv/installed
	@echo "== loading examples/central-asia into $(DEMO)"
	@$(BIN)/govgraph load examples/central-asia --graph $(DEMO)
	@$(BIN)/python examples/demo.py $(DEMO) $(DEMO_QUESTIONS)
	@echo; echo "== writing the page"
	@$(BIN)/govgraph view --graph $(DEMO) --title "Central Asia" -o demo/central-asia.html
	@echo "Open demo/central-asia.html in a browser. It needs no network."

test: .venv/installed-test
	@echo "== looking for a browser"
	@$(BIN)/python tests/install_browser.py
	@echo "== running the tests (the first run fetches the Neo4j server, about 240 MB)"
	@$(BIN)/python -m pytest -n $(JOBS)

quick: .venv/installed-test
	@$(BIN)/python -m pytest -n $(JOBS) -q -m "not server and not browser and not slow"

lint: .venv/installed-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: .venv/installed-test
	@$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .cache demo build dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
