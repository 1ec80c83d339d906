# Everything that one does with Pressrun. `make` builds, `make help` tells the rest.
# Written for GNU make 3.81, which is what Macs have; paths are relative, so that a clone may lie
# anywhere.

SHELL = /bin/sh
PYTHON = .venv/bin/python
# A stamp is younger than all that its step depends on; while it is, the step costs nothing and
# no network.
BUILD_STAMP = .venv/.pressrun-build
TEST_STAMP = .venv/.pressrun-test
NODE_STAMP = node_modules/.pressrun-test
LOCKED = pyproject.toml uv.lock .ci/python.sh
# What `make layout-faults` counts in.
BOOK = tests/sample/source
# Browsers come from the system; the packages would fetch their own.
NPM = PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 npm

# The set-up includes bytecode; some containers are told to write none.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL = build
.PHONY: build test check lint figures score score-web score-markdown bench picture gallery reference installed fuzz faults layout-faults hostile clean help system-build system-test

build: $(BUILD_STAMP) ## Set up what is missing, then make source/ into dist/: plain `make`.
	@$(PYTHON) build.py

test: $(TEST_STAMP) $(NODE_STAMP) ## Set up the test tools as well, then run every test.
	@$(PYTHON) -m pytest --numprocesses 3 --dist loadfile

check: lint test ## Do all that CI does, the quick checks first.

lint: $(TEST_STAMP) ## Check style, types and templates.
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

figures: $(TEST_STAMP) $(NODE_STAMP) ## Draw the figures of source/ anew.
	@$(PYTHON) source/figures/draw_locator_map.py

score: $(TEST_STAMP) ## Score the reader of pasted copy on the cases whose truth is known.
	@PYTHONPATH=. $(PYTHON) tests/score_pasted.py

score-web: $(TEST_STAMP) ## Score the reader of saved web pages on the cases whose truth is known.
	@PYTHONPATH=. $(PYTHON) tests/score_web.py

score-markdown: $(TEST_STAMP) ## Build a book, a blog and a folder of notes, and count what is lost (minutes).
	@PYTHONPATH=. $(PYTHON) tests/score_markdown.py

bench: $(TEST_STAMP) $(NODE_STAMP) ## Measure what editions cost beside the peers: `make bench WORK="article issue"` (an hour, all of it).
	@.ci/python.sh bench
	@$(PYTHON) -m benchmarks $(WORK)

picture: $(TEST_STAMP) $(NODE_STAMP) build ## Draw the README's picture from the editions just built.
	@$(PYTHON) -m tests.reading.spread dist/world-desk.pdf dist/world-desk.epub docs/spread.png

gallery: $(TEST_STAMP) ## Draw the pages of docs/gallery.md anew.
	@$(PYTHON) -m tests.docs.gallery

reference: $(TEST_STAMP) ## Write docs/reference.md and docs/schemas/ from the code.
	@$(PYTHON) -m tests.docs.reference

installed: $(TEST_STAMP) ## Install the wheel into an empty environment, from the index, and compare what it makes.
	@PRESSRUN_INDEX=1 $(PYTHON) -m pytest tests/test_packaging.py -k bytes

fuzz: $(TEST_STAMP) ## Print random texts with shortcuts and without, let 10,000 through the reader of pasted copy, then atheris at every reader (twelve minutes).
	@$(PYTHON) -m tests.editions.random_texts
	@.ci/python.sh fuzz
	@PRESSRUN_FUZZ=10000 $(PYTHON) -m pytest tests/readers/test_plain.py -k every_word
	@$(PYTHON) -m tests.fuzz

layout-faults: $(TEST_STAMP) ## Count faults in every theme: `make layout-faults BOOK=folder` (a book takes minutes).
	@$(PYTHON) -m tests.editions.faults $(BOOK) dist/faults

hostile: $(TEST_STAMP) ## Put every hostile case through both editions and EPUBCheck (half an hour).
	@$(PYTHON) -m tests.hostile

faults: $(TEST_STAMP) ## Let the disk fail, and kill the build, at every system call that publishes (half an hour).
	@$(PYTHON) -m tests.faults

clean: ## Take away what was built, and nothing that was installed.
	@rm -rf dist/*.epub dist/*.pdf dist/faults .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find build.py pressrun source tests -name __pycache__ -prune -exec rm -rf {} +

help: ## Say what each target does.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# Looked at each time, in a few hundredths of a second: a library can go while the stamps stay.
system-build:
	@.ci/setup.sh build

system-test: system-build
	@.ci/setup.sh test

$(BUILD_STAMP): $(LOCKED) | system-build
	@.ci/setup.sh fonts
	@.ci/python.sh build
	@touch $@

$(TEST_STAMP): $(LOCKED) $(BUILD_STAMP) | system-test
	@.ci/python.sh test
	@touch $@

$(NODE_STAMP): package.json package-lock.json .npmrc | system-test
	@$(NPM) ci --silent >&2
	@touch $@
