"""Test collections: ``docs.jsonl[.gz]`` with ``queries.jsonl`` and ``qrels.tsv``, or with ``related`` lists in the documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from indexer.source import Record, Unreadable
from indexer.sources.jsonl import JsonLinesSource
from search.errors import CollectionInvalid
from search.in_french import json_problem

_FORMAT = "Il faut docs.jsonl ou docs.jsonl.gz, et soit queries.jsonl avec qrels.tsv, soit des listes « related »."


class Query(msgspec.Struct, frozen=True):
    """A query; those of one ``topic`` are spellings of one question."""

    id: str
    text: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A test collection. ``grades`` maps a query to its judged documents; ``related`` a document to its editors' links."""

    folder: Path
    queries: tuple[Query, ...]
    grades: dict[str, dict[str, int]]
    related: dict[str, dict[str, int]]

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    def source(self) -> JsonLinesSource:
        """The documents."""
        return JsonLinesSource(documents_file(self.folder))


def documents_file(folder: Path) -> Path:
    """The file of a collection's documents; raises CollectionInvalid."""
    for name in ("docs.jsonl", "docs.jsonl.gz"):
        if (folder / name).is_file():
            return folder / name
    raise CollectionInvalid(f"{folder} ne contient pas de documents.", remedy=_FORMAT)


def read_collection(folder: Path) -> Collection:
    """Reads queries and judgements, or else the editors' links; raises CollectionInvalid."""
    documents_file(folder)
    queries: tuple[Query, ...] = ()
    grades: dict[str, dict[str, int]] = {}
    if (folder / "queries.jsonl").is_file():
        queries = tuple(_queries(folder / "queries.jsonl"))
        grades = _grades(folder / "qrels.tsv")
    related = {} if queries else _related(folder)
    if not queries and not related:
        raise CollectionInvalid(f"{folder} n’a ni requêtes ni liens d’éditeurs à évaluer.", remedy=_FORMAT)
    return Collection(folder, queries, grades, related)


def _queries(path: Path) -> Iterator[Query]:
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=Query)
            except msgspec.DecodeError as error:
                raise CollectionInvalid(f"{path}, ligne {number} : {json_problem(error)}.", remedy=_FORMAT) from error


def _grades(path: Path) -> dict[str, dict[str, int]]:
    if not path.is_file():
        raise CollectionInvalid(f"{path} manque : des requêtes sans jugements ne mesurent rien.", remedy=_FORMAT)
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            query, document, grade = line.split("\t")
            grades.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            remedy = "Il faut trois colonnes séparées par des tabulations."
            raise CollectionInvalid(f"{path}, ligne {number} : ligne illisible.", remedy=remedy) from error
    return grades


def _related(folder: Path) -> dict[str, dict[str, int]]:
    related: dict[str, dict[str, int]] = {}
    for record in JsonLinesSource(documents_file(folder)).records():
        if isinstance(record, Unreadable):
            continue
        if linked := _links(record):
            related[str(record.values.get("id"))] = linked
    return related


def _links(record: Record) -> dict[str, int]:
    links = record.values.get("related")
    return {str(link): 1 for link in links} if isinstance(links, list) else {}
