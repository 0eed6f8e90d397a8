"""How a job stands, and how that is said."""

from enum import StrEnum


class JobState(StrEnum):
    """The value is what pages and the journal say of a « travail »."""

    RUNNING = "en cours"
    DONE = "réussi"
    PARTIAL = "réussi, sauf des sources qui ont échoué"
    REFUSED = "refusé par les vérifications"
    BUSY = "repoussé : un autre travail était en cours"
    CANCELLED = "annulé"
    FAILED = "échoué"
    LOST = "interrompu"

    @property
    def is_over(self) -> bool:
        return self is not JobState.RUNNING

    @property
    def is_good(self) -> bool:
        return self in {JobState.DONE, JobState.RUNNING}


_BY_CODE = {0: JobState.DONE, 2: JobState.PARTIAL, 3: JobState.REFUSED, 4: JobState.BUSY}


def state_of(code: int, *, cancelled: bool) -> JobState:
    """How a command ended that gave this exit code; one that was done before it heard of being cancelled is done."""
    if cancelled and code not in {0, 2}:
        return JobState.CANCELLED
    return _BY_CODE.get(code, JobState.FAILED)
