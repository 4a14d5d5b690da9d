# make run, make test: all they need is python3 (3.11 or newer, with venv). README has the plain commands.

PYTHON3 ?= python3
PORT ?= 8000
# This machine alone, until PUBLIC_URL says that others may come.
HOST ?= $(if $(PUBLIC_URL),0.0.0.0,127.0.0.1)
ADDRESS = $(if $(PUBLIC_URL),$(PUBLIC_URL),http://127.0.0.1:$(PORT))/

PYTHON = .venv/bin/python
INSTALL = -m pip install --quiet --no-input --disable-pip-version-check --require-hashes -r
MANAGE = $(PYTHON) manage.py

.DEFAULT_GOAL = help
.DELETE_ON_ERROR:
.PHONY: help run account secret-key test drill bench check format messages pictures requirements clean

help:
	@echo 'make run           set up, seed and serve on http://127.0.0.1:8000/ (PORT=9000 elsewhere)'
	@echo 'make account       make a staff account'
	@echo 'make test          set up and run every test, on SQLite and PostgreSQL'
	@echo 'make check         the checks that read the code without running it'
	@echo 'make drill         the tests that find rare faults by repeating long'
	@echo 'make bench         measure it beside its peers (PROJECTS=10000 is quicker; KEEP=folder keeps the databases)'
	@echo 'make format        format code and templates'
	@echo 'make messages      gather the texts to translate, and compile their translations'
	@echo 'make pictures      take the pictures of the guide to the desk anew, in both languages; needs Chromium'
	@echo 'make requirements  pin anew what pyproject.toml asks for'
	@echo 'make clean         remove what was set up; var/, with the database and the key, stays'

# Tried beforehand, for the server would end in a page of backtrace.
BIND = import socket; socket.create_server(("$(HOST)", $(PORT)))

# Slow clients would otherwise keep the server from ever stopping; hence the 10 seconds.
run: export DEBUG = 0
run: .venv/run.stamp secret-key
	@$(PYTHON) -c '$(BIND)' 2>/dev/null || { echo 'Port $(PORT) is taken; PORT=9000 make run serves elsewhere.'; exit 1; }
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) seed
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@echo
	@echo 'Serving on $(ADDRESS) - stop with Ctrl-C.'
	@echo 'The staff side is $(ADDRESS)admin/ - `make account` in another terminal makes an account for it.'
	@exec $(PYTHON) -m granian --interface wsgi --host $(HOST) --port $(PORT) --workers 2 --blocking-threads 4 \
		--workers-kill-timeout 10 --log-level warning --no-ws yangquan.wsgi:application

account: export DEBUG = 0
account: .venv/run.stamp secret-key
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) createsuperuser

secret-key: var/secret-key

var/secret-key:
	@mkdir -p var
	@umask 077 && $(PYTHON3) -c 'import secrets; print(secrets.token_urlsafe(64))' > $@

# The Python newer than 3.11 that runs Django 6.1: tried, for a command of that name can exist and fail.
SUITABLE = import ensurepip, sqlite3, ssl, sys, venv; sys.version_info < (3, 12) and sys.exit(1); print(sys.executable)
ifneq ($(filter test drill,$(MAKECMDGOALS)),)
LIKELY = python3.14 python3.13 python3.12 $(wildcard $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python3)
NEWER := $(shell $(PYTHON3) -c '$(SUITABLE)' >/dev/null 2>&1 || for python in $(or $(NEWER_PYTHON),$(LIKELY)); \
	do "$$python" -c '$(SUITABLE)' 2>/dev/null && break; done)
endif
SUITES = tests/suites.py $(PYTHON) $(if $(NEWER),.venv-newer/bin/python)

test: .venv/test.stamp $(if $(NEWER),.venv-newer/test.stamp)
	@$(PYTHON) $(SUITES)

drill: export DRILL = 1
drill: .venv/test.stamp $(if $(NEWER),.venv-newer/test.stamp)
	@$(PYTHON) $(SUITES) -- -m drill

PROJECTS ?= 100000

bench: .venv/bench.stamp
	@$(PYTHON) -m tests.bench --projects $(PROJECTS) $(if $(KEEP),--keep $(KEEP))

TEMPLATES = find projects tests -name '*.html' -print0 | xargs -0 -r

# A random key and an address over HTTPS: the settings of production.
check: export SECRET_KEY = $(shell $(PYTHON3) -c 'import secrets; print(secrets.token_urlsafe(64))')
check: export PUBLIC_URL = https://tracker.example
check: export DATABASE_URL = sqlite://:memory:
check: export DEBUG = 0
check: .venv/test.stamp
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(TEMPLATES) .venv/bin/djade --target-version 5.2 --check
	.venv/bin/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --deploy --fail-level WARNING

format: .venv/test.stamp
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format
	$(TEMPLATES) .venv/bin/djade --target-version 5.2

# Needs GNU gettext. Texts are written in English, so only Chinese has a catalogue.
messages: export DEBUG = 1
messages: .venv/test.stamp
	cd projects && ../$(PYTHON) ../manage.py makemessages --locale zh_Hans --no-location --no-obsolete
	cd projects && ../$(PYTHON) ../manage.py compilemessages --locale zh_Hans

pictures: export PICTURES = 1
pictures: export REQUIRE_ALL = 1
pictures: .venv/test.stamp
	$(PYTHON) -m pytest tests/browser/test_desk_paths.py

# For every platform, and for each Python the newest Django that it runs. The files name no registry.
COMPILE = $(PYTHON) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --custom-compile-command 'make requirements' pyproject.toml
requirements: .venv/test.stamp
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --group test --group check --constraint requirements.txt --output-file requirements-dev.txt
	$(COMPILE) --group bench --constraint requirements-dev.txt --output-file requirements-bench.txt

clean:
	rm -rf .venv .venv-newer .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/made:
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed; PYTHON3=/path/to/python3 names one.'; exit 1; }
	$(PYTHON3) -m venv --clear .venv
	@touch $@

.venv-newer/made:
	$(NEWER) -m venv --clear .venv-newer
	@touch $@

.venv/run.stamp: .venv/made requirements.txt
	$(PYTHON) $(INSTALL) requirements.txt
	@touch $@

.venv/bench.stamp: .venv/test.stamp requirements-bench.txt
	$(PYTHON) $(INSTALL) requirements-bench.txt
	@touch $@

%/test.stamp: %/made requirements-dev.txt
	$*/bin/python $(INSTALL) requirements-dev.txt
	@touch $@
