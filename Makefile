# make demo: takes the simulated sample calls through the whole flow, and writes var/report/index.html
# make test: installs what tests need and runs everything
# make crashes: kills worker, web server and database thirty times each while calls go through (make test: twice)
# make evals: measures quality and speed, and prints tables; make measured writes them to docs/measured.md
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SOURCES := src tests evals
WORKERS ?= 3
EVALS := asr reliability glossary samples speakers prompts live live_others suggestions guidance guidance_sentences audiohook_sessions dispatch query evaluation \
  redaction decode call_table vault gate suspension erasure flow

.PHONY: demo test lint crashes evals measured lock clean
demo: $(VENV)/.demo-installed
	@$(BIN)/gardefou demo

test: $(VENV)/.test-installed lint
	@PYTHON=$(BIN)/python sh .ci/browser
	@$(BIN)/python -m pytest -m "not alone" -n $(WORKERS) --dist loadfile --no-loadscope-reorder
	@$(BIN)/python -m pytest -m alone

lint: $(VENV)/.test-installed
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check --quiet $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

crashes: $(VENV)/.test-installed
	@GARDEFOU_TEST_KILLS=30 $(BIN)/python -m pytest tests/integration/flow/test_crashes.py

evals: $(VENV)/.test-installed
	@for name in $(EVALS); do echo "== $$name"; $(BIN)/python -m evals.$$name || exit 1; done

measured: $(VENV)/.test-installed
	@{ echo "# Measured"; echo; echo "Written by \`make measured\`: what each command of \`evals/\` printed."; \
	  for name in $(EVALS); do printf '\n## %s\n\n```\n' "$$name"; $(BIN)/python -m evals.$$name; printf '```\n'; done; \
	} > docs/measured.md

$(VENV)/.demo-installed: requirements.txt pyproject.toml
	@PYTHON=$(PYTHON) VENV=$(VENV) sh .ci/install requirements.txt
	@touch $@

$(VENV)/.test-installed: requirements-test.txt pyproject.toml
	@PYTHON=$(PYTHON) VENV=$(VENV) sh .ci/install requirements-test.txt
	@touch $@ $(VENV)/.demo-installed

lock:
	uv pip compile pyproject.toml --extra all --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --quiet --upgrade -o requirements.txt
	uv pip compile pyproject.toml --extra all --group build --group test -c requirements.txt --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --quiet -o requirements-test.txt

clean:
	rm -rf $(VENV) var build dist
