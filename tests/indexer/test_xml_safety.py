import pytest

from indexer.xml_safety import XmlRefused, parse_xml, refuse_entities

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><rss><channel><title>&j;</title></channel></rss>"
).encode()
OUTSIDE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
PARAMETER = b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/e.dtd"> %p;]><r/>'


@pytest.mark.parametrize("document", [LAUGHS, OUTSIDE, PARAMETER, b"\n  " + OUTSIDE, OUTSIDE.decode().encode("utf-16")])
def test_declared_entities_are_refused_before_anything_is_expanded(document: bytes) -> None:
    for read in (refuse_entities, parse_xml):
        with pytest.raises(XmlRefused, match="entité") as refused:
            read(document, "flux.xml")
        assert refused.value.remedy


def test_ordinary_documents_pass() -> None:
    assert parse_xml(b'\n<?xml version="1.0"?><!DOCTYPE rss><rss>&amp; \xc3\xa9</rss>', "flux.xml").text == "& é"


def test_what_is_no_xml_is_refused_by_the_parser_and_let_through_by_the_gate() -> None:
    refuse_entities(b"bonjour", "flux.xml")
    with pytest.raises(XmlRefused, match="mal form"):
        parse_xml(b"bonjour", "flux.xml")
