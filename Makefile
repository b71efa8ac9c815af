# Everything from nothing but python3: `make demo`, `make test`, `make check`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test check bench format lock clean

help:  ## List what can be made.
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(READY)

demo: $(READY)  ## Say who writes the sample shop's tables, and what would break.
	@$(BIN)/writers scan --root sample_repos/shop --exit-zero

test: $(READY)  ## Run every test, on a real Postgres.
	$(BIN)/python -m pytest -q

check: $(READY)  ## Run ruff, mypy and the import contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(READY)  ## Measure time and memory on generated monorepos (or TREE=…), and print the ratios.
	$(BIN)/python -m benchmarks $(if $(TREE),--tree $(TREE)) $(BENCH)

format: $(READY)  ## Format the code.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## Write the versions that are tested to requirements.lock (needs uv).
	sed -n '/^dev = \[/,/^\]/p' pyproject.toml | grep -oE '"[^"]+"' | tr -d '"' > .dev.in
	uv pip compile --quiet --universal --python-version 3.10 --no-header --no-annotate --no-emit-index-url \
		--output-file requirements.lock pyproject.toml .dev.in
	@rm .dev.in

clean:  ## Remove what was built.
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
