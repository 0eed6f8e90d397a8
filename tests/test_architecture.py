"""The shape of the house: who may import whom, which third parties live where, how files are named."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {
    "search": set(),
    "indexer": {"search"},
    "web": {"search"},
    "trouvaille": {"search", "indexer", "web"},
}
"""Each package with those of ours that it may import."""

CONFINED = {
    "whoosh": ("search.engines.embedded", "search.query"),
    "opensearchpy": ("search.engines.cluster",),
    "rapidfuzz": ("search.spelling",),
    "unidecode": ("search.analysis",),
    "numpy": ("search", "indexer"),
    "scipy": ("indexer", "search.engines.embedded.text_inversion"),
    "backports": ("search.engines.embedded.stored_documents",),
    "sklearn": ("indexer",),
    "sqlalchemy": ("indexer.sources.spip.database",),
    "pymysql": ("indexer.sources.spip.database",),
    "ftfy": ("indexer.cleaning.mojibake",),
    "feedparser": ("indexer.sources.feed",),
    "icalendar": ("indexer.extraction.calendars",),
    "dateutil": ("indexer.extraction.calendars",),
    "trafilatura": ("indexer.extraction.pages",),
    "lxml": ("indexer.extraction.pages", "indexer.sources.site.source"),
    "protego": ("indexer.sources.site",),
    "pypdf": ("indexer.extraction",),
    "mutagen": ("indexer.extraction",),
    "PIL": ("indexer.extraction",),
    "starlette": ("web", "trouvaille.serving"),
    "uvicorn": ("web", "trouvaille.serving"),
    "jinja2": ("web",),
    "brotli": ("web.compression",),
    "markupsafe": ("web",),
    "sqlite3": ("web.statistics", "indexer"),
    "tomlkit": ("web.curation.editing",),
    "typer": ("trouvaille",),
    "rich": ("trouvaille",),
}
"""Third parties with the modules or packages in which they may be imported."""

MAX_LINES = 320
MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "misc"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; a name that is itself a module of ours counts as that module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in FILES else str(node.module) for name in inner)


def is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@cache
def imports_of(module: str) -> frozenset[str]:
    """What a module of ours imports, read when a test asks: all processes that run tests load this file."""
    return frozenset(imports(FILES[module]))


def test_all_packages_are_there() -> None:
    assert {module.split(".")[0] for module in FILES} == set(PACKAGES)


@pytest.mark.parametrize("module", FILES)
def test_a_package_imports_only_those_that_the_design_allows(module: str) -> None:
    package = module.split(".")[0]
    ours = {imported.split(".")[0] for imported in imports_of(module)} & {*PACKAGES, "tests", "benchmarks"}
    assert ours <= PACKAGES[package] | {package}


@pytest.mark.parametrize("third_party", CONFINED)
def test_a_third_party_stays_where_it_is_confined(third_party: str) -> None:
    users = {module for module in FILES if any(is_in(name, third_party) for name in imports_of(module))}
    strays = {module for module in users if not any(is_in(module, place) for place in CONFINED[third_party])}
    assert not strays


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_of_a_package_imports_itself_through_others(package: str) -> None:
    edges = {module: imports_of(module) & set(FILES) for module in FILES if is_in(module, package)}
    remaining = dict(edges)
    while free := [module for module, needed in remaining.items() if not needed & set(remaining) - {module}]:
        for module in free:
            del remaining[module]
    assert not remaining, f"these import each other in a circle: {sorted(remaining)}"


def test_serving_never_loads_what_only_learning_needs() -> None:
    program = "import sys, trouvaille.__main__, trouvaille.serving; print({'sklearn', 'scipy'} & set(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert loaded == "set()\n"


def test_files_are_named_after_what_they_hold() -> None:
    assert not [module for module in FILES if module.split(".")[-1] in MEANINGLESS]


def test_files_stay_short_enough_to_read() -> None:
    lines = {module: path.read_text("utf-8").count("\n") for module, path in FILES.items()}
    assert {module: count for module, count in lines.items() if count > MAX_LINES} == {}


def test_nothing_that_git_ignores_is_committed() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git clone: run the tests in one")
    command = ["git", "-C", str(ROOT), "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == ""
