# Two commands: `make demo` and `make test`. Both install what they need into .venv and can be repeated.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JS := tests/js
NODE_PATH := PATH="$(CURDIR)/$(BIN):$$PATH"
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# what uv.lock names for these groups (none: for all), into a list that pip takes from any index: uv only reads the lock
FROM_LOCK = mkdir -p build && $(BIN)/python tools/supply.py pin uv > build/uv.txt && $(PIP) --require-hashes -r build/uv.txt \
	&& $(BIN)/python tools/supply.py require build/$(1).txt $(2) && $(PIP) --require-hashes -r build/$(1).txt

# docs/schema.md is not here: it is made from db/public/describe.py
PROSE := README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md $(filter-out docs/schema.md,$(wildcard docs/*.md docs/*/*.md))

BASE ?= HEAD
DAYS ?= 365
KILLS ?= 1000
SEED ?= 1

.PHONY: lock sbom licences audit help demo test check browser mutate install install-test install-dev lint messages types layers js js-lint unit wheel schema picture contract screenshots docs man notebook dist bench peers scale soak fuzz packaging operate clean

help:
	@echo "make demo         install, then replay 25 years of history without a network (tracker demo)"
	@echo "make test         install with test tools; linters, mypy --strict, import-linter, wheel, node --test, pytest (says what it leaves out)"
	@echo "make check        lint, types, layers, and the tests near to what has changed (half a minute)"
	@echo "make lint         ruff, codespell, proselint, biome, and whether each phrase has its translation"
	@echo "make messages     collect the phrases for the translations, and compile the catalogues"
	@echo "make js           the scripts of the site: biome, node --test"
	@echo "make bench        time a check against its floor"
	@echo "make peers        what a pass costs beside webchanges, urlwatch and changedetection.io (installs 900 MB; ten minutes)"
	@echo "make scale        what 400 treaties cost, and the memory of their daemon (a minute)"
	@echo "make fuzz         the laws with ten and the readers with thirty times as many examples, a kill at each write, more that is tampered with (a quarter of an hour)"
	@echo "make browser      reads with Chromium, and twenty that are killed (minutes; needs Chromium)"
	@echo "make mutate       is each line of law, diff and guard held by a test (an hour; MUTANTS='tracker.law.entry*')"
	@echo "make soak         memory of the daemon; a simulated year with 1,000 kills, and one in one life (an hour; DAYS, KILLS, SEED)"
	@echo "make packaging    the units, the steps of the Dockerfile without Docker, quick start and demo by pipx and uv, a .venv without pip (minutes)"
	@echo "make contract     record anew what outsiders rely on, and tell what differs (tests/support/contract)"
	@echo "make docs         build the documentation as a site (build/docs), strictly; type the tutorial; run the notebook (minutes)"
	@echo "make operate      Litestream, an object store, Caddy and docker compose with the shipped files (a minute)"
	@echo "make man          write the page for man (packaging/man/tracker.1) from the command line"
	@echo "make notebook     run the notebook of the documentation on the demo, and keep what it shows"
	@echo "make schema       write docs/schema.md from the database and its descriptions"
	@echo "make picture      draw the picture of docs/architecture.md from the contract in pyproject.toml"
	@echo "make screenshots  draw the pictures of the README from the demo (needs Chromium)"
	@echo "make lock         lock the newest versions within the bounds, with hashes (uv.lock, and pip's form of it)"
	@echo "make dist         the sdist and the wheel of a release (dist/)"
	@echo "make sbom         the wheel, and beside it what it needs as CycloneDX"
	@echo "make licences     write docs/licences.md from the installed packages"
	@echo "make audit        known advisories on the locked versions (needs a network; says if it has no data)"
	@echo "make clean        remove .venv, caches and the demo"

demo: install
	@echo "== tracker demo"
	$(BIN)/tracker demo

# two at a time: each of these uses one core; what one prints stays together where make can see to that
test: install-test
	@$(MAKE) --no-print-directory -j2 $(if $(filter output-sync,$(.FEATURES)),-Otarget) lint types layers wheel js
	@$(MAKE) --no-print-directory unit

lint: js-lint
	@echo "== ruff: style and mistakes"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@echo "== codespell: misspelt words"
	@git ls-files -z --cached --others --exclude-standard | xargs -0 $(BIN)/codespell
	@echo "== proselint: clumsy or doubtful English in the documents"
	$(BIN)/proselint check --config tools/proselint.json $(PROSE)
	@echo "== catalogues: each phrase has its translation"
	@$(BIN)/python tools/messages.py --check

js-lint: $(JS)/node_modules/installed
	@echo "== biome: mistakes in JavaScript"
	@cd $(JS) && $(NODE_PATH) node_modules/.bin/biome lint --error-on-warnings . ../../tracker/site/assets/*.js

js: js-lint
	@echo "== node --test: the scripts of the site"
	@cd $(JS) && $(NODE_PATH) node --test --test-reporter=dot

types:
	@echo "== mypy --strict"
	$(BIN)/mypy

layers:
	@echo "== import-linter: each room imports only what stands below it"
	$(BIN)/lint-imports --no-logo

wheel:
	@echo "== the wheel holds what it should"
	@rm -rf build/wheel
	$(BIN)/python -m build --quiet --no-isolation --wheel --outdir build/wheel .
	$(BIN)/check-wheel-contents build/wheel/*.whl

dist: install-test
	@echo "== the sdist, and the wheel that is built from it: dist/"
	@rm -rf dist
	$(BIN)/python -m build --quiet --no-isolation --outdir dist .

# BASE=main: what the branch has changed, not only what is not committed
check: install-test lint types layers js
	@echo "== pytest, near to what has changed"
	@$(BIN)/python tools/near_tests.py $(BASE)

# MUTANTS='tracker.law.entry*': those alone; what was tried is remembered in mutants/
mutate: install-dev
	@$(BIN)/mutmut run $(MUTANTS)
	@$(BIN)/mutmut results

browser: install-test
	@echo "== pytest, with Chromium"
	$(BIN)/pytest -q tests/chromium

unit:
	@echo "== pytest, in as many processes as there are cores"
	$(BIN)/pytest -q -n auto

install: $(VENV)/installed
install-test: $(VENV)/installed-test
install-dev: $(VENV)/installed-dev

# Each from uv.lock, by hash, so that two machines have the same. A stamp each: again only when what is wanted has changed.
LOCKED := packaging/docker/requirements.txt packaging/docker/build-requirements.txt

$(VENV)/installed: pyproject.toml $(LOCKED)
	@echo "== installing the tracker into $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("the tracker needs Python 3.11 or newer; use make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV) # Debian without python3-venv makes half of one
	@$(PIP) --require-hashes $(addprefix -r ,$(LOCKED))
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed uv.lock
	@echo "== installing the test tools into $(VENV)"
	@$(call FROM_LOCK,test,test lint)
	@touch $@

# the machine's own node may be missing or old: the one of the test tools reads the lock and runs the tests
$(JS)/node_modules/installed: $(VENV)/installed-test $(JS)/package.json $(JS)/package-lock.json
	@echo "== installing the tools for JavaScript into $(JS)/node_modules"
	@cd $(JS) && $(NODE_PATH) npm ci --silent
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed-test
	@echo "== installing the other tools of a developer into $(VENV)"
	@$(call FROM_LOCK,dev,)
	@touch $@

# a group that few targets need: docs, operate, install
$(VENV)/installed-%: $(VENV)/installed-test
	@echo "== installing the group $* into $(VENV)"
	@$(call FROM_LOCK,$*,$*)
	@touch $@

bench: install-test
	PYTHONPATH=tests/support $(BIN)/python tests/measure/bench.py

# What people would use instead, each in an environment of its own. One that cannot be installed is missing in the table,
# which says so. The tracker as an installation has it: its wheel and what it needs, without test tools.
PEERS := $(shell sed 's/==.*//' tests/measure/peers/versions.txt)

build/peers/%/installed: tests/measure/peers/versions.txt
	@echo "== installing $* into build/peers"
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check "$$(grep '^$*==' $<)"
	@touch $@

build/peers/tracker/installed: $(firstword $(LOCKED))
	@echo "== installing what the tracker needs into build/peers"
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

peers: install-test wheel build/peers/tracker/installed
	@build/peers/tracker/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall build/wheel/*.whl
	-@$(MAKE) --no-print-directory --keep-going $(PEERS:%=build/peers/%/installed)
	PYTHONPATH=tests/support $(BIN)/python tests/measure/peers/compare.py

scale: install-test
	PYTHONPATH=tests/support $(BIN)/python tests/measure/scale.py

soak: install-test
	PYTHONPATH=tests/support $(BIN)/python tests/measure/soak.py
	$(BIN)/python tests/measure/year.py $(DAYS) $(KILLS) $(SEED)
	$(BIN)/python tests/measure/year.py $(DAYS) 0 $(SEED)

# Twelve minutes on two cores that did other work too: tests/support/charts.py says how many examples each law has.
fuzz: install-test
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -q -n auto tests/*/test_laws*.py tests/law/test_relations.py tests/sources/test_generations.py tests/ingest/test_killed.py tests/rebuild/test_tampering.py

packaging: $(VENV)/installed-install wheel
	$(BIN)/pytest -q -s -m "packaging or not operate" tests/packaging

operate: $(VENV)/installed-operate
	@echo "== pytest, with the programs that operators put beside the tracker"
	$(BIN)/pytest -q -m operate tests/service tests/packaging

docs: $(VENV)/installed-docs
	@echo "== pytest: the documentation as a site (build/docs/index.html), the tutorial, the notebook"
	$(BIN)/pytest -q -m docs tests/documents

man: install-test
	$(BIN)/python docs/commands.py packaging/man/tracker.1

notebook: $(VENV)/installed-docs demo
	$(BIN)/python docs/notebook.py .

schema: install-test
	$(BIN)/python docs/schema.py docs/schema.md

messages: install-test
	$(BIN)/python tools/messages.py

picture: install-test
	$(BIN)/python docs/architecture.py

contract: install-test
	$(BIN)/python tests/support/contract/record.py

lock: install-dev
	$(BIN)/uv lock --upgrade --quiet
	$(BIN)/python tools/supply.py export

# of the wheel: the locked versions of all that it may need
sbom: install-dev wheel
	@echo "== what the wheel is made of"
	$(BIN)/python tools/supply.py sbom build/wheel/*.whl

licences: install-dev
	$(BIN)/python tools/supply.py licences

audit: install-dev
	@$(BIN)/python tools/supply.py audit

screenshots: install-test demo
	$(BIN)/python docs/screenshots.py demo docs/pictures

clean:
	rm -rf $(VENV) $(JS)/node_modules build dist demo mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
