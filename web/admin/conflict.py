"""What is wanted, but cannot be done now."""

from search.errors import TrouvailleError


class Conflict(TrouvailleError):
    """Something else is being done, or what was to be changed is not what it was any more."""
