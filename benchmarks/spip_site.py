"""Checks sources on a folder that a real SPIP site made: database, dump, saved pages, feeds and what an importer must find in them.

    python -m benchmarks.spip_site FOLDER

The folder holds ``spip.sqlite``, ``mysql.sql``, ``site/`` (with ``urls.tsv``) and ``expected.json``. Each line of the answer is one
thing that must be true; the exit code is 1 when one is not.
"""

import argparse
import http.server
import json
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.cleaning.stages import cleaned
from indexer.records import document_of
from indexer.source import Record, Unreadable
from indexer.sources import open_sources
from search.document import Document
from search.moments import instant, normalised
from tests import mariadb

Outcomes = list[Record | Unreadable]
KINDS = {"article": "article", "ressource": "ressource", "événement": "evenement"}


class Checks:
    """Prints each check and counts those that failed."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed: list[str] = []

    def __call__(self, what: str, found: object, expected: object) -> None:
        if found == expected:
            self.passed += 1
        else:
            self.failed.append(what)
            print(f"KO {what}: {found!r:.200} instead of {expected!r:.200}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    checks = Checks()
    sqlite = read({"type": "spip", "location": str(folder / "spip.sqlite"), "name": "portail", "as_of": expected["au"]})
    check_counts(checks, sqlite, expected)
    documents = by_address(sqlite)
    for article in expected["articles"]:
        check_article(checks, documents[article["url"]], article, "SQLite")
    check_titles(checks, documents, expected)
    tell(checks, "SQLite database")
    saved = by_address(read({"type": "site", "location": str(folder / "site"), "name": "site"}))
    check_pages(checks, saved, expected, "saved pages")
    tell(checks, "saved pages")
    with served(folder / "site") as address, tempfile.TemporaryDirectory() as cache:
        table = {"type": "site", "location": address, "url": "http://www.coop-exemple.test/", "delay": 0.0, "allow_private": True}
        crawled = by_address(read(table | {"exclude": ["[?](?!article)"]}, Path(cache)))
    check_pages(checks, crawled, expected, "crawl")
    checks("crawl finds the saved items", set(saved) - set(crawled), set())
    tell(checks, "crawl")
    if mariadb.is_installed():
        with mariadb.running_server() as socket:
            load(folder / "mysql.sql", socket)
            location = f"mysql://root@localhost/spip?unix_socket={socket}"
            table = {"type": "spip", "location": location, "name": "portail", "as_of": expected["au"]}
            found = read(table | {"site": "http://www.coop-exemple.test"})  # the dump was made under another name
        checks("MariaDB gives as many outcomes", len(found), len(sqlite))
        for one, other in zip(found, sqlite, strict=True):
            checks(f"MariaDB, {one.where}", comparable(one), comparable(other))
        tell(checks, "MariaDB")
    else:
        print(mariadb.REMEDY)
    sys.exit(1 if checks.failed else 0)


def tell(checks: Checks, what: str) -> None:
    print(f"{what}: {checks.passed} checks passed, {len(checks.failed)} failed so far")


def read(table: dict[str, Any], cache: Path = Path(".sources")) -> Outcomes:
    [source] = open_sources(table, cache)
    return list(source.records())


def by_address(outcomes: Outcomes) -> dict[str, Document]:
    documents = [cleaned(document_of(one.values, "portail"))[0] for one in outcomes if isinstance(one, Record)]
    return {document.url: document for document in documents}


def check_counts(checks: Checks, outcomes: Outcomes, expected: dict[str, Any]) -> None:
    counts = expected["comptes"]
    codes = Counter(one.code for one in outcomes if isinstance(one, Unreadable))
    documents = by_address(outcomes)
    checks("articles read", len(outcomes), counts["articles_total"])
    checks("not published", codes["non-publie"], counts["articles_total"] - counts["par_statut"]["publie"])
    checks("post-dated", codes["a-venir"], counts["publies_post_dates"])
    checks("redirections", codes["redirection"], counts["dont_redirections"])
    checks("items", len(documents), counts["indexables_sans_redirection"])
    checks("published and not future", len(documents) + codes["redirection"], counts["publies_non_futurs"])
    checks("without date", sum(not one.published for one in documents.values()), counts["dont_date_0000"])
    checks("in English", sum(one.language == "en" for one in documents.values()), counts["dont_anglais"])
    checks("without text", sum(not (one.body + one.summary).strip() for one in documents.values()), counts["dont_texte_vide"])
    checks("events", sum(one.kind == "evenement" for one in documents.values()), counts["par_type"]["événement"])
    others = counts["par_type"]["article"] + counts["par_type"]["ressource"] - counts["dont_redirections"]
    checks("articles and resources", sum(one.kind != "evenement" for one in documents.values()), others)


def check_article(checks: Checks, document: Document, article: dict[str, Any], where: str) -> None:
    key = f"{where}, {article['cle']}"
    checks(f"{key}: kind", document.kind, KINDS[article["type"]])
    checks(f"{key}: section", document.category, article["rubrique"])
    checks(f"{key}: countries", sorted(document.countries), sorted(article["pays"]))
    checks(f"{key}: changed", instant(document.updated), instant(normalised(article["date_modif"])))
    for event in article["evenements"]:
        checks(f"{key}: event", (document.starts, document.ends), (normalised(event["date_debut"]), normalised(event["date_fin"])))
        checks(f"{key}: place", document.place, event["lieu"])
    for joined in article["documents"]:
        checks(f"{key}: document {joined['titre']!r}", joined["titre"] in document.body, True)
    check_text(checks, document, article, key)


def check_text(checks: Checks, document: Document, article: dict[str, Any], key: str) -> None:
    checks(f"{key}: title", plain(document.title), plain(article["titre"]))
    checks(f"{key}: date", instant(document.published), instant(normalised(article["date"])))
    checks(f"{key}: themes", sorted(document.themes), sorted(article["themes"]))
    text = plain(f"{document.title}\n{document.summary}\n{document.body}")
    for fragment in article["doit_contenir"]:
        checks(f"{key}: holds {fragment!r}", plain(fragment) in text, True)
    for fragment in article["ne_doit_pas_contenir"]:
        checks(f"{key}: lacks {fragment!r}", plain(fragment) in text, False)


def check_titles(checks: Checks, documents: dict[str, Document], expected: dict[str, Any]) -> None:
    titles = {document.id: plain(document.title) for document in documents.values()}
    for trap in expected["titres_pieges"]:
        checks(f"title of {trap['cle']}", titles.get(f"article{trap['id_article']}"), plain(trap["titre"]))


def check_pages(checks: Checks, documents: dict[str, Document], expected: dict[str, Any], where: str) -> None:
    for article in expected["articles"]:
        document = documents.get(article["url"])
        checks(f"{where}: {article['cle']} is there", document is not None, True)
        if document is not None:
            check_text(checks, document, article, f"{where}, {article['cle']}")


def comparable(outcome: Record | Unreadable) -> object:
    """The outcome, its picture only by being there: the run of SPIP that made the dump named one logo otherwise."""
    return outcome if isinstance(outcome, Unreadable) else outcome.values | {"image": bool(outcome.values["image"])}


def plain(text: str) -> str:
    """What texts are compared by: NFC, one sort of apostrophe, single ordinary spaces."""
    return " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The saved site on a port of the loopback address, each page at the path that it had."""
    rows = [line.split("\t") for line in (folder / "urls.tsv").read_text("utf-8").splitlines()[1:]]
    pages = {row[1].split("coop-exemple.test", 1)[1]: row for row in rows}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            row = pages.get(self.path, ["-", "", "404", "text/html", "", ""])
            self.send_response(int(row[2]))
            self.send_header("Content-Type", row[3])
            if row[2].startswith("30"):
                self.send_header("Location", row[5])
            self.end_headers()
            if row[0] != "-":
                self.wfile.write((folder / row[0]).read_bytes().replace(b"Crawl-delay: 1\n", b""))

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def load(dump: Path, socket: str) -> None:
    """Loads a dump into a new base."""
    client = ["mariadb", "--no-defaults", f"--socket={socket}", "--user=root"]
    subprocess.run([*client, "--execute=CREATE DATABASE spip CHARACTER SET utf8mb4"], check=True)
    with dump.open("rb") as file:
        subprocess.run([*client, "spip"], stdin=file, check=True)


if __name__ == "__main__":
    main()
