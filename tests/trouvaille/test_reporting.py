import pytest

from search.build_report import BuildReport, SourceReport
from trouvaille.reporting import show_report


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (0, "aucun contenu de l’index précédent n’est gardé pour elle."),
        (1, "1 contenu de l’index précédent est gardé pour elle."),
        (2, "2 contenus de l’index précédent sont gardés pour elle."),
    ],
)
def test_what_is_kept_of_a_source_that_failed_is_told_as_one_says_it(
    kept: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_report(BuildReport("g", [SourceReport("agenda", kept=kept, failure="coupure")]))
    assert said in capsys.readouterr().err.replace("\u00a0", " ")
