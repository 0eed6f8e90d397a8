"""What the system refuses, said in French with its remedy."""

import errno
import re

from search.in_french import system_problem

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNWRITTEN = re.compile(r"\d+ requested and \d+ written")
"""How NumPy says that an array did not fit: it does not tell the system's error."""


_CHECK_PATH = " Vérifiez le chemin."
_CHECK_RIGHTS = " Vérifiez les droits du compte qui lance la commande."
_REMEDIES = {
    errno.ENOENT: _CHECK_PATH,
    errno.ENOTDIR: _CHECK_PATH,
    errno.EISDIR: _CHECK_PATH,
    errno.EACCES: _CHECK_RIGHTS,
    errno.EPERM: _CHECK_RIGHTS,
}


def told(error: OSError) -> str:
    """An error of the system as a sentence."""
    if error.errno in _FULL or _UNWRITTEN.search(str(error)):
        return (
            "Le disque est plein ; l’index publié reste en place. "
            "Libérez de la place, par exemple avec « trouvaille prune », puis relancez la commande."
        )
    where = f"{error.filename} : " if error.filename else ""
    return f"{where}{system_problem(error)}.{_REMEDIES.get(error.errno or 0, '')}"
