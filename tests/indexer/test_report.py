from hypothesis import given
from hypothesis import strategies as st

from indexer.report import SAMPLES_PER_REASON, BuildReport, LeftOut, SourceReport

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
