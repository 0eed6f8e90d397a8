"""Which searches count: those somebody made, not each page that shows one."""

from starlette.requests import Request

from search.results import SearchResults
from web.parameters import SearchParameters
from web.statistics.recorder import Recorder


def note(request: Request, parameters: SearchParameters, results: SearchResults) -> None:
    """Counts the first page of a search with words; a following page is the same search."""
    if parameters.page != 1 or not parameters.size or not parameters.text.strip():
        return
    counters, recorder = request.app.state.counters, request.app.state.recorder
    counters.add("trouvaille_searches_total")
    if not results.total:
        counters.add("trouvaille_searches_without_result_total")
    if isinstance(recorder, Recorder):
        recorder.searched(parameters.text, results.total, is_filtered=parameters.is_filtered)
