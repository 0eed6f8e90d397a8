import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.addresses import canonical_address, mirror_hosts, split_host

USUAL = "portail.example/Webinaire-France-Togo"


@pytest.mark.parametrize(
    "url",
    [
        "https://portail.example/Webinaire-France-Togo",
        "http://www.portail.example/Webinaire-France-Togo/",
        "HTTPS://WWW.Portail.Example:443/Webinaire-France-Togo#programme",
        "https://portail.example/Webinaire-France-Togo?utm_source=lettre&fbclid=1&var_mode=recalcul",
        " https://portail.example./Webinaire-France-Togo ",
    ],
)
def test_one_page_has_one_address(url: str) -> None:
    assert canonical_address(url) == USUAL


def test_parameters_that_choose_the_page_are_kept_in_order() -> None:
    assert canonical_address("https://a.example/spip.php?id_article=12&page=x") == "a.example/spip.php?id_article=12&page=x"
    assert canonical_address("https://a.example/?b=2&a=1") == canonical_address("http://a.example?a=1&b=2")


def test_a_parameter_that_is_a_name_only_chooses_the_page_too() -> None:
    assert canonical_address("http://www.a.example/spip.php?article12&utm_source=x") == "a.example/spip.php?article12"
    assert canonical_address("https://a.example/spip.php?article13&lang=fr") == "a.example/spip.php?article13&lang=fr"
    assert canonical_address("https://a.example/?lang=fr&article13") == canonical_address("https://a.example/?article13&lang=fr")
    assert canonical_address("https://a.example/page?gclid&page=") == "a.example/page"


def test_accents_may_be_encoded_or_not() -> None:
    assert canonical_address("https://a.example/B%C3%A9nin") == canonical_address("https://a.example/Bénin")


@given(st.text(max_size=60))
def test_an_address_is_one_or_is_refused(text: str) -> None:
    try:
        address = canonical_address(f"https://a.example/{text}")
    except ValueError:
        return
    assert split_host(address)[0] + split_host(address)[1] == address


def test_hosts_that_serve_the_same_texts_under_the_same_paths_mirror_each_other() -> None:
    addresses = {"a.example/x": 0, "b.example/x": 1, "c.example/x": 2, "a.example": 3, "d.example": 4}
    assert mirror_hosts(addresses, {0: 0, 1: 0, 2: 2, 3: 3, 4: 3}) == [("a.example", "b.example")]
