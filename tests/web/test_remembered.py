"""What was made of a generation is made once, and forgotten with it."""

from web.remembered import Remembered


class Kitchen:
    """Makes values and counts them."""

    def __init__(self, limit: int = 10) -> None:
        self.kept: Remembered[str, str] = Remembered(limit)
        self.made: list[str] = []

    def ask(self, edition: str, key: str) -> str:
        return self.kept.value(edition, key, lambda: self._make(f"{edition} {key}"))

    def _make(self, value: str) -> str:
        self.made.append(value)
        return value


def test_a_value_is_made_once() -> None:
    kitchen = Kitchen()
    assert [kitchen.ask("A", "togo"), kitchen.ask("A", "togo")] == ["A togo", "A togo"]
    assert kitchen.made == ["A togo"]


def test_another_edition_has_its_own_values() -> None:
    kitchen = Kitchen()
    assert [kitchen.ask(edition, "togo") for edition in ("A", "B", "A")] == ["A togo", "B togo", "A togo"]
    assert kitchen.made == ["A togo", "B togo", "A togo"]


def test_past_the_limit_everything_is_forgotten() -> None:
    kitchen = Kitchen(limit=2)
    for key in ("togo", "mali", "bénin", "togo"):
        kitchen.ask("A", key)
    assert kitchen.made == ["A togo", "A mali", "A bénin", "A togo"]
