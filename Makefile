# One command each: make run, test, coverage, check, bench, screenshots. `make install` is what `make run` does before it
# serves; `make lock` renews the pinned versions.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8050
VENV := .venv
BIN := $(VENV)/bin
ROOMS := $(wildcard kpis data_models intake access open_data dashboards)
PYTHON_SOURCES := $(ROOMS) $(wildcard app.py terminal.py wiring.py serving.py bench)
# What click says comes through the standard gettext, which reads compiled catalogs; the boards read their .po themselves.
CATALOGS := locale/es/LC_MESSAGES/click.mo
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo "sudo -n") env DEBIAN_FRONTEND=noninteractive

export PORT

.PHONY: run install test coverage check format bench screenshots translations lock clean
.DELETE_ON_ERROR:

# Serves at http://127.0.0.1:$(PORT); the first time it installs, creates the database and fills it with the demonstration.
run: install
	@exec $(BIN)/metas serve --prepare

install: $(VENV)/.run-installed translations

test: $(VENV)/.dev-installed translations $(VENV)/.browser-found
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

# The same, with what the tests do not reach: half as long again.
coverage: ARGS += --cov --cov-report=term
coverage: test

check: $(VENV)/.dev-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PYTHON_SOURCES)
	$(BIN)/lint-imports

format: $(VENV)/.dev-installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev-installed translations $(VENV)/.browser-found
	$(BIN)/python -m bench $(ARGS)

# Pages of a running server (SERVER, else a fresh one on the demonstration) in two widths and both themes.
screenshots: $(VENV)/.dev-installed translations $(VENV)/.browser-found
	$(BIN)/python -m bench.screenshots $(ARGS)

translations: $(CATALOGS)

%.mo: %.po | $(VENV)/.run-installed
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

# Debian keeps venv's installer in a package of its own. It is pip that comes last: without it, the folder is made again.
$(BIN)/pip:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Metas Abiertas necesita Python 3.11 o posterior (make run PYTHON=/ruta/a/python3.11)." >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null || { $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq python3-venv; } \
	  || { echo "Falta el paquete python3-venv: instálelo con «sudo apt install python3-venv» y repita." >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.run-installed: requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Instalando lo necesario en $(VENV) (solo la primera vez)…"
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

$(VENV)/.dev-installed: requirements-dev.lock $(VENV)/.run-installed
	@echo "Instalando las herramientas de prueba…"
	@$(PIP) install -r requirements-dev.lock
	@touch $@

$(VENV)/.browser-found: | $(BIN)/pip
	@{ command -v chromium && command -v chromedriver; } >/dev/null \
	  || { echo "Instalando Chromium para las pruebas…"; $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq chromium chromium-driver >/dev/null; } \
	  || { echo "Falta Chromium: instálelo con «sudo apt install chromium chromium-driver» y repita." >&2; exit 1; }
	@touch $@

# Exact versions from pyproject.toml, as the oldest Python that must run them resolves them (Debian 12 has 3.11.2); no
# package index is named in them.
OLDEST_PYTHON ?= /usr/bin/python3.11
PIP_COMPILE = $(VENV)/lock-tools/bin/python -m piptools compile --quiet --upgrade --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options --annotation-style=line

lock: | $(BIN)/pip
	@[ -x $(VENV)/lock-tools/bin/python ] || "$(OLDEST_PYTHON)" -m venv $(VENV)/lock-tools
	@$(VENV)/lock-tools/bin/python -m pip --disable-pip-version-check --quiet install pip-tools
	$(PIP_COMPILE) --output-file=requirements.lock pyproject.toml
	$(PIP_COMPILE) --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage* *.egg-info
