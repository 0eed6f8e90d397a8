"""Jobs in the browser; a small program stands for the command line, so that each way to end can be seen."""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from indexer.publish import build_lock
from search.build_report import REPORT, BuildReport, SourceReport
from search.generation import live_folder
from tests.web.admin.conftest import ADMIN, TOKEN, Visitor, journal_of, visitor_of
from web.admin.administration import FOLDER
from web.admin.conflict import Conflict
from web.admin.jobs import Jobs

PROGRAM = """
import json, sys, time
print(json.dumps({"step": "lecture", "done": 3, "total": 9}), file=sys.stderr, flush=True)
print("Un <b>message</b>", file=sys.stderr, flush=True)
if "check" in sys.argv:
    print(json.dumps({"generation": "g", "documents": 3, "problems": ["index/a : fichier manquant"], "comparisons": []}))
    sys.exit(1)
if "--prepare" in sys.argv:
    print(json.dumps({"generation": "20260101-000000-000", "read": 9, "indexed": 8, "reported": 1}))
    sys.exit(0)
time.sleep(60)
"""


@pytest.fixture
def workers(own_portal: Path, tmp_path: Path) -> Iterator[list[Visitor]]:
    """An administrator in front of two workers of one service."""
    program = tmp_path / "commande.py"
    program.write_text(PROGRAM, "utf-8")
    settings = replace(ADMIN, command=(sys.executable, str(program)), read_sources=lambda: ("exports/articles.csv",))
    made = [visitor_of(own_portal, settings) for _ in range(2)]
    for worker in made:
        worker.sign_in()
    yield made
    jobs = Jobs(own_portal / FOLDER / "jobs")
    for job in jobs.latest():
        with suppress(Conflict):  # only a test that failed leaves one at work
            jobs.cancel(job)


def path_of(answer: object) -> str:
    """The page of a job that was just started."""
    return str(answer.url.path)  # type: ignore[attr-defined]


def until_over(worker: Visitor, path: str) -> str:
    for _ in range(400):
        page = worker.get(path).text
        if "state going" not in page:
            return page
        threading.Event().wait(0.05)
    raise AssertionError("it never ended")


def test_a_job_started_in_one_worker_is_followed_in_another_and_cancelled_there(workers: list[Visitor], own_portal: Path) -> None:
    path = path_of(workers[0].act("/admin/travaux", action="build", mode="publier"))
    page = workers[1].get(path).text
    assert "Annuler ce travail" in page
    assert 'http-equiv="refresh"' in page
    assert path in workers[1].get("/admin/travaux").text
    refused = workers[1].act("/admin/travaux", action="update", mode="publier")
    assert refused.status_code == 409
    assert "déjà en cours\u00a0: Construction" in refused.text
    assert "arrêt demandé" in workers[1].act(f"{path}/annuler").text
    assert "annulé" in until_over(workers[0], path)
    assert workers[0].act(f"{path}/annuler").status_code == 409
    told = {(entry.action, entry.outcome) for entry in journal_of(own_portal)}
    assert {("Lancement", "fait"), ("Lancement", "échec"), ("Annulation", "fait"), ("Construction", "échec")} <= told


def test_a_job_that_prepares_leads_to_its_generation(workers: list[Visitor]) -> None:
    page = until_over(workers[0], path_of(workers[0].act("/admin/travaux", action="update", mode="preparer")))
    assert 'href="/admin/generations/20260101-000000-000"' in page
    assert "Préparation d’une mise à jour" in page
    assert "Un &lt;b&gt;message&lt;/b&gt;" in page
    assert 'http-equiv="refresh"' not in page


def test_an_update_may_read_one_source_alone(workers: list[Visitor], own_portal: Path) -> None:
    report = BuildReport("g", [SourceReport("Agenda"), SourceReport("Site <public>", kept=2)])
    (live_folder(own_portal) / REPORT).write_bytes(msgspec.json.encode(report))
    page = workers[0].get("/admin/sources").text
    assert [name for name in ("Agenda", "Site &lt;public&gt;") if f'name="source" value="{name}"' in page] == [
        "Agenda",
        "Site &lt;public&gt;",
    ]
    assert page.count("Lecture incomplète\u00a0: 2\u00a0contenus de l’index précédent gardés.") == 1
    fields = {"action": "update", "source": "Agenda"}
    page = until_over(workers[0], path_of(workers[0].act("/admin/travaux", mode="preparer", **fields)))
    assert "Préparation d’une mise à jour de «\u00a0Agenda\u00a0» seule" in page
    workers[0].act("/admin/travaux", mode="publier", **fields)
    assert "cette source seule" not in workers[1].get("/admin/sources").text
    started = [job.options for job in Jobs(own_portal / FOLDER / "jobs").latest()]
    assert [("--only=Agenda" in options, "--prepare" in options) for options in started] == [(True, False), (True, True)]


def test_only_an_update_can_leave_sources_out(workers: list[Visitor]) -> None:
    refused = workers[0].act("/admin/travaux", action="build", mode="publier", source="Agenda")
    assert refused.status_code == 400
    assert "Seule une mise à jour peut se limiter à une source." in refused.text


def test_a_check_tells_what_is_wrong_there_and_on_the_first_page(workers: list[Visitor]) -> None:
    page = until_over(workers[0], path_of(workers[0].act("/admin/travaux", action="check")))
    assert "index/a : fichier manquant" in page.replace("\u00a0", " ")
    first = workers[1].get("/admin").text
    assert "échoué" in first
    assert "une autre génération" in first


def test_events_tell_steps_messages_and_the_end(workers: list[Visitor]) -> None:
    path = path_of(workers[0].act("/admin/travaux", action="build", mode="preparer"))
    with workers[1].stream("GET", f"{path}/flux") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        told = "".join(answer.iter_text())
    names = re.findall(r"^event: (\w+)$", told, re.MULTILINE)
    assert {"etapes", "annonce", "journal"} <= set(names)
    assert names[-1] == "fin"
    assert 'data: "réussi"' in told
    assert "retry: 500" in told
    assert "Lecture" in told


def test_a_stream_ends_by_itself_so_that_the_service_can_stop(workers: list[Visitor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.admin.job_page.STREAMED", 0.3)
    path = path_of(workers[0].act("/admin/travaux", action="build", mode="publier"))
    with workers[0].stream("GET", f"{path}/flux") as answer:
        told = "".join(answer.iter_text())
    assert "event: fin" not in told
    workers[0].act(f"{path}/annuler")
    until_over(workers[0], path)


@pytest.mark.parametrize("fields", [{}, {"action": "prune"}, {"action": "build"}, {"action": "build", "mode": "tout"}])
def test_only_what_is_offered_can_be_started(workers: list[Visitor], fields: dict[str, str]) -> None:
    assert workers[0].act("/admin/travaux", **fields).status_code == 400
    assert "Derniers travaux" not in workers[0].get("/admin/travaux").text


def test_nothing_starts_while_somebody_else_builds(workers: list[Visitor], own_portal: Path) -> None:
    with build_lock(own_portal, "build"):
        refused = workers[0].act("/admin/travaux", action="update", mode="publier")
        assert refused.status_code == 409
        assert "lancée ailleurs" in refused.text
        assert "en cours" in workers[0].get("/admin").text
    assert "réussie" in workers[0].get("/admin").text


def test_a_program_can_start_and_follow_a_job(workers: list[Visitor]) -> None:
    program = {"Authorization": f"Bearer {TOKEN}", "Accept": "*/*"}
    workers[0].cookies.clear()
    fields = {"action": "build", "mode": "preparer"}
    started = workers[0].post("/admin/travaux", data=fields, headers=program, follow_redirects=False)
    assert started.status_code == 303
    assert workers[1].get(started.headers["location"], headers=program).status_code == 200


def test_what_is_no_job_is_not_found(workers: list[Visitor]) -> None:
    for name in ("20200101-000000-000", "..", "%2e%2e%2fkey"):
        assert workers[0].get(f"/admin/travaux/{name}/flux").status_code == 404


def test_without_sources_the_page_says_what_to_do(own_portal: Path) -> None:
    browser = visitor_of(own_portal)
    browser.sign_in()
    for path in ("/admin/travaux", "/admin/sources"):
        assert "Aucune source n’est réglée" in browser.get(path).text
