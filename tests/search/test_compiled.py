"""Compiled loops are a faster way to the same; where they are not there, everything is found too, and somebody says so."""

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from search.compiled import TWINS, compiled, twin_module
from tests.built import BuiltPortals

ROOT = Path(__file__).parents[2]
NEEDS_COMPILED = pytest.mark.skipif(not TWINS, reason="not compiled: apt install gcc python3-dev, then make again")

WITHOUT = """
import json, runpy, sys

class NothingCompiled:
    def find_spec(self, name, path=None, target=None):
        if name.startswith(("search.compiled.", "web.compiled.")):
            raise ModuleNotFoundError(name=name)

_, way, queries, *where = sys.argv
if way == "without":
    sys.meta_path.insert(0, NothingCompiled())
for query in json.loads(queries):
    sys.argv = ["trouvaille", "search", query, *where, "--json"]
    try:
        runpy.run_module("trouvaille", run_name="__main__", alter_sys=True)
    except SystemExit as stopped:
        assert not stopped.code, query
"""

QUERIES = ("eau togo", "jumelaje benin", '"coopération décentralisée" commune', "appel à projets jeunesse 2025")


@NEEDS_COMPILED
def test_without_compiled_loops_the_same_is_found_in_the_same_order(built: BuiltPortals, tmp_path: Path) -> None:
    built(tmp_path / "portail")
    command = [json.dumps(QUERIES), "--data", str(tmp_path), "--name", "portail"]
    answers = [
        subprocess.run([sys.executable, "-c", WITHOUT, ways, *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for ways in ("with", "without")
    ]
    assert answers[0] == answers[1]
    assert answers[0].count('"hits"') == len(QUERIES)


@NEEDS_COMPILED
def test_every_loop_takes_the_place_of_the_function_of_its_name_in_its_package() -> None:
    sources = list(ROOT.glob("*/compiled/*.pyx"))
    for module in {module for source in sources for module in source.parents[1].rglob("*.py")}:
        if "\n@compiled\n" in module.read_text("utf-8"):
            importlib.import_module(".".join(module.relative_to(ROOT).with_suffix("").parts))
    loops = {
        (".".join(source.relative_to(ROOT).with_suffix("").parts), name)
        for source in sources
        for name in re.findall(r"^def ([a-z]\w*)", source.read_text("utf-8"), re.MULTILINE)
    }
    assert {(twin.__module__, twin.__name__) for twin in TWINS} == loops
    assert {(twin_module(function), function.__name__) for function in TWINS.values()} == loops


def test_without_a_compiler_the_installation_says_so_and_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("Cython", reason="make installs what compiles")
    (_with_a_loop(tmp_path) / "stale.so").write_bytes(b"of an installation before")
    told = _installed(tmp_path, "no-such-compiler")
    assert "Install a C compiler" in told
    assert "{'artifacts': []}" in told
    assert not (tmp_path / "search/compiled/stale.so").exists()


def test_where_nothing_can_be_written_the_installation_says_so_and_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("Cython", reason="make installs what compiles")
    _with_a_loop(tmp_path)
    (tmp_path / "build").write_text("no folder, so nothing can be written into it: root may write into any")
    told = _installed(tmp_path, "cc")
    assert "build" in told
    assert "searches take longer" in told
    assert "{'artifacts': []}" in told


def test_loops_are_compiled_again_when_what_compiles_them_changed(tmp_path: Path) -> None:
    pytest.importorskip("Cython", reason="make installs what compiles")
    loops = _with_a_loop(tmp_path)
    installer = tmp_path / "hatch_build.py"
    shutil.copy(ROOT / "hatch_build.py", installer)

    def made() -> int:
        told = _installed(tmp_path, "cc")
        (module,) = loops.glob("*.so")
        assert f"'/{module.relative_to(tmp_path)}'" in told
        return module.stat().st_mtime_ns

    first = made()
    assert made() == first
    installer.write_text(installer.read_text("utf-8").replace("-O3", "-O1"), "utf-8")
    assert made() > first


def _with_a_loop(root: Path) -> Path:
    """A loop to compile, in the folder where loops are."""
    loops = root / "search/compiled"
    loops.mkdir(parents=True)
    (loops / "twice.pyx").write_text("def twice(int number):\n    return 2 * number\n")
    return loops


def _installed(root: Path, compiler: str) -> str:
    """What the installation says, and what it puts into a wheel."""
    program = (
        "from hatch_build import CompiledLoops; from hatchling.bridge.app import Application\n"
        f"data = {{'artifacts': []}}; CompiledLoops({str(root)!r}, {{}}, None, None, '', '', Application()).initialize('editable', data)\n"
        "print(data)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CC": compiler}
    done = subprocess.run([sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_an_error_in_a_loop_is_no_missing_compiler(tmp_path: Path) -> None:
    pytest.importorskip("Cython", reason="make installs what compiles")
    (tmp_path / "search/compiled").mkdir(parents=True)
    (tmp_path / "search/compiled/wrong.pyx").write_text("def wrong(:\n")
    program = "import hatch_build; hatch_build.compile_loops()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "wrong.pyx" in done.stdout + done.stderr


@NEEDS_COMPILED
def test_what_was_compiled_of_an_older_version_is_refused_with_the_remedy() -> None:
    def newer() -> None: ...

    newer.__module__ = "search.engines.embedded.positions"
    with pytest.raises(ImportError, match=r"positions a été compilé d’une version plus ancienne.*make run"):
        compiled(newer)
