"""Shared by all tests."""

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.engines.contract")

# How long an example takes says more of the machine than of the code: time is measured in benchmarks/.
settings.register_profile("trouvaille", deadline=None)
settings.load_profile("trouvaille")
