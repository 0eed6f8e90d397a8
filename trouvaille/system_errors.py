"""What the system refuses, said in French with its remedy."""

import errno
import re

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITTEN = re.compile(r"\d+ requested and \d+ written")
"""How NumPy says that an array did not fit: it does not tell the system's error."""


def told(error: OSError) -> str:
    """An error of the system as a sentence."""
    if error.errno in _FULL or _UNWRITTEN.search(str(error)):
        return (
            "Le disque est plein ; l’index publié reste en place. "
            "Libérez de la place, par exemple avec « trouvaille prune », puis relancez la commande."
        )
    return f"Erreur du système : {error}"
