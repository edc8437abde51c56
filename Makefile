# Each target sets itself up: .venv gets exactly what requirements.lock says, and is made anew when that changes.
#   make test PYTHON=/path/to/python3.13     another interpreter
#   make test TEST_ARGS="-k parity"          passed on to pytest
#   make demo DEMO_ARGS="neglect baseline"   another comparison
#   make claims CLAIMS_ARGS="K1 L4 --seeds 20 --ensemble 0"   a few claims, their pages in results/claims

PYTHON ?=
WORKERS ?= 2
DEMO_ARGS ?= coupon_spam value_content baseline --out results/demo
CLAIMS_ARGS ?= --docs docs
TEST_ARGS ?=
BENCH_ARGS ?=
LOCK_ARGS ?=
NOTEBOOKS ?=
CALIBRATE_ARGS ?=

BIN := .venv/bin
SETUP = @PYTHON="$(PYTHON)" sh .ci/setup

.DEFAULT_GOAL := help
.PHONY: help setup demo test campaigns bench lint docs notebooks findings calibrate validate claims lock clean

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup:  ## make .venv, or mend it (Python 3.11 or later; PYTHON=... names one)
	$(SETUP)

demo: setup  ## compare coupons all day, content of value and usual practice: a report in results/demo
	@$(BIN)/grouplife compare $(DEMO_ARGS)

test: setup  ## run the tests (TEST_ARGS="-m 'not slow'" leaves out the slow ones)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(TEST_ARGS)

campaigns: setup  ## run the tests that want the machine for themselves: browsers, long killing
	$(BIN)/python -m pytest -m campaign $(TEST_ARGS)

bench: setup  ## measure speed and memory: a table, and JSON beside it
	@$(BIN)/python benchmarks/bench.py $(BENCH_ARGS)

lint: setup  ## check style, format and types
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

docs: setup  ## refresh the tables in docs/ from the code
	@$(BIN)/python docs/update.py

notebooks: setup  ## write notebooks/*.ipynb from their sources in both languages, and run them (NOTEBOOKS="2 7": some)
	@$(BIN)/python notebooks/build.py $(NOTEBOOKS)

findings: setup  ## run what docs/findings.md reports, and write its tables: some minutes (WORKERS=2)
	@$(BIN)/python docs/findings.py --workers $(WORKERS)

claims: setup  ## judge the claims of the trade and write docs/claims.md: some 25 minutes on two cores, goes on where it stopped
	@$(BIN)/grouplife claims --workers $(WORKERS) $(CLAIMS_ARGS)

calibrate: setup  ## fit the assumed parameters anew, ship the fits: some 40 minutes; goes on where it was stopped
	@$(BIN)/grouplife calibrate --out results/calibration --resume --workers $(WORKERS) $(CALIBRATE_ARGS)
	@$(BIN)/python docs/calibration.py results/calibration

validate: setup  ## set the model beside what was measured: docs/validation.md
	@$(BIN)/grouplife validate --docs docs --workers $(WORKERS)

lock:  ## rewrite requirements.lock from pyproject.toml (LOCK_ARGS=--upgrade: newest versions)
	@PYTHON="$(PYTHON)" sh .ci/lock $(LOCK_ARGS)

clean:  ## remove .venv, caches and built files; results stay
	rm -rf .venv .venv.old .venv.lock build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
