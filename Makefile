# `make` alone lists what there is to do.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PORT ?= 8000
SHARED ?= ../shared
# Tests start some two hundred processes of ours: where the environment forbids to keep what was
# compiled, each would compile it all again.
export PYTHONDONTWRITEBYTECODE :=
IMAGE_FOLDER ?= /var/tmp/policybot-image

.PHONY: help install run test test-slow test-explore test-postgresql lint format types imports \
	image-check screenshots bench bench-questions bench-figures bench-documents bench-retrieval \
	bench-channels bench-scan bench-kill bench-adding bench-million load soak clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(INSTALLED): pyproject.toml constraints.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing (the first time takes a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@
	@echo "Installed. Next: make run, or . $(VENV)/bin/activate && bot doctor"

install: $(INSTALLED) ## Make the virtual environment and install everything

run: $(INSTALLED) ## Start the demonstration and print the address to open
	@$(BIN)/bot serve --demo --port $(PORT)

test: $(INSTALLED) ## Run every test but the slow ones
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

test-slow: $(INSTALLED) ## Run the tests that take longer than ten seconds each
	@$(BIN)/python -m pytest -n auto --dist worksteal -m slow

test-explore: $(INSTALLED) ## Try every property on fresh random examples
	@$(BIN)/python -m pytest -n auto --dist worksteal -m hypothesis --hypothesis-profile=explore

# Those of the figures and of reading documents keep nothing in the application's database.
test-postgresql: $(INSTALLED) ## Run every test of the application once more, on a real PostgreSQL
	@TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto --dist worksteal -m "not slow and not browser" \
		tests/bot tests/contracts tests/end_to_end \
		tests/retrieval/test_library.py tests/retrieval/index/test_live_index.py tests/retrieval/test_life_cycle.py

lint: $(INSTALLED) ## Check style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(INSTALLED) ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(INSTALLED) ## Check types
	@$(BIN)/mypy

imports: $(INSTALLED) ## Check the direction of imports
	@$(BIN)/lint-imports

image-check: ## As root: do without Docker what the Dockerfile does, and run it read-only, without network
	@deploy/check_image.sh $(IMAGE_FOLDER)

screenshots: $(INSTALLED) ## Take the pictures of docs/screenshots from a fresh demonstration on PORT, scanned for alerts
	@$(BIN)/python -m tests.bot.web.screenshots http://127.0.0.1:$(PORT) docs/screenshots

bench: $(INSTALLED) ## Measure start-up, first answer, memory and milliseconds per answer
	@$(BIN)/python -m tests.benchmarks $(SHARED)

bench-questions: $(INSTALLED) ## Ask 20 000 generated questions; read the outside time expressions
	@$(BIN)/python -m tests.benchmarks.generated_questions
	@$(BIN)/python -m tests.benchmarks.time_number $(SHARED)/bench

bench-figures: $(INSTALLED) ## Measure answers about figures up to ten million monthly facts
	@$(BIN)/python -m tests.benchmarks.figures

bench-documents: $(INSTALLED) ## Measure a document of 200 pages and a table of 100 000 rows, from file to answer
	@$(BIN)/python -m tests.benchmarks.large_documents

bench-retrieval: $(INSTALLED) ## Measure the encoder, the ranking on the outside sets, search at full scale
	@$(BIN)/python -m tests.benchmarks.retrieval $(SHARED)

bench-channels: $(INSTALLED) ## Measure acknowledgements under load, then send 100 000 mutated callbacks
	@$(BIN)/python -m tests.benchmarks.acknowledgement
	@$(BIN)/python -m tests.benchmarks.mutated_callbacks

bench-scan: $(INSTALLED) ## Measure one scan over 100 000 open tasks
	@$(BIN)/python -m tests.benchmarks.scan

bench-kill: $(INSTALLED) ## Kill a working process 200 times and count what was lost or said twice
	@$(BIN)/python -m tests.benchmarks.kill

bench-adding: $(INSTALLED) ## Add one document to 57 684 articles, and delete it, while people ask
	@$(BIN)/python -m tests.benchmarks.adding $(SHARED)

bench-million: $(INSTALLED) ## Build and search the index from ten thousand to a million passages
	@$(BIN)/python -m tests.benchmarks.million $(SHARED)

load: $(INSTALLED) ## Measure what one process and three carry: chat, callbacks, alerts, memory
	@$(BIN)/python -m tests.benchmarks.load

soak: $(INSTALLED) ## Half an hour at half load while sources fail, the vendor stalls, processes die
	@$(BIN)/python -m tests.benchmarks.soak

clean: ## Remove what was installed and made here
	@rm -rf $(VENV) .data .mypy_cache .ruff_cache .pytest_cache .hypothesis
