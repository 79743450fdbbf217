# Everything a newcomer needs. The work is done by the scripts in tools/; Python is found by trying it.
PORT ?= 8000
DEMO ?= 1
YEARS ?= 1000
VENV_PYTHON = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup run demo-rows test test-long bench bench-short lint types translations migrations requirements bundle sbom sizes clean test-security test-crash test-years test-ha test-deploy

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: ## install everything into .venv, compile texts, gather static files (first step of test; run installs what serving needs)
	@sh tools/setup.sh

run: ## serve http://127.0.0.1:8000 with the demo year; PORT=8001, DEMO=0 starts empty
	@sh tools/setup.sh run
	@exec env HUAIHAI_DEMO=$(DEMO) .venv/bin/huaihai serve --port $(PORT)

demo-rows: setup ## play the demo year anew by real actions and keep its rows (some minutes)
	@exec env PYTHONHASHSEED=0 PYTHONPATH=tools $(VENV_PYTHON) -m demo

test: setup ## every check: lint, types, import arrow, SQLite, PostgreSQL, browser journeys
	@exec $(VENV_PYTHON) tools/test.py

test-long: setup ## the same tests with many more examples each; takes hours
	@exec env HUAIHAI_LONG=1 $(VENV_PYTHON) tools/test.py

test-security: setup ## six hundred seeded tamperings, tools of other makers (by apt), hostile files against a running server
	@exec $(VENV_PYTHON) tools/security.py

test-crash: setup ## kill a real server 100 times on each database, at every step and in between, and check what is left
	@exec $(VENV_PYTHON) -m tests.crash

test-years: setup ## a thousand seeded years of a small alliance: clocks jump, nodes die, senders fail; FROM=17 YEARS=1 replays one
	@exec $(VENV_PYTHON) -m tests.years --years $(YEARS) $(if $(FROM),--from $(FROM))

test-ha: setup ## ninety faults on several nodes, PostgreSQL under Patroni and a real object store, under load; needs root, half an hour
	@exec $(VENV_PYTHON) -m tests.ha

test-deploy: setup ## the guides for one machine, walked on a fresh Debian without a network: install, restore, back to a second, and in a container; needs root, a quarter of an hour
	@exec $(VENV_PYTHON) -m tests.walk

bench: setup ## what each path costs on both databases, to a million cases, and what it must (docs/speed.md)
	@exec $(VENV_PYTHON) -m benchmarks

bench-short: setup ## the same with ten thousand cases; five minutes
	@exec $(VENV_PYTHON) -m benchmarks --short

lint: setup ## ruff, import arrow and translations only
	@exec $(VENV_PYTHON) tools/test.py lint format texts arrow

types: setup ## mypy only
	@exec $(VENV_PYTHON) tools/test.py types

translations: setup ## put new texts into the catalogues, to be translated by hand
	@exec $(VENV_PYTHON) tools/catalogues.py update

migrations: setup ## write the first migration of every room anew, from its models
	@exec $(VENV_PYTHON) tools/migrations.py

requirements: setup ## pin again the newest versions that requirements/*.in allow
	@exec $(VENV_PYTHON) tools/requirements.py

bundle: setup ## all that an installation needs, in one tar for machines without a network, in dist/
	@exec $(VENV_PYTHON) tools/bundle.py

sbom: setup ## bill of materials of what serving needs (CycloneDX), in huaihai.cdx.json
	@.tools/uv/bin/uv run --quiet --no-project --with-requirements requirements/sbom.txt \
		cyclonedx-py requirements requirements/base.txt --output-reproducible --of JSON -o huaihai.cdx.json

sizes: setup ## how much there is to carry: lines, files, addresses, tables, hops of three walks
	@exec $(VENV_PYTHON) tools/sizes.py

clean: ## remove what setup and the checks made; var/ (database, keys, files) stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
