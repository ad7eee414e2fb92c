# Two commands matter: `make run` serves the site, `make test` tests it. Everything else is built from them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run setup seed test check bench lock clean
.DEFAULT_GOAL := run
# The tests start hundreds of processes, which need not compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

run: $(VENV)/.run-ready
	@exec $(BIN)/stoppress run --demo

seed: $(VENV)/.run-ready
	$(BIN)/stoppress setup
	$(BIN)/stoppress seed $(if $(STORIES),--stories $(STORIES))

$(VENV)/.run-ready: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Stoppress needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing: apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked dependencies …"
	@# pyvips must take the libvips of its wheel, not compile itself against an older one that the system may have.
	@PKG_CONFIG_LIBDIR=/nowhere $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready requirements/test.txt
	@PKG_CONFIG_LIBDIR=/nowhere $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

test: $(VENV)/.test-ready
	@sh tests/system-packages.sh
	@$(BIN)/python -m tests.made_once & $(MAKE) --no-print-directory check; said=$$?; wait $$! && exit $$said
	@$(BIN)/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder tests
	@sh tests/on-postgresql.sh $(BIN)/python

check: $(VENV)/.test-ready
	@$(BIN)/ruff check stoppress tests bench
	@$(BIN)/djlint --lint --quiet stoppress
	@$(BIN)/lint-imports
	@$(BIN)/mypy stoppress

bench: $(VENV)/.test-ready
	@$(BIN)/python -m bench

lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra run-build pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --extra run-build --extra test -c requirements/run.txt pyproject.toml -o requirements/test.txt

clean:
	rm -rf $(VENV) .made var
