import pytest

from search.errors import InvalidParameter
from search.request import MAX_FACET_VALUES, MAX_PAGE_SIZE, SearchRequest


def test_pages_follow_each_other_without_gap() -> None:
    assert [SearchRequest(page=page, size=20).offset for page in (1, 2, 3)] == [0, 20, 40]


def test_a_page_may_be_empty_for_those_who_want_counts_only() -> None:
    assert SearchRequest(size=0).offset == 0


@pytest.mark.parametrize(
    ("parameter", "options"),
    [
        ("page", {"page": 0}),
        ("page", {"page": -3}),
        ("size", {"size": -1}),
        ("size", {"size": MAX_PAGE_SIZE + 1}),
        ("facet_values", {"facet_values": -1}),
        ("facet_values", {"facet_values": MAX_FACET_VALUES + 1}),
        ("sort", {"sort": "hasard"}),
    ],
)
def test_a_bad_value_names_its_parameter_and_speaks_french(parameter: str, options: dict[str, int]) -> None:
    with pytest.raises(InvalidParameter) as refused:
        SearchRequest(**options)
    assert refused.value.parameter == parameter
    assert refused.value.message.endswith(".")
