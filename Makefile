# Samut. The two commands that matter: `make run` and `make test`.
# Needs Python 3.11 to 3.13 with pip, and make; everything else is fetched, pinned by requirements/*.txt.

PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
WORKSPACE ?= demo
BIN := .venv/bin
UV := $(BIN)/uv
INSTALL := $(UV) pip install --quiet --python $(BIN)/python

.PHONY: run test check fix docs lock clean browser assets bench-run bench-pages bench-mpitb bench-whatif bench-drill bench-link bench-live bench-spark bench-national bench-growth bench-import bench-join bench-import-national bench-web bench-jobs bench-search

run: .venv/.run-ready assets
	@$(BIN)/samut --workspace $(WORKSPACE) run --demo $(if $(filter 0,$(SERVE)),--no-serve,--serve --port $(PORT))

test: .venv/.dev-ready assets browser
	$(BIN)/python -m pytest --quiet --cov=samut.rules --cov-branch --cov-report=term:skip-covered tests/unit/rules tests/spec
	$(BIN)/python -m pytest

check: .venv/.dev-ready assets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src tests
	$(BIN)/lint-imports
	$(BIN)/python docs/build_reference.py --check
	$(BIN)/python frontend/build.py --check

fix: .venv/.dev-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/.dev-ready
	$(BIN)/python docs/build_reference.py

assets: .venv/.run-ready
	@$(BIN)/python frontend/build.py

browser:
	@sh tests/browser/get_chromium.sh

lock: .venv/.uv-ready
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		--upgrade --group dev pyproject.toml -o requirements/lock.txt
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
		-c requirements/lock.txt pyproject.toml -o requirements/run.txt

bench-run: .venv/.dev-ready assets
	@$(BIN)/python bench/main_job.py

bench-pages: .venv/.dev-ready assets
	@$(BIN)/python bench/area_pages.py

bench-jobs: .venv/.dev-ready
	@$(BIN)/python bench/jobs.py

bench-web: .venv/.bench-ready assets
	@$(BIN)/python bench/web.py

bench-whatif: .venv/.dev-ready
	@$(BIN)/python bench/whatif.py

bench-spark: .venv/.bench-ready assets
	@$(BIN)/python bench/spark.py

bench-drill: .venv/.dev-ready
	@$(BIN)/python bench/drill.py

bench-link: .venv/.bench-ready
	@$(BIN)/python -W ignore bench/link.py

bench-live: .venv/.dev-ready assets
	@$(BIN)/python bench/live_site.py

bench-national: .venv/.bench-ready
	@$(BIN)/python bench/national.py

bench-import: .venv/.dev-ready
	@$(BIN)/python bench/import.py

bench-import-national: .venv/.dev-ready
	@$(BIN)/python bench/import_national.py

bench-join: .venv/.dev-ready
	@$(BIN)/python bench/join.py

bench-search: .venv/.dev-ready
	@$(BIN)/python bench/search.py

bench-growth: .venv/.bench-ready
	@$(BIN)/python bench/growth.py

bench-mpitb: .venv/.bench-ready
	@$(BIN)/python bench/mpitb.py

clean:
	rm -rf .venv frontend/node_modules src/samut/web/static/build

.venv/.uv-ready: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "Samut needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ". Name another with: make run PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.run-ready: .venv/.uv-ready requirements/run.txt pyproject.toml
	@echo "Installing Samut's pinned dependencies into .venv …"
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --require-hashes -r requirements/build.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev-ready: .venv/.run-ready requirements/lock.txt
	@$(INSTALL) --require-hashes -r requirements/lock.txt
	@touch $@

.venv/.bench-ready: .venv/.dev-ready requirements/bench.txt
	@$(INSTALL) --require-hashes -r requirements/bench.txt
	@touch $@
