# Everything stays in this folder: Python packages in .venv, npm packages in webapp/node_modules.
# Nothing is rebuilt unless what it is made from has changed.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
APP    := src/morelli/web/app/index.html
NODE   := webapp/with-node

# PyTorch without CUDA, where such a build can be had (see CONTRIBUTING.md). To choose another:
# make test TORCH="torch==2.13.0"
TORCH       ?= torch==2.13.0+cpu
TORCHVISION ?= torchvision==0.28.0

.PHONY: help serve test attack soak fuzz coverage quick check format generated webapp model screenshots wheel audit sbom clean

help: ## Say what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 18

serve: $(VENV)/.web $(APP) ## Run the app on the built-in model
	@$(BIN)/morelli serve

test: check $(APP) ## Run every check and every test
	@$(NODE) npm run --silent test
	@tests/with-programs $(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST)

attack: $(VENV)/.dev $(APP) ## Attack decoders and a server with every kind of hostile picture
	@$(BIN)/python -m pytest --attack tests/attack

soak: SECONDS ?= 3600
soak: $(VENV)/.dev $(APP) ## Visit a server in every way at once, and kill parts of it (SECONDS=3600)
	@$(BIN)/python -m pytest -s --soak=$(SECONDS) tests/attack/test_soak.py

fuzz: SECONDS ?= 60
fuzz: $(VENV)/.dev $(APP) ## Feed decoders, the reader of graphs and the API what nobody thought of (SECONDS=60)
	@$(PIP) atheris==3.0.0 schemathesis==4.32.5
	@for what in pictures graphs api; do \
	  PYTHONWARNINGS=ignore $(BIN)/python tests/attack/fuzz.py $$what --seconds $(SECONDS) || exit 1; \
	done

coverage: ## Run every test, and say which lines none of them reached
	@$(MAKE) test PYTEST="--cov --cov-report=term:skip-covered"

quick: $(VENV)/.dev ## Run the tests that take no server, browser, database or training
	@$(BIN)/python -m pytest --quiet -n auto --dist loadfile -m "not slow"

check: $(VENV)/.dev webapp/node_modules/.package-lock.json ## Run the quick checks: format, lint, types, architecture
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(NODE) npm run --silent lint
	@$(NODE) npm run --silent typecheck
	@$(NODE) npm run --silent check-api

format: $(VENV)/.dev ## Format the Python code
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet .

generated: $(VENV)/.dev webapp/node_modules/.package-lock.json ## Write anew what is generated: docs/cli.md, the API's schema, the TypeScript client
	@$(BIN)/python -m morelli.cli.reference > docs/cli.md
	@$(BIN)/python -m morelli.web.schema > webapp/src/app/core/api/openapi.json
	@$(NODE) npm run --silent generate-api
	@$(BIN)/python tests/inference/test_sentence.py
	@$(BIN)/python tests/inference/test_answer_csv.py

webapp: $(APP) ## Build the front end into the package

# Pictures of elsewhere.csv at the size of their sources may lie in another folder than DATA.
ELSEWHERE ?= $(DATA)

model: $(VENV)/.dev ## Train, measure and install the built-in models (DATA=folder, MORELLI_WEIGHTS=folder)
	@test -n "$(DATA)" || { echo "make model needs DATA=<folder with paintings.csv and not_paintings.csv>"; exit 2; }
	@# `fast` is a member of `default`: what is trained there is gone on from.
	for run in default default/fast; do \
	  name=$${run##*/}; \
	  $(BIN)/morelli train recipes/$$name.toml --out runs/$$run --data $(DATA)/paintings.csv --also $(ELSEWHERE)/elsewhere.csv --unknown unknown_painter --not-paintings $(DATA)/not_paintings.csv --apart-from $(DATA)/gallery/gallery.csv && \
	  $(BIN)/morelli evaluate runs/$$run/bundle --data $(DATA)/paintings.csv --unknown unknown_painter --not-paintings $(DATA)/not_paintings.csv --faithfulness 200 --robustness 150 --neighbours train --source-probe train --copies 200 --elsewhere $(ELSEWHERE)/elsewhere.csv --elsewhere $(DATA)/gallery/gallery.csv --record && \
	  mkdir -p src/morelli/bundles/built_in/$$name && cp runs/$$run/bundle/* src/morelli/bundles/built_in/$$name/ || exit 1; \
	done

screenshots: $(VENV)/.dev $(APP) ## Take the README's pictures of the web app anew
	@$(BIN)/python docs/screenshots.py

wheel: $(APP) $(VENV)/.dev ## Build the wheel, front end and model included
	@$(PIP) build
	@$(BIN)/python -m build --wheel --outdir dist .

audit: $(VENV)/.dev webapp/node_modules/.package-lock.json ## Look for known weaknesses of the packages that are pinned
	@$(PIP) pip-audit==2.10.1
	@.ci/audit

sbom: $(VENV)/.web ## Write dist/sbom.json, all packages of the server (CycloneDX)
	@$(PIP) cyclonedx-bom==7.5.0
	@mkdir -p dist
	@$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file dist/sbom.json $(VENV)

clean: ## Delete what was built, but no data and no runs
	rm -rf $(VENV) webapp/node_modules webapp/.angular src/morelli/web/app dist

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "morelli needs Python 3.11 or newer; $(PYTHON) is not installed."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "morelli needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (on Debian: apt-get install python3-venv)."; exit 2; }

$(VENV)/.web: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing morelli with the web app ..."
	@$(PIP) --editable '.[web]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing morelli with everything for development; PyTorch takes a while ..."
	@$(PIP) '$(TORCH)' '$(TORCHVISION)' timm 2>/dev/null || { \
	  echo "No build of PyTorch without CUDA here; taking the usual one."; \
	  $(PIP) '$(firstword $(subst +, ,$(TORCH)))' '$(TORCHVISION)' timm; }
	@$(PIP) --editable '.[train,web,postgres,search,ray,dev]'
	@touch $@ $(VENV)/.web

webapp/node_modules/.package-lock.json: webapp/package-lock.json | $(VENV)/.web
	@echo "Installing the front end's packages ..."
	@$(NODE) npm ci --silent --no-audit --no-fund
	@touch $@

$(APP): webapp/node_modules/.package-lock.json $(shell find webapp/src webapp/public -type f 2>/dev/null) src/morelli/inference/sentences.json webapp/angular.json webapp/tsconfig.json webapp/tsconfig.app.json
	@echo "Building the front end ..."
	@$(NODE) npm run --silent build
	@$(BIN)/python -m whitenoise.compress --quiet $(dir $(APP))
	@touch $@
