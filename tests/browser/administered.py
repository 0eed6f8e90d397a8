"""A portal with an administration: a small site of three files, whose editors add and remove items while it is served."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.serving import ROOT, serving
from web.statistics.observations import Asked, Observations
from web.statistics.settings import FILE, StatisticsSettings
from web.statistics.store import write

TOKEN = "jeton-des-essais-au-navigateur-42"  # noqa: S105
SAMPLE = ROOT / "index_data" / "sample"
QUERIES = """
[[query]]
text = "eau Togo"
expected = ["article-001"]

[[query]]
text = "forage à Tsévié"
"""
NEW = {
    "id": "article-900",
    "kind": "article",
    "url": "https://www.cooperation.example/Un-forage-a-Tsevie",
    "title": "Un forage à Tsévié : l’eau arrive au marché",
    "summary": "Le forage financé par la coopération décentralisée est ouvert.",
    "body": "À Tsévié, au Togo, l’eau coule au marché depuis que le forage est ouvert.",
    "themes": ["Eau et assainissement"],
    "countries": ["Togo"],
    "published": "2026-02-20",
}


@dataclass(frozen=True)
class Administered:
    """``address`` has no slash at its end; ``folder`` holds the settings, the sources and the data."""

    address: str
    folder: Path

    @property
    def admin(self) -> str:
        return f"{self.address}/admin"

    def write(self, added: list[dict[str, object]], without: tuple[str, ...] = ()) -> None:
        """The editors publish these items, and take some others back."""
        source = (SAMPLE / "articles.jsonl").read_text("utf-8").splitlines()
        kept = [line for line in source if json.loads(line)["id"] not in without]
        lines = [*kept, *(json.dumps(item, ensure_ascii=False) for item in added)]
        (self.folder / "exports" / "articles.jsonl").write_text("\n".join(lines) + "\n", "utf-8")

    def asked(self, *queries: str) -> None:
        """Visitors asked these queries on three days, and found nothing."""
        now = int(time.time() // 3600)
        hours = sorted(now - 24 * day - hour for day in range(3) for hour in range(2))
        searches = {(text, hour): Asked(1, 1, 0) for text in queries for hour in hours}
        write(StatisticsSettings(self.folder / "index_data" / "portail" / FILE), Observations(searches))


@contextmanager
def administered(folder: Path, workers: int = 2) -> Iterator[Administered]:
    """Builds the portal from its settings, and serves it."""
    exports = folder / "exports"
    exports.mkdir(parents=True)
    shutil.copy(SAMPLE / "ressources.jsonl", exports)
    settings = f'sources = ["exports/articles.jsonl", "exports/ressources.jsonl"]\nadmin_token = "{TOKEN}"\n'
    (folder / "trouvaille.toml").write_text(settings, "utf-8")
    (folder / "queries.toml").write_text(QUERIES, "utf-8")
    Administered("", folder).write([])
    command = [sys.executable, "-P", "-m", "trouvaille", "build"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    with serving(folder / "index_data", "--workers", str(workers), folder=folder) as address:
        yield Administered(address, folder)
