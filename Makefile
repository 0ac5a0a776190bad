# `make run` and `make test` are all one needs; both set everything up by themselves. `make help` lists the rest.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
export PYTHONPATH := .
ready := .venv/ready
code := kiosk ocr devices sync ui center
offscreen := QT_QPA_PLATFORM=offscreen

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## sets up, then runs centre, simulated devices, sync and the kiosk's window (SCREEN=vnc: without a display)
	@if [[ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}$(SCREEN)" ]]; then \
		echo "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). Two ways on:"; \
		echo "  make demo             plays a whole visit off screen: pictures and figures in out/demo"; \
		echo "  make run SCREEN=vnc   the window, for VNC viewers on this machine only"; \
		exit 1; \
	fi
	@$(MAKE) -s $(ready) bytecode
	@if [[ "$(SCREEN)" == vnc ]]; then .ci/setup vnc >/dev/null; fi
	@SCREEN=$(SCREEN) $(python) .ci/start.py

demo: $(ready) bytecode ## Ms Wang's whole visit in the real window, off screen: pictures, figures and paper in out/demo
	@$(offscreen) $(python) -m ui.demo $(ARGS)

test: $(ready) bytecode ## sets up, then runs the tests (ARGS="-k wang" for some of them)
	@.ci/setup real >/dev/null || [[ -z "$$CI" ]] # without it the tests against real middleware are skipped
	@$(offscreen) $(python) -m pytest -n auto $(ARGS)

check: $(ready) ## style, types, imports, QML, dead code, dependencies, the tree
	$(python) -m ruff format --check -q .
	$(python) -m ruff check -q .
	$(python) -m mypy
	.venv/bin/lint-imports --no-logo
	$(python) -m ui.lint
	$(python) .ci/dead.py
	$(python) -m deptry .
	$(python) .ci/tree.py

fuzz: $(ready) ## hostile bytes for every decoder of a wire, ten million each (ARGS="id_reader --bytes 1000000")
	@$(python) -m tests.fuzz $(ARGS)

bench: $(ready) bytecode ## figures of this machine beside their peers (ARGS=--json)
	@.ci/setup chromium >/dev/null
	@$(python) -m bench $(ARGS)

pictures: demo ## plays the visit and takes docs/pictures anew from its pages
	@$(offscreen) $(python) docs/pictures.py

docs: $(ready) ## writes docs/configuration.md from the settings
	@$(python) docs/configuration.py > docs/configuration.md

setup: ## what run and test do first; again also when nothing changed
	@.ci/setup
	@touch $(ready)

$(ready): requirements.lock .ci/setup $(wildcard kiosk/assets/*) $(wildcard ui/i18n/*.ts)
	@.ci/setup
	@touch $@

bytecode: # every process starts quicker, also where Python is told to write none itself
	@$(python) -m compileall -q $(code) tests bench

lock: ## brings requirements.lock up to pyproject.toml (ARGS=--upgrade for newer versions of everything)
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --group dev \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		-o requirements.lock pyproject.toml $(ARGS)

clean: ## removes what set-up and running made: .venv, .assets, var, out
	rm -rf .venv .assets var out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.PHONY: help run demo test check fuzz bench pictures docs setup bytecode lock clean
