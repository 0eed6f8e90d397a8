from datetime import UTC, datetime
from typing import Any

import pytest

from indexer.source import Record, Unreadable
from indexer.sources.entries import record_of

ODD: dict[str, Any] = {"annee": 10_000, "auteurs": 5, "adresse": None}


def test_an_entry_becomes_a_record() -> None:
    assert record_of("flux, entrée 1", lambda: {"title": "L’eau"}) == Record("flux, entrée 1", {"title": "L’eau"})


@pytest.mark.parametrize(
    "read",
    [
        lambda: {"published": datetime(ODD["annee"], 1, 1, tzinfo=UTC).isoformat()},
        lambda: {"authors": list(ODD["auteurs"])},
        lambda: {"title": ODD["titre"]},
        lambda: {"url": ODD["adresse"].strip()},
    ],
)
def test_an_entry_that_cannot_be_read_says_so(read: Any) -> None:
    outcome = record_of("flux, entrée 2", read)
    assert isinstance(outcome, Unreadable)
    assert (outcome.where, outcome.code) == ("flux, entrée 2", "entree-invalide")
    assert outcome.message.startswith("entrée illisible (")


def test_a_failure_of_the_machine_is_no_fault_of_the_entry() -> None:
    def read() -> dict[str, Any]:
        raise OSError("disque plein")

    with pytest.raises(OSError, match="disque plein"):
        record_of("flux, entrée 3", read)
