"""Let Hypothesis try the same examples everywhere, however long they take."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("pressrun", deadline=None, derandomize=True, max_examples=200)
settings.register_profile("search", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "pressrun"))
