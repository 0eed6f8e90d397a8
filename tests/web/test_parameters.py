from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from search.document import KINDS, MEDIA
from search.errors import InvalidParameter
from search.fields import FACETS
from search.moments import seconds
from search.request import SORTS
from web.parameters import SearchParameters, read_address, read_related, read_search

TODAY = date(2026, 3, 1)

BAD = [
    ("kind", "roman"),
    ("media", "hologramme"),
    ("year", "25"),
    ("year", "２０２５"),
    ("from", "hier"),
    ("from", "2025-13-01"),
    ("from", "2025-02-30"),
    ("to", "2025-05-26T25:00"),
    ("upcoming", "peut-être"),
    ("explain", "2"),
    ("sort", "hasard"),
    ("page", "0"),
    ("page", "-1"),
    ("page", "1.5"),
    ("page", "²"),
    ("page", "9" * 5000),
    ("size", "101"),
    ("facet_values", "1001"),
    ("facet_values", "toutes"),
    ("size", "beaucoup"),
    ("theme", "x" * 2001),
]


def read(query: str) -> SearchParameters:
    return read_search(QueryParams(query))


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_names_its_parameter(name: str, value: str) -> None:
    with pytest.raises(InvalidParameter) as caught:
        read_search(QueryParams([(name, value)]))
    assert caught.value.parameter == name
    assert len(caught.value.message) < 200


def test_a_period_that_ends_before_it_starts_names_its_end() -> None:
    with pytest.raises(InvalidParameter) as caught:
        read("from=2025-05-02&to=2025-05-01")
    assert caught.value.parameter == "to"


def test_more_values_than_anyone_needs_are_refused() -> None:
    with pytest.raises(InvalidParameter) as caught:
        read("&".join(f"theme={number}" for number in range(51)))
    assert caught.value.parameter == "theme"


def test_empty_values_and_unknown_parameters_change_nothing() -> None:
    assert read("q=&kind=&theme=+&from=&to=&upcoming=&sort=&page=&size=&utm_source=x") == SearchParameters()


def test_labels_are_read_in_any_spelling_and_once() -> None:
    assert read("kind=Événement&kind=evenement&media=Vidéo").labels == (("kind", ("evenement",)), ("media", ("video",)))
    assert read("country=Togo&country=TOGO&country=Bénin").labels_of("country") == ("TOGO", "Bénin")


def test_a_day_is_included_to_its_last_second() -> None:
    filters = read("from=2025-05-26&to=2025-05-26").request(TODAY).filters
    assert filters.since == seconds("2025-05-26")
    assert filters.until == seconds("2025-05-27") - 1


def test_a_plus_sent_without_encoding_is_still_an_offset() -> None:
    assert read("from=2025-05-26T14:00:00+02:00").since == "2025-05-26T14:00:00+02:00"
    assert read("from=2025-05-26 14:00").since == "2025-05-26T14:00:00+02:00"


def test_upcoming_counts_from_the_start_of_the_day_in_paris() -> None:
    assert read("upcoming=1").request(TODAY).filters.upcoming_at == seconds("2026-03-01")


def test_the_order_depends_on_whether_there_are_words() -> None:
    orders = [read(query).order for query in ("q=togo", "q=+", "upcoming=true", "q=togo&upcoming=true", "q=&sort=relevance")]
    assert orders == ["relevance", "date", "date_asc", "relevance", "relevance"]


def test_related_items_have_a_limit_and_an_address() -> None:
    assert read_related(QueryParams("")).limit == 5
    assert read_related(QueryParams("limit=20")).limit == 20
    for query in ("limit=0", "limit=21", "limit=x"):
        with pytest.raises(InvalidParameter):
            read_related(QueryParams(query))
    assert read_address(QueryParams("url= https://portail.example/A ")) == "https://portail.example/A"
    for query in ("", "url=", f"url={'x' * 2001}"):
        with pytest.raises(InvalidParameter):
            read_address(QueryParams(query))


SAFE_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
PARAMETERS = st.builds(
    SearchParameters,
    text=SAFE_TEXT,
    upcoming=st.booleans(),
    sort=st.sampled_from([None, *SORTS]),
    since=st.sampled_from(["", "2025-05-26", "2025-05-26T14:00:00+02:00"]),
    until=st.sampled_from(["", "2025-06-26", "2025-06-26T14:00:00+02:00"]),
    page=st.integers(1, 1000),
    size=st.integers(0, 100),
    facet_values=st.integers(0, 1000),
    explain=st.booleans(),
    labels=st.lists(
        st.sampled_from([("kind", KINDS), ("theme", ("L’eau", "Été & hiver")), ("media", MEDIA), ("year", ("2025",))]),
        unique=True,
    ).map(lambda pairs: tuple(sorted(pairs, key=lambda pair: ("kind", "theme", "media", "year").index(pair[0])))),
)


@given(PARAMETERS)
def test_what_a_link_carries_is_read_back_the_same(parameters: SearchParameters) -> None:
    assert read(parameters.query_string()) == parameters
    assert all(value for _, value in parse_qsl(parameters.query_string(), keep_blank_values=True))


@pytest.mark.parametrize(
    "query", ["", "q=eau&page=3", "theme=Eau&sort=date", "q=a%26b&kind=article&year=2025&upcoming=1&size=5", "media=son"]
)
@pytest.mark.parametrize("field", FACETS)
def test_one_more_label_stands_where_it_would_in_the_whole_query(query: str, field: str) -> None:
    parameters = read_search(QueryParams(query))
    before, after = parameters.query_around(field)
    labels = (*parameters.labels_of(field), "Côte d’Ivoire & cie")
    assert f"{before}{field}=C%C3%B4te+d%E2%80%99Ivoire+%26+cie{after}" == parameters.with_labels(field, labels).query_string()
