"""The workshop: what visitors search for, what finds nothing, why, and how to repair it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from search.errors import IndexUnavailable, StatisticsUnreadable, TrouvailleError
from search.index import Index
from search.moments import seconds
from search.query_key import query_key
from search.request import SearchRequest
from search.results import Hit
from web.admin.administration import administration
from web.admin.findings import Advice, advice_on, told_by_filters
from web.admin.form import Form
from web.admin.guard import Done, action, page
from web.admin.rendering import admin_page
from web.admin.section import Section
from web.curation.proposals import KINDS, SHOWN, Proposal, Trial, curation_with, proposal_of, tried
from web.endpoint import aside
from web.statistics.reading import QueryCount, known_queries, without_click, without_result
from web.statistics.settings import DAYS

PATH = "/requetes"
EXAMINED = PATH + "/examen"
LISTED = 30
"""Queries of each list."""
MAX_QUERY = 500
_FIELDS = ("quoi", "terme", "autres")


@dataclass(frozen=True, slots=True)
class Examined:
    """A query now: what was counted of it (None when it is not known), what it finds, and what is wrong with it."""

    text: str
    count: QueryCount | None
    total: int
    hits: tuple[Hit, ...]
    pinned: tuple[str, ...]
    advice: Sequence[Advice]

    @property
    def is_repaired(self) -> bool:
        """Whether it found nothing, and finds something now."""
        return self.count is not None and self.count.finds_nothing and self.total > 0


async def show_all(request: Request) -> Response:
    """The lists: without result, without click, frequent."""
    known, problem = await _known(request)
    failing, unopened = without_result(known)[:LISTED], without_click(known)[:LISTED]
    lists = [
        ("Sans résultat", "sans-resultat", await _examined(request, failing)),
        ("Sans clic", "sans-clic", await _examined(request, unopened)),
        ("Les plus fréquentes", "frequentes", await _examined(request, known[:LISTED])),
    ]
    lists[0][2].sort(key=lambda one: one.is_repaired)
    statistics = request.app.state.settings.statistics
    return admin_page(
        request,
        "queries.html",
        SECTION,
        lists=lists,
        problem=problem,
        statistics=statistics,
        days=DAYS,
    )


async def show(request: Request) -> Response:
    """One query, what can be done about it, and the trial of a proposal when one is made."""
    text = _text(request.query_params.get("q", ""))
    known, problem = await _known(request)
    count = next((one for one in known if query_key(one.text) == query_key(text)), None)
    (examined,) = await _examined(request, [count or text])
    proposal, trial, error, seen = await _trial(request, text)
    sought = _text(request.query_params.get("trouver", ""))
    return admin_page(
        request,
        "query.html",
        SECTION,
        status=400 if error else 200,
        one=examined,
        filters=told_by_filters(count),
        kinds=KINDS,
        fields={name: request.query_params.get(name, "") for name in _FIELDS},
        proposal=proposal,
        trial=trial,
        error=error,
        seen=seen,
        problem=problem,
        sought=sought,
        candidates=await _hits(request, sought) if sought else (),
        try_path=_try_path,
    )


async def save(request: Request, form: Form) -> Done:
    """Saves what was tried."""
    portal, text = administration(request).portal, _text(form.text("q", MAX_QUERY))
    proposal = proposal_of({name: form.text(name, 10_000) for name in _FIELDS})
    file, author = proposal.file(portal), request.state.administrator.name
    content = await asyncio.to_thread(lambda: proposal.edited(file.content()))
    version = await asyncio.to_thread(file.save, content, author, proposal.told, form.text("vu"))
    await asyncio.to_thread(request.app.state.live.refresh)
    then = f"{EXAMINED}?{urlencode({'q': text})}" if text else "/synonymes"
    return Done(f"Enregistré : {proposal.told}.", then, target=f"{file.path.name} {version.number}")


SECTION = Section(
    "requetes",
    "Requêtes",
    (page(PATH, show_all, "queries"), page(EXAMINED, show, "query"), action(PATH, "Curation", save, "save-proposal")),
)


def _try_path(text: str, proposal: Proposal) -> str:
    """The query string that tries a proposal on a query."""
    return urlencode({"q": text, **proposal.fields})


async def _known(request: Request) -> tuple[tuple[QueryCount, ...], str]:
    """The queries that may be shown, and why there are none when the store cannot be read."""
    statistics = request.app.state.settings.statistics
    if statistics is None:
        return (), ""
    try:
        return await asyncio.to_thread(known_queries, statistics), ""
    except StatisticsUnreadable as error:
        return (), str(error)


async def _examined(request: Request, queries: Sequence[QueryCount | str]) -> list[Examined]:
    """The queries, asked and diagnosed now; nothing is found while there is no index."""
    now = _now(request)

    def ask() -> list[Examined]:
        with request.app.state.live.lease() as index:
            return [_one(index, query, now) for query in queries]

    try:
        return await aside(request, ask)
    except IndexUnavailable:
        return [_unasked(query) for query in queries]


def _one(index: Index, query: QueryCount | str, now: int) -> Examined:
    unasked = _unasked(query)
    results = index.search(SearchRequest(text=unasked.text, size=SHOWN, now=now, facet_values=0))
    advice = advice_on(index.diagnosis(unasked.text, now))
    return Examined(unasked.text, unasked.count, results.total, results.hits, index.pinned(unasked.text), advice)


def _unasked(query: QueryCount | str) -> Examined:
    text, count = (query, None) if isinstance(query, str) else (query.text, query)
    return Examined(text, count, 0, (), (), ())


async def _trial(request: Request, text: str) -> tuple[Proposal | None, Trial | None, TrouvailleError | None, str]:
    """The proposal in the address, tried; or what is wrong with it. The last is the state of the file that it would change."""
    if "quoi" not in request.query_params or not request.query_params.get("autres"):
        return None, None, None, ""
    settings, now = request.app.state.settings, _now(request)

    def attempt() -> tuple[Proposal, Trial, str]:
        with request.app.state.live.lease() as index:
            proposal = _with_ids(index, proposal_of({name: request.query_params.get(name, "") for name in _FIELDS}))
            curation, seen = curation_with(proposal, settings.portal, settings.synonyms)
            return proposal, tried(index, curation, text or proposal.term, now), seen

    try:
        proposal, trial, seen = await aside(request, attempt)
    except TrouvailleError as error:
        return None, None, error, ""
    return proposal, trial, None, seen


def _with_ids(index: Index, proposal: Proposal) -> Proposal:
    """The same with ids in place of addresses; raises ItemNotFound for what is neither."""
    if proposal.kind != "epingle":
        return proposal
    ids = [index.id_at(one) if one.startswith(("http://", "https://")) else index.card(one).id for one in proposal.others]
    return Proposal(proposal.kind, proposal.term, tuple(dict.fromkeys(ids)))


async def _hits(request: Request, text: str) -> tuple[Hit, ...]:
    """What a text finds, to be pinned."""
    with request.app.state.live.lease() as index:
        hits: tuple[Hit, ...] = index.search(SearchRequest(text=text, size=SHOWN, now=_now(request), facet_values=0)).hits
    return hits


def _text(text: str) -> str:
    return " ".join(text[:MAX_QUERY].split())


def _now(request: Request) -> int:
    return seconds(request.app.state.today().isoformat())
