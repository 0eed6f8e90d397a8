import subprocess
import sys
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search.distinct import distinct
from tests.search.lexicon import vocabulary


@given(st.lists(st.integers(-5, 5), max_size=40))
def test_each_value_is_there_once_in_ascending_order(values: list[int]) -> None:
    assert distinct(np.array(values, dtype=np.int32)).tolist() == sorted(set(values))


def test_the_first_repair_waits_for_no_module_that_a_search_does_not_need(tmp_path: Path) -> None:
    vocabulary(tmp_path)
    script = f"""
import sys
from pathlib import Path
from search.spelling import repairs
from search.vocabulary import Vocabulary
print(repairs("jumelaje", Vocabulary(Path({str(tmp_path)!r})))[0].word, "numpy.ma" in sys.modules)
"""
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["jumelage", "False"]
