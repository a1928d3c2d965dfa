# Two commands do everything on a fresh machine: `make build` and `make test`. Both set up what they need first.
PYTHON ?= python3
COURSE ?= course
OUT ?= dist
SITE_BUILDER = .venv/bin/python -m site_builder

.PHONY: build serve check test test-all test-engines zone coverage clean

build:
	@$(PYTHON) .ci/prepare.py build
	@$(SITE_BUILDER) build $(COURSE) --out $(OUT)

serve:
	@$(PYTHON) .ci/prepare.py build
	@$(SITE_BUILDER) serve $(COURSE)

# For every edit: lint, types, and the tests that need neither a browser nor a whole site.
check:
	@$(PYTHON) .ci/prepare.py test
	@.venv/bin/python .ci/check.py check

# For every landing.
test:
	@$(PYTHON) .ci/prepare.py test
	@.venv/bin/python .ci/check.py test

# Before an issue closes, and every night: all that repeats a path of `make test`, and the other browsers.
test-all:
	@$(PYTHON) .ci/prepare.py test
	@$(PYTHON) .ci/prepare.py engines
	@.venv/bin/python .ci/check.py all

# The zone and all proofs in every Python that is here (python3.11 to python3.14): the same bytes.
zone:
	@$(PYTHON) .ci/prepare.py test
	@.venv/bin/python .ci/check.py zone

# Every branch of the zone is gone through by its tests.
coverage:
	@$(PYTHON) .ci/prepare.py test
	@.venv/bin/python .ci/check.py coverage

test-engines:
	@$(PYTHON) .ci/prepare.py test
	@$(PYTHON) .ci/prepare.py engines
	@.venv/bin/python .ci/check.py engines

clean:
	rm -rf .venv dist build site_builder.egg-info tests/node_modules tests/output .mypy_cache .pytest_cache .ruff_cache .coverage
