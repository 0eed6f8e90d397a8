from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.build_report import (
    REPORT,
    SAMPLES_PER_REASON,
    SAMPLES_PER_STAGE,
    BuildReport,
    Cleaned,
    LeftOut,
    Remarked,
    SourceReport,
    read_report,
)
from search.errors import IndexCorrupt, IndexMissing

fates = st.lists(st.sampled_from(["indexé", "colonnes", "doublon", "date-invalide"]), max_size=80)


def account_of(fates: list[str]) -> SourceReport:
    account = SourceReport("essai")
    for fate in fates:
        if fate == "indexé":
            account.index()
        else:
            account.leave_out(LeftOut("essai, ligne 1", "a", fate, "message"))
    return account


@given(fates, fates)
def test_what_was_read_was_indexed_or_left_out(first: list[str], second: list[str]) -> None:
    report = BuildReport("20260304-100000-000", [account_of(first), account_of(second)])
    everything = first + second
    assert report.read == len(everything)
    assert report.indexed == everything.count("indexé")
    assert report.reported == report.read - report.indexed == sum(report.reasons.values())
    assert report.reasons == {fate: everything.count(fate) for fate in set(everything) - {"indexé"}}
    for account in report.sources:
        assert account.read == account.indexed + sum(account.reasons.values())


def test_examples_of_a_reason_are_bounded_and_its_count_is_not() -> None:
    account = account_of(["doublon"] * 100 + ["colonnes"])
    assert account.reasons == {"doublon": 100, "colonnes": 1}
    assert len(account.left_out) == SAMPLES_PER_REASON + 1


def test_fields_that_nothing_reads_are_counted() -> None:
    account = SourceReport("essai")
    account.ignore(["couleur", "poids"])
    account.ignore(["couleur"])
    assert account.unused_fields == {"couleur": 2, "poids": 1}


def test_what_was_cleaned_is_counted_once_a_record_and_stage() -> None:
    account = SourceReport("essai")
    for number in range(30):
        account.clean([Cleaned(f"ligne {number}", "entités HTML", field, "&amp;", "&") for field in ("title", "body")])
        account.remark(Remarked(f"ligne {number}", "numerisation", "sans texte"))
    assert (account.cleaned, account.remarks) == ({"entités HTML": 30}, {"numerisation": 30})
    assert len(account.changes) == len(account.remarked) == SAMPLES_PER_STAGE


def test_a_report_that_is_gone_or_damaged_is_told_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="n’a pas de rapport"):
        read_report(tmp_path)
    for content in (b'{"generation": 3}', b'{"generation": "\xe9"}', b""):
        (tmp_path / REPORT).write_bytes(content)
        with pytest.raises(IndexCorrupt, match=r"illisible.*trouvaille build"):
            read_report(tmp_path)
