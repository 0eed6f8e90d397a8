"""Synonyms and pinned results: their entries, their file as text, their history with a way back."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from search.errors import PinsInvalid, SynonymsInvalid, TrouvailleError
from search.toml_entries import Entry, entries
from web.admin.administration import administration
from web.admin.curation_entries import Shown, shown_pins, shown_synonyms
from web.admin.form import MAX_FORM, TEXT_FIELD, ForeignForm, Form
from web.admin.guard import Done, action, page
from web.admin.refusal import told
from web.admin.rendering import admin_page
from web.admin.section import Section
from web.convertors import NUMBER
from web.curation.curated_file import ChangedMeanwhile, CuratedFile, curated_pins, curated_synonyms
from web.curation.editing import without

VERSIONS = 30
"""Versions that the page lists; the folder has all."""


@dataclass(frozen=True, slots=True)
class Curated:
    """One of the two files: where its pages are, what it is called, the kinds of its entries and how these are shown."""

    path: str
    label: str
    template: str
    file_of: Callable[[Path], CuratedFile]
    kinds: tuple[str, ...]
    shown: Callable[[Request, Sequence[Entry]], list[Shown]]


def section_of(curated: Curated) -> Section:
    """The pages and actions of a file."""
    path, name = f"/{curated.path}", curated.path
    return Section(
        curated.path,
        curated.label,
        (
            page(path, partial(_show, curated), name),
            action(path, curated.label, partial(_save, curated), f"{name}-save", partial(_again, curated)),
            action(path + "/retirer", curated.label, partial(_remove, curated), f"{name}-remove"),
            page(f"{path}/versions/{NUMBER}", partial(_version, curated), f"{name}-version"),
            action(path + "/retour", curated.label, partial(_restore, curated), f"{name}-restore"),
        ),
    )


async def _show(curated: Curated, request: Request) -> Response:
    """The file as it is."""
    return await _page(curated, request)


async def _page(curated: Curated, request: Request, typed: str | None = None, error: TrouvailleError | None = None) -> Response:
    """The file, or what was ``typed`` in its place and why that is wrong."""
    file = curated.file_of(administration(request).portal)
    content = await asyncio.to_thread(file.content)
    shown, problem = _entries(curated, request, content)
    own = _own(curated, request)
    return admin_page(
        request,
        curated.template,
        _SECTIONS[curated.path],
        status=told(request, error)[0] if error else 200,
        entries=shown,
        own=own,
        content=content if typed is None else typed,
        seen=file.state(),
        error=error or problem,
        versions=await asyncio.to_thread(file.versions.latest, VERSIONS),
        is_typed=typed is not None,
        file=file.path.name,
    )


async def _version(curated: Curated, request: Request) -> Response:
    """One version as it was, beside what the file says now."""
    file = curated.file_of(administration(request).portal)
    version = file.versions.get(request.path_params["number"])
    if version is None:
        raise HTTPException(404)
    is_present = version.content == file.content()
    return admin_page(request, "version.html", _SECTIONS[curated.path], version=version, is_present=is_present, seen=file.state())


async def _save(curated: Curated, request: Request, form: Form) -> Done:
    """Saves the file as it was typed."""
    content = _typed(form)
    if content == curated.file_of(administration(request).portal).content():
        return Done("Rien n’a changé.", f"/{curated.path}")
    return await _saved(curated, request, content, "Fichier modifié", form.text("vu"))


async def _again(curated: Curated, request: Request, form: Form, error: TrouvailleError) -> Response:
    """The editor with what was typed, and why it was not saved: it can be corrected, or sent again as it is."""
    if isinstance(error, (ForeignForm, ChangedMeanwhile)):
        error = type(error)(error.message, remedy="Votre texte est resté ci-dessous : relisez-le, puis enregistrez-le de nouveau.")
    return await _page(curated, request, _typed(form), error)


async def _remove(curated: Curated, request: Request, form: Form) -> Done:
    """Takes one entry out."""
    kind = form.choice("sorte", curated.kinds)
    file = curated.file_of(administration(request).portal)
    content = without(file.content(), kind, form.whole("place", 0, 100_000))
    return await _saved(curated, request, content, f"Retiré : {form.text('nom', 500)}", form.text("vu"))


async def _restore(curated: Curated, request: Request, form: Form) -> Done:
    """Brings a version back."""
    file = curated.file_of(administration(request).portal)
    version = file.versions.get(form.whole("version", 1, 999_999))
    if version is None:
        raise HTTPException(404)
    return await _saved(curated, request, version.content, f"Retour à la version {version.number}", form.text("vu"))


async def _saved(curated: Curated, request: Request, content: str, change: str, seen: str) -> Done:
    file, author = curated.file_of(administration(request).portal), request.state.administrator.name
    version = await asyncio.to_thread(file.save, content, author, change, seen)
    await asyncio.to_thread(request.app.state.live.refresh)
    return Done(f"{change}.", f"/{curated.path}", target=f"{file.path.name} {version.number}")


def _typed(form: Form) -> str:
    """The whole file as it was typed, with the line ends of files."""
    content = form.text(TEXT_FIELD, MAX_FORM).replace("\r\n", "\n")
    return content + "\n" if content else ""


def _entries(curated: Curated, request: Request, content: str) -> tuple[list[Shown], TrouvailleError | None]:
    """The entries of the file; what is wrong with it when somebody changed it by hand."""
    file = curated.file_of(administration(request).portal)
    try:
        file.check(content)
    except (SynonymsInvalid, PinsInvalid) as error:
        return [], error
    return curated.shown(request, entries(content.encode(), curated.kinds, _no_refusal)), None


def _own(curated: Curated, request: Request) -> list[Shown]:
    """The entries of the portal's own file of synonyms, which is not edited here."""
    own: Path | None = request.app.state.settings.synonyms
    if curated is not SYNONYMS or own is None or not own.exists():
        return []
    file = CuratedFile(own, curated.file_of(administration(request).portal).checker)
    try:
        file.check(file.content())
    except (SynonymsInvalid, PinsInvalid):  # the log says so, and what held before holds
        return []
    return curated.shown(request, entries(file.content().encode(), curated.kinds, _no_refusal))


def _no_refusal(line: int, what: str) -> TrouvailleError:
    return SynonymsInvalid(f"Ligne {line} : {what}.")


SYNONYMS = Curated("synonymes", "Synonymes", "synonyms.html", curated_synonyms, ("synonym", "ignored"), shown_synonyms)
PINS = Curated("epingles", "Résultats épinglés", "pins.html", curated_pins, ("pin",), shown_pins)

_SECTIONS = {one.path: section_of(one) for one in (SYNONYMS, PINS)}
SECTIONS = tuple(_SECTIONS.values())
