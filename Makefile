# `make` alone lists what there is to do.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PORT ?= 8000
SHARED ?= ../shared

.PHONY: help install run test test-slow lint format types imports bench screenshots clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

$(INSTALLED): pyproject.toml constraints.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Installing (the first time takes a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

install: $(INSTALLED) ## Make the virtual environment and install everything

run: $(INSTALLED) ## Start the demonstration and print the address to open
	@$(BIN)/bot serve --demo --port $(PORT)

test: $(INSTALLED) ## Run every test but the slow ones
	@$(BIN)/python -m pytest -m "not slow"

test-slow: $(INSTALLED) ## Run the tests that take longer than ten seconds each
	@$(BIN)/python -m pytest -m slow

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

bench: $(INSTALLED) ## Measure start-up, first answer, memory and milliseconds per answer
	@$(BIN)/python -m tests.benchmarks $(SHARED)

clean: ## Remove what was installed and made here
	@rm -rf $(VENV) .data .mypy_cache .ruff_cache .pytest_cache .hypothesis
