# Everything a person or CI does with Copydesk, one word each.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false

.PHONY: run test check torture lint bench docs schema lock format clean-build

run: $(VENV)/runtime  ## set up, ingest raw/samples, show where the records are
	$(BIN)/copydesk ingest raw/samples --desk desk

test: $(VENV)/development  ## set up and run every test
	$(BIN)/python -m pytest

check: lint test  ## the one gate: lint, types, import contracts, tests

torture: $(VENV)/development  ## kill, starve, fill and poison it for an hour or two: the long forms of the tests
	$(BIN)/python -m pytest -m torture

lint: $(VENV)/development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir $(VENV)/import-linter

bench: $(VENV)/development  ## print every measured figure beside other tools
	$(BIN)/python -m tests.bench

format: $(VENV)/development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/development  ## write the pages of docs/ that follow from the code
	$(BIN)/python -m tests.documentation

schema: $(VENV)/runtime  ## write the JSON Schema of the records under its version
	$(BIN)/copydesk schema > models/schema/outcome-$$($(BIN)/python -c 'from models import SCHEMA_VERSION; print(SCHEMA_VERSION)').json

lock:  ## resolve the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra build --extra dev --extra bench pyproject.toml --output-file requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--extra build --constraint requirements-dev.lock pyproject.toml --output-file requirements.lock

# A marker file stands for an environment that holds what its lock names. The lock is complete, so pip resolves nothing.
$(VENV)/runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q clean flows models parsers raw  # where PYTHONDONTWRITEBYTECODE is set, no start does it
	touch $@

$(VENV)/development: requirements-dev.lock $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $@

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Copydesk needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

clean-build:
	rm -rf $(VENV) build *.egg-info
