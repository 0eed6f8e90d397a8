"""Which searches count: those somebody made, not each page that shows one."""

from starlette.requests import Request

from search.request import NO_FILTERS, SearchRequest
from search.results import SearchResults
from web.statistics.recorder import Recorder


def note(request: Request, wanted: SearchRequest, results: SearchResults) -> None:
    """Counts the first page of a search with words; a following page is the same search."""
    if wanted.page != 1 or not wanted.size or not wanted.text.strip():
        return
    state = request.app.state
    counters, recorder = state.counters, state.recorder
    counters.add("trouvaille_searches_total")
    if not results.total:
        counters.add("trouvaille_searches_without_result_total")
    if isinstance(recorder, Recorder):
        recorder.searched(wanted.text, results.total, is_filtered=wanted.filters != NO_FILTERS)
