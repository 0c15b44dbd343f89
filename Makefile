# Two commands: `make demo` and `make test`. Both install what they need into .venv and can be repeated.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help demo test install install-test lint types layers unit wheel schema contract screenshots bench soak fuzz packaging clean

help:
	@echo "make demo         install, then replay 25 years of history without a network (tracker demo)"
	@echo "make test         install with test tools; ruff, mypy --strict, import-linter, wheel, pytest"
	@echo "make bench        time a check against its floor"
	@echo "make fuzz         the laws and the parsers with thirty times as many examples (long)"
	@echo "make soak         memory of the daemon, at rest and after 10,000 checks (ten minutes)"
	@echo "make packaging    the unit, and the steps of the Dockerfile without Docker (a minute)"
	@echo "make contract     record anew what outsiders rely on, and tell what differs (tests/support/contract)"
	@echo "make schema       write docs/schema.md from the database and its descriptions"
	@echo "make screenshots  draw the pictures of the README from the demo (needs Chromium)"
	@echo "make clean        remove .venv, caches and the demo"

demo: install
	@echo "== tracker demo"
	$(BIN)/tracker demo

test: install-test lint types layers wheel unit

lint:
	@echo "== ruff: style and mistakes"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	@echo "== mypy --strict"
	$(BIN)/mypy

layers:
	@echo "== import-linter: each room imports only what stands below it"
	$(BIN)/lint-imports --no-logo

wheel:
	@echo "== the wheel holds what it should"
	@rm -rf build/wheel
	$(BIN)/python -m build --quiet --wheel --outdir build/wheel .
	$(BIN)/check-wheel-contents build/wheel/*.whl

unit:
	@echo "== pytest, in as many processes as there are cores"
	$(BIN)/pytest -q -n auto

install: $(VENV)/installed
install-test: $(VENV)/installed-test

# a stamp each: installing again only when pyproject.toml has changed
$(VENV)/installed: pyproject.toml
	@echo "== installing the tracker into $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("the tracker needs Python 3.11 or newer; use make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@echo "== installing the test tools into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

bench: install-test
	PYTHONPATH=tests/support $(BIN)/python tests/measure/bench.py

soak: install-test
	PYTHONPATH=tests/support $(BIN)/python tests/measure/soak.py

fuzz: install-test
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -q -n auto tests/*/test_laws.py tests/law/test_relations.py tests/sources/test_generations.py

packaging: install-test
	TRACKER_RUN_STEPS=1 $(BIN)/pytest -q -s tests/packaging/test_packaging.py

schema: install-test
	$(BIN)/python docs/schema.py docs/schema.md

contract: install-test
	$(BIN)/python tests/support/contract/record.py

screenshots: install-test demo
	$(BIN)/python docs/screenshots.py demo docs/pictures

clean:
	rm -rf $(VENV) build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
