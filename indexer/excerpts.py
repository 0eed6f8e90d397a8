"""Shows in a few words what changed in a text."""

SAMPLE_LENGTH = 160


def excerpts(before: str, after: str) -> tuple[str, str]:
    """Both texts from a little before where they begin to differ, short enough for a sample."""
    same = next(
        (at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), min(len(before), len(after))
    )
    start = max(0, same - SAMPLE_LENGTH // 4) if len(before) > SAMPLE_LENGTH else 0
    return _shortened(before, start), _shortened(after, start)


def _shortened(text: str, start: int) -> str:
    end = start + SAMPLE_LENGTH
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
