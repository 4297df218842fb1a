# The commands of the project; README names them, .ci/run calls them.
SHELL := /bin/bash
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV   ?= .venv
DOCS   ?= corpus/documents
# Where PyTorch's CPU build comes from, e.g. https://download.pytorch.org/whl/cpu (see README).
TORCH_INDEX ?=
SEEDS  ?=
# Folder of public data sets for those benchmarks that need some.
DATA   ?=
# Folder of the environments of pipelines that retrieval is measured beside (default: the cache).
PEERS  ?=

BIN      := $(VENV)/bin
RUNTIME  := $(VENV)/.runtime-installed
DEV      := $(VENV)/.dev-installed
# One data folder per folder of documents, so that two collections never mix.
DOCS_KEY := $(shell printf '%s' "$(abspath $(DOCS))" | sha256sum | cut -c1-8)
DATA_DIR := $(CURDIR)/data/$(notdir $(abspath $(DOCS)))-$(DOCS_KEY)

# `make chat HOST=0.0.0.0 PORT=8080 ROOT_PATH=/bot`. Only from the command line: some shells
# keep the machine's name in HOST, and that must not open the page to the network.
given = $(if $(filter command,$(origin $(1))),$(if $($(1)),$(2) "$($(1))"))
SERVE_OPTIONS = $(call given,HOST,--host) $(call given,PORT,--port) $(call given,ROOT_PATH,--root-path)

.PHONY: help setup setup-dev index chat chat-terminal test test-long check format bench bench-full bench-peers screenshots clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(RUNTIME) ## install the product and prepare the embedding model (can be run again)
	@$(BIN)/wenyuan prepare

setup-dev: $(DEV) ## the same with the tools for tests and checks
	@$(BIN)/wenyuan prepare

$(BIN)/python:
	@echo "== making the virtual environment in $(VENV)"
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@echo "== installing packages (several hundred MB the first time)"
	$(if $(TORCH_INDEX),$(BIN)/pip install --index-url $(TORCH_INDEX) "$$(grep '^torch==' requirements.txt)")
	$(BIN)/pip install -r requirements.txt
	$(BIN)/pip install --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo "== installing development tools"
	$(BIN)/pip install -r requirements-dev.txt
	@touch $@

index: $(RUNTIME) ## bring the index of DOCS up to date; a running `make chat` then answers from it
	@$(BIN)/wenyuan --data-dir "$(DATA_DIR)" index "$(DOCS)"

chat: $(RUNTIME) ## index DOCS (default: the sample corpus) and serve the page; HOST=, PORT=, ROOT_PATH=
	@$(BIN)/wenyuan --data-dir "$(DATA_DIR)" serve --index "$(DOCS)" $(SERVE_OPTIONS)

chat-terminal: $(RUNTIME) ## the same, with questions and answers in the terminal
	@$(BIN)/wenyuan --data-dir "$(DATA_DIR)" index "$(DOCS)" || test $$? -eq 1
	@$(BIN)/wenyuan --data-dir "$(DATA_DIR)" chat

# One process more than there are cores: tests of pages and servers wait much of their time.
test: setup-dev ## all tests but the long ones
	$(BIN)/pytest -n $$(($$(nproc) + 1)) --maxprocesses 4 --dist loadfile -m "not long"

test-long: setup-dev ## the tests that take minutes
	$(BIN)/pytest -m long --timeout 1800

check: $(DEV) ## ruff and mypy, as CI runs them
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV) ## let ruff put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev ## quality and speed; SEEDS=FOLDER adds the seed documents, DATA=FOLDER encodings and retrieval
	$(BIN)/python -m benchmarks.answers
	$(BIN)/python -m benchmarks.dialogues
	$(if $(SEEDS),$(BIN)/python -m benchmarks.seeds --folder "$(SEEDS)")
	$(if $(SEEDS),$(BIN)/python -m benchmarks.answers --documents "$(SEEDS)" --questions benchmarks/seed_questions.jsonl)
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.pdf_speed
	$(BIN)/python -m benchmarks.mixed_files --files 100
	$(if $(DATA),$(BIN)/python -m benchmarks.encodings --data "$(DATA)")
	$(if $(DATA),$(BIN)/python -m benchmarks.retrieval --data "$(DATA)" $(if $(PEERS),--peers "$(PEERS)"),@echo "== no DATA=FOLDER: tables of retrieval beside other pipelines are left out")
	$(if $(DATA),$(BIN)/python -m benchmarks.reading --data "$(DATA)")
	$(BIN)/python -m benchmarks.page
	$(BIN)/python -m benchmarks.load

bench-full: bench ## everything, for hours; retrieval goes on where it was interrupted
	$(if $(DATA),$(BIN)/python -m benchmarks.retrieval --data "$(DATA)" $(if $(PEERS),--peers "$(PEERS)") --full)
	$(if $(DATA),$(BIN)/python -m benchmarks.reading --data "$(DATA)" --full)
	$(if $(DATA),$(BIN)/python -m benchmarks.retrieval.ablation --data "$(DATA)")
	$(if $(DATA),$(BIN)/python -m benchmarks.retrieval.vector_indexes --data "$(DATA)")
	$(BIN)/python -m benchmarks.speed --rounds 5
	$(BIN)/python -m benchmarks.round_trip
	$(BIN)/python -m benchmarks.mixed_files

bench-peers: setup-dev ## set up the pipelines that retrieval is measured beside
	$(BIN)/python -m benchmarks.retrieval.peers.environments $(if $(PEERS),--folder "$(PEERS)") $(if $(TORCH_INDEX),--torch-index "$(TORCH_INDEX)")

screenshots: setup-dev ## draw the pictures of the terminal, the page and the widget anew
	$(BIN)/python -m benchmarks.screenshots
	$(BIN)/python -m benchmarks.page_screenshots

clean: ## remove the virtual environment and the data folders of `make chat`
	rm -rf $(VENV) data
