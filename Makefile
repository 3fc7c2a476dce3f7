# Short names. The list of checks itself is .ci/check.py, which CI runs too.
PYTHON ?= $(if $(wildcard .venv/bin/python),.venv/bin/python,python3)
CHECKS := lint imports types traces test docs examples

.PHONY: check format bench $(CHECKS)

check:
	$(PYTHON) .ci/check.py

$(CHECKS):
	$(PYTHON) .ci/check.py $@

format:
	$(PYTHON) -m ruff format
	$(PYTHON) -m ruff check --fix-only --quiet

bench:
	@for module in $(filter-out benchmarks.__init__,$(subst /,.,$(basename $(wildcard benchmarks/*.py)))); do \
		$(PYTHON) -m "$$module" || exit 1; done
