"""Compiles the loops of ``*/compiled`` when the package is installed; where that cannot be done, says so and installs the rest."""

import os
import platform
import shutil
import sys
from pathlib import Path
from typing import Any

from Cython.Build import cythonize
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

BUILD = Path("build/loops")
"""What is made on the way, so that only loops that changed are compiled again."""

FLAGS = ["-O3", "-g0", "-ffp-contract=off"] if os.name == "posix" else []  # products are rounded, as those of Python
if sys.platform == "linux" and platform.machine() == "x86_64":
    FLAGS.append("-mpopcnt")  # bits are counted by the processor: any since 2008 can, and the NumPy of our locks needs as much

DIRECTIVES = {"language_level": 3, "boundscheck": True, "wraparound": False, "cdivision": True, "show_performance_hints": False}
"""Bounds are checked, so that a damaged index raises an error and stops nothing else."""


class CompiledLoops(BuildHookInterface[Any]):
    """Leaves the compiled modules beside their sources, where editable installations find them too, and puts them into wheels."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version
        try:
            modules = compile_loops()
        except OSError as error:
            self._warn(error, "Install from a folder that can be written to.")
        except (BaseError, CCompilerError) as error:
            self._warn(error, "Install a C compiler and Python's headers, then install again.")
            for outdated in [*Path().glob("*/compiled/*.so"), *Path().glob("*/compiled/*.pyd")]:
                outdated.unlink()
        else:
            build_data.update(pure_python=False, infer_tag=True)
            build_data["artifacts"] += [f"/{module}" for module in modules]

    def _warn(self, error: Exception, remedy: str) -> None:
        self.app.display_warning(f"{error}\nThe loops are not compiled: searches take longer. {remedy}")


def compile_loops() -> list[str]:
    """The modules, in the folder that this is called in: made anew where their sources changed, or all when this file did."""
    if BUILD.exists() and BUILD.stat().st_mtime < Path(__file__).stat().st_mtime:
        shutil.rmtree(BUILD)
    command = build_ext(Distribution({"ext_modules": _in_c()}))
    command.build_lib = command.build_temp = str(BUILD)
    command.inplace = True
    command.parallel = True
    command.ensure_finalized()
    command.run()
    return [command.get_ext_filename(module.name) for module in command.extensions]


def _in_c() -> list[Extension]:
    modules = [
        Extension(".".join(source.with_suffix("").parts), [str(source)], extra_compile_args=FLAGS)
        for source in sorted(Path().glob("*/compiled/*.pyx"))
    ]
    translated: list[Extension] = cythonize(modules, build_dir=str(BUILD), compiler_directives=DIRECTIVES, quiet=True)
    return translated
