import errno
from pathlib import Path

import numpy as np
import pytest

from trouvaille.system_errors import told


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_with_its_remedy(code: int) -> None:
    assert "trouvaille prune" in told(OSError(code, "No space left on device"))


def test_numpy_tells_a_full_disk_in_its_own_words() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full: only Linux has it")
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="requested") as refused:
        np.zeros(100_000).tofile(full)
    assert "Le disque est plein" in told(refused.value)


def test_a_file_that_cannot_be_had_is_named_with_the_reason_and_the_remedy() -> None:
    assert told(PermissionError(errno.EACCES, "Permission denied", "index")).startswith("index : accès refusé. Vérifiez les droits")
    absent = FileNotFoundError(errno.ENOENT, "No such file or directory", "rapports/x.html")
    assert told(absent) == "rapports/x.html : fichier ou dossier absent. Vérifiez le chemin."


def test_any_other_error_keeps_what_the_system_says() -> None:
    assert told(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link."
