PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Python, dbt and DuckDB find the project's own files from its root.
export PYTHONPATH := $(CURDIR)
export DBT_PROFILES_DIR := $(CURDIR)
SOURCES := python_ml tests/python benchmarks models

.PHONY: help
help:  ## List the targets
	@grep -hE '^[a-z0-9.-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "%-22s %s\n", $$1, $$2}'

$(VENV)/installed: requirements/lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; set PYTHON to one, such as make build PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
	touch $@

.PHONY: setup
setup: $(VENV)/installed  ## Create the environment from the hashed lock

.PHONY: build
build: setup  ## Build the demo, publish it, print a summary and draw the report
	@echo "Building the demo (dbt build; only problems are shown)"
	@$(BIN)/dbt build --quiet
	@$(BIN)/python -m python_ml.publication.summary
	@$(BIN)/python -m python_ml.report

.PHONY: report
report: setup  ## Draw published/report.html from the published tables
	@$(BIN)/python -m python_ml.report

$(VENV)/explore-installed: requirements/explore.txt $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/explore.txt
	touch $@

.PHONY: explore
explore: $(VENV)/explore-installed  ## Look around in the published tables, in a browser
	@$(BIN)/python -m python_ml.explorer

.PHONY: test
test: setup lint parse pytest  ## Everything that must pass: lint, types, parse, tests, both builds

.PHONY: check
check: setup lint parse  ## What needs no build: lint, types, parse, and the tests that build nothing
	$(BIN)/python -m pytest --numprocesses auto -m "not build"

.PHONY: lint
lint: setup target/sqlfluff  ## Ruff, types and sqlfluff
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/pyrefly check --summary=none --python-interpreter-path $(BIN)/python

# Files that passed are linted again once they, a macro or the settings have changed.
SQL_FILES := $(shell find models tests -name '*.sql')
SQL_RULES := .sqlfluff requirements/lock.txt $(shell find macros .ci/sqlfluff_library -name '*.sql' -o -name '*.py')
target/sqlfluff: $(SQL_FILES) $(SQL_RULES)
	$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar \
		$(if $(filter $(SQL_RULES),$?),models tests,$(filter $(SQL_FILES),$?))
	@mkdir -p $(@D) && touch $@

.PHONY: parse
parse: setup  ## dbt parse with warnings as errors
	$(BIN)/dbt parse --quiet --no-partial-parse --warn-error --show-all-deprecations

.PHONY: pytest
pytest: setup  ## The Python tests, which build the demo and the Hillstrom example
	$(BIN)/python -m pytest --numprocesses auto

.PHONY: test-explore
test-explore: $(VENV)/explore-installed  ## The page of the explorer, which needs more than the lock
	$(BIN)/python -m pytest tests/python/explorer/test_app.py

.PHONY: hillstrom
hillstrom: setup  ## Build the Hillstrom example; HILLSTROM_CSV names your copy of the trial
	@cd examples/hillstrom \
		&& export DBT_PROFILES_DIR=. HILLSTROM_CSV="$(if $(HILLSTROM_CSV),$(abspath $(HILLSTROM_CSV)))" \
		&& $(abspath $(BIN))/dbt deps --quiet \
		&& $(abspath $(BIN))/dbt build --quiet \
		&& $(abspath $(BIN))/python -m python_ml.publication.summary

.PHONY: bench
bench: bench-allocation bench-build  ## All benchmarks but those that need the peers

.PHONY: bench-allocation
bench-allocation: setup  ## Seconds of both allocations on 1,000,000 customers x 7 actions
	$(BIN)/python benchmarks/allocation.py --customers 1000000 --actions 7
	PYTHONPATH=. $(BIN)/python benchmarks/constrained_allocation.py

.PHONY: bench-ladder
bench-ladder: setup  ## What policy auto truly earns on each rung of evidence, in three simulated worlds
	$(BIN)/python benchmarks/ladder.py

.PHONY: bench-lives
bench-lives: setup  ## Half a year of daily builds, 54 times over: rules, estimates, value and work
	$(BIN)/python benchmarks/lives.py

.PHONY: bench-build
bench-build: setup  ## Seconds of dbt build on the demo
	$(BIN)/python benchmarks/demo_build.py

.PHONY: bench-risk
bench-risk: setup  ## The own risk model beside churn scores, on five simulated companies
	$(BIN)/python benchmarks/risk_model.py

.venv-peers/installed: requirements/peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/peers.txt
	touch $@

.PHONY: bench-experiments
bench-experiments: .venv-peers/installed  ## Seconds of an experiment's readout beside tea-tasting
	PYTHONPATH=. .venv-peers/bin/python benchmarks/experiments.py

# What was measured stays there and is not measured again.
BENCH_ROWS ?= target/bench

.PHONY: bench-learners
bench-learners: setup .venv-peers/installed  ## Uplift learners beside their peers, for hours; HILLSTROM_CSV names your copy of the trial
	$(BIN)/python benchmarks/learners_on_simulations.py ours --rows $(BENCH_ROWS)/simulations.jsonl
	.venv-peers/bin/python benchmarks/learners_on_simulations.py peers --rows $(BENCH_ROWS)/simulations.jsonl
	$(BIN)/python benchmarks/learners_on_hillstrom.py ours --rows $(BENCH_ROWS)/hillstrom.jsonl --hillstrom "$(HILLSTROM_CSV)"
	.venv-peers/bin/python benchmarks/learners_on_hillstrom.py peers --rows $(BENCH_ROWS)/hillstrom.jsonl --hillstrom "$(HILLSTROM_CSV)"
	$(BIN)/dbt build --quiet --vars '{nba_holdout_rate: 0}'
	.venv-peers/bin/python benchmarks/learners.py --rows $(BENCH_ROWS) --hillstrom "$(HILLSTROM_CSV)" --write docs/benchmarks.md

.PHONY: bench-worlds
bench-worlds: setup  ## What every learner earns in ten simulated companies, and what its intervals hold
	$(BIN)/python benchmarks/learners_on_worlds.py

.PHONY: bench-winsorisation
bench-winsorisation: setup  ## What learners find and earn by winsorised revenue and counts
	PYTHONPATH=. $(BIN)/python benchmarks/winsorised_outcomes.py

.PHONY: bench-rules
bench-rules: setup  ## What rules that choose among learners earn in ten simulated companies
	$(BIN)/python benchmarks/choosing_rules.py

.PHONY: bench-pipeline
bench-pipeline: setup  ## Seconds, memory and growth of builds of 100,000 and 1,000,000 customers
	$(BIN)/python benchmarks/pipeline.py

.PHONY: bench-peers-pipeline
bench-peers-pipeline: setup .venv-peers/installed  ## A build beside the same work scripted with pandas, causalml and HiGHS
	$(BIN)/python benchmarks/peers_pipeline.py

.PHONY: bench-log
bench-log: setup  ## A year of the decision log of the build in WAREHOUSE: seconds of a publication, size of all files
	$(BIN)/python benchmarks/log_growth.py "$(or $(WAREHOUSE),warehouse/nba.duckdb)"

.PHONY: test-duckdb-1.5
test-duckdb-1.5:  ## All tests on DuckDB 1.5
	$(MAKE) setup VENV=.venv-duckdb-1.5
	.venv-duckdb-1.5/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/duckdb-1.5.txt
	$(MAKE) test VENV=.venv-duckdb-1.5

.PHONY: lock
lock: setup  ## Renew the hashed locks from pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-strip-extras --extra dev --extra report --upgrade pyproject.toml --output-file requirements/lock.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-deps --upgrade requirements/duckdb-1.5.in --output-file requirements/duckdb-1.5.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--constraint requirements/lock.txt --upgrade requirements/explore.in --output-file requirements/explore.txt
	uv pip compile --python-version 3.11 --python-platform x86_64-unknown-linux-gnu --generate-hashes \
		--no-annotate --no-header requirements/peers.in --output-file requirements/peers.txt

.PHONY: clean
clean:  ## Remove everything that a build makes again; logs, assignments and models stay
	@if [ -f warehouse/nba.duckdb ] && [ -x $(BIN)/dbt ]; then \
		$(BIN)/dbt run-operation --quiet drop_what_can_be_built_again; fi
	rm -rf target logs dbt_packages
