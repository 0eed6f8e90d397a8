"""Compiles the loops of ``*/compiled`` when the package is installed; without a C compiler, says so and installs the rest."""

import os
from pathlib import Path
from typing import Any

from Cython.Build import cythonize
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from setuptools import Distribution, Extension
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

LOOPS = "*/compiled"
REMEDY = "The loops are not compiled: searches take longer. Install a C compiler and Python's headers, then install again."


class CompiledLoops(BuildHookInterface[Any]):
    """Leaves the compiled modules beside their sources, where editable installations find them too, and puts them into wheels."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        del version
        try:
            compile_loops()
        except OSError as error:
            self.app.display_warning(
                f"{error}\nThe loops are not compiled: searches take longer. Install from a folder that can be written to."
            )
            return
        except (BaseError, CCompilerError) as error:
            self.app.display_warning(f"{error}\n{REMEDY}")
            for stale in [*Path().glob(f"{LOOPS}/*.so"), *Path().glob(f"{LOOPS}/*.pyd")]:
                stale.unlink()
            return
        build_data["artifacts"] += [f"/{LOOPS}/*.so", f"/{LOOPS}/*.pyd"]
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


ARGUMENTS = ["-O3", "-g0"] if os.name == "posix" else []

DIRECTIVES = {"language_level": 3, "boundscheck": True, "wraparound": False, "cdivision": True, "show_performance_hints": False}
"""Bounds are checked, so that a damaged index raises an error and stops nothing else."""


def compile_loops() -> None:
    """Makes the modules anew whose sources changed, in the folder that this is called in."""
    sources = sorted(Path().glob(f"{LOOPS}/*.pyx"))
    modules = [Extension(".".join(one.with_suffix("").parts), [str(one)], extra_compile_args=ARGUMENTS) for one in sources]
    command = build_ext(
        Distribution({"ext_modules": cythonize(modules, build_dir="build", compiler_directives=DIRECTIVES, quiet=True)})
    )
    command.build_temp = "build"
    command.inplace = True
    command.parallel = True
    command.ensure_finalized()
    command.run()
