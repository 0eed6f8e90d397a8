"""What a measurement ran on."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

_PACKAGES = ("trouvaille", "numpy", "scipy", "whoosh3", "tantivy", "bm25s", "PyStemmer", "starlette", "uvicorn")

_BUSY = 0.5
"""Processes that want to run, averaged over a minute, before we start."""


def machine() -> dict[str, Any]:
    """Processor, cores that this process may use, memory in GiB, system, versions."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def warn_if_busy() -> None:
    """Says so when other programs run: they take the processor away in the middle of a query, and p99 then tells of them."""
    load = os.getloadavg()[0]
    if load > _BUSY:
        print(f"Other programs keep this machine busy (load {load:.1f}): p99 will tell of them. Measure when it is idle.")


def cores() -> int:
    """The number of processor cores that this process may use."""
    return len(os.sched_getaffinity(0))


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
