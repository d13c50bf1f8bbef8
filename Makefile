# Two commands are enough: `make run` and `make test`. `make help` lists the rest.

PYTHON  ?= python3
PORT    ?= 8501
ADDRESS ?= localhost
WORKERS ?= 3
LOG     := $(or $(STATE_DIR),var)/protezione.log

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run test test-all bench pictures format clean
.DELETE_ON_ERROR:

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---- environment: made once, and again only when the pins change ----

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Serve Python 3.11 o più recente (make PYTHON=python3.12 ...)."; exit 1; }
	@echo "Preparo l'ambiente in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Manca il modulo venv: su Debian si installa con 'apt-get install python3-venv'."; exit 1; }

$(VENV)/.installed: requirements.txt | $(PY)
	@echo "Installo le dipendenze (la prima volta serve circa un minuto) ..."
	@$(PIP) install -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "Installo gli strumenti di prova ..."
	@$(PIP) install -r requirements-dev.txt
	@touch $@

# ---- the program ----

run: $(VENV)/.installed  ## prepare the demonstration release if needed, then serve on PORT (8501)
	@$(PY) -m dashboard prepare
	@echo
	@echo "Il cruscotto risponde su http://localhost:$(PORT)   (Ctrl+C per fermarlo)"
	@echo "  pubblico in uso: $${AUDIENCE:-pubblico}. Per aprirne un altro:"
	@echo "    AUDIENCE=cabina make run          Cabina di regia: tutti i dati, anche provvisori"
	@echo "    AUDIENCE=referente:16 make run    referente regionale: codice Istat della Regione"
	@echo "    PORT=9000 make run                un'altra porta"
	@echo
	@echo "  Le tabelle di persone per il pubblico, la prima volta, vengono protette e verificate in sottofondo:"
	@echo "  entrano fra alcuni minuti in un nuovo rilascio, che il cruscotto apre da sé ($(LOG))"
	@nice -n 10 $(PY) -m dashboard prepare --protected > $(LOG) 2>&1 & behind=$$!; \
	  trap 'kill $$behind 2> /dev/null' EXIT INT TERM; \
	  PORT=$(PORT) $(PY) -m streamlit run streamlit_app.py --server.port $(PORT) --server.address $(ADDRESS)

# ---- the tests ----

test: $(VENV)/.installed-dev  ## everything that must be green: lint, types, house rules, all the tests
	@bash tools/system_needs.sh
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not slow"

test-all: $(VENV)/.installed-dev  ## the same, and all that is slow: every look of every page, deeper random tests, coverage
	@bash tools/system_needs.sh
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@DEEP=1 $(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term:skip-covered

bench: $(VENV)/.installed-dev  ## speed and load, side by side with Dash in the same run
	@bash tools/system_needs.sh
	@$(PY) -m benchmarks

pictures: $(VENV)/.installed-dev  ## a picture of every page (1440 and 390 px, light and dark) in pictures/
	@bash tools/system_needs.sh
	@$(PY) -m tools.pictures

format: $(VENV)/.installed-dev  ## put the code in the house format
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format .

clean:  ## take away environment, caches and pictures (what was loaded, in var/, stays)
	rm -rf $(VENV) pictures tests/.artefatti .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
