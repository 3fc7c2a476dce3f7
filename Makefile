# Short names for the checks. The checks themselves are in .ci/check.py, which CI runs too.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
CHECKS := lint imports types traces test rest core coverage docs examples

.PHONY: check format bench site $(CHECKS)

check:
	$(PYTHON) .ci/check.py

$(CHECKS):
	$(PYTHON) .ci/check.py $@

format:
	$(PYTHON) -m ruff format
	$(PYTHON) -m ruff check --fix-only --quiet

site:
	$(PYTHON) -m scripts.make_site

bench:
	$(PYTHON) -m benchmarks.page
