"""PDF files, page by page."""

import re
from collections import Counter

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from indexer.extraction.bounded import ExtractionFailed
from indexer.extraction.extracted import Extracted, Part

MAX_PAGES = 3000
_CUT_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[a-zà-öø-ÿ])")
_DIGITS = re.compile(r"\d+")
_JUNK = re.compile(
    r"(?:microsoft word|sans titre|untitled|document\d*|anonymous|unspecified|.*\.(?:docx?|odt|indd|pdf|pptx?|qxd))\b|\W*$|\(",
    re.IGNORECASE,
)
"""Titles and authors that a program wrote for want of any."""
_DAMAGED = (PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, NotImplementedError, RecursionError)
"""What pypdf raises for one page or another."""
_PAGES_THAT_REPEAT = 4
_EDGE_LINES = 2


def read_pdf(path: str) -> Extracted:
    """One part a page (anchor ``page=N``), without headers and footers; a page without text is counted."""
    reader = _opened(path)
    if len(reader.pages) > MAX_PAGES:
        raise ExtractionFailed("trop-volumineux", f"plus de {MAX_PAGES} pages")
    texts = [_text(page) for page in reader.pages]
    if texts and None in texts and not any(texts):
        raise ExtractionFailed("illisible", "aucune page du PDF n’est lisible")
    pages = _without_running_lines([text or "" for text in texts])
    parts = tuple(Part(text, f"page={number}") for number, text in enumerate(pages, start=1))
    about = reader.metadata
    title, author = (about.title or "", about.author or "") if about else ("", "")
    return Extracted(
        parts=parts,
        title="" if _JUNK.match(title.strip()) else title.strip(),
        authors=() if _JUNK.match(author.strip()) else (author.strip(),),
        keywords=_keywords(str(about.get("/Keywords", "")) if about else ""),
        created=_created(reader),
        language=str(reader.root_object.get("/Lang", ""))[:2].lower(),
        remarks=(*_broken(texts), *_remarks(pages)),
    )


def _opened(path: str) -> PdfReader:
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ExtractionFailed("chiffre", "le PDF demande un mot de passe")
    except DependencyError as error:
        raise ExtractionFailed("chiffre", f"chiffrement non lu ({error})") from error
    except PyPdfError as error:
        raise ExtractionFailed("illisible", f"PDF illisible ({error})") from error
    return reader


def _text(page: PageObject) -> str | None:
    """The text of a page; None for one that is damaged, which costs the others nothing."""
    try:
        return page.extract_text() or ""
    except _DAMAGED:
        return None


def _broken(texts: list[str | None]) -> tuple[tuple[str, str], ...]:
    numbers = [str(number) for number, text in enumerate(texts, start=1) if text is None]
    return (("pages-illisibles", f"page(s) abîmée(s), non lue(s) : {', '.join(numbers[:20])}"),) if numbers else ()


def _without_running_lines(pages: list[str]) -> list[str]:
    """The pages without the first and last lines that most of them share, page numbers aside; words cut at line ends joined."""
    lines = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    if len(pages) >= _PAGES_THAT_REPEAT:
        seen = Counter(shape for page in lines for shape in {_shape(line) for line in _edges(page)})
        running = {shape for shape, count in seen.items() if count * 2 > len(pages)}
        lines = [_stripped(page, running) for page in lines]
    return [_CUT_WORD.sub("", "\n".join(page)) for page in lines]


def _edges(page: list[str]) -> list[str]:
    return page[:_EDGE_LINES] + page[-_EDGE_LINES:]


def _stripped(page: list[str], running: set[str]) -> list[str]:
    last = len(page) - _EDGE_LINES
    return [line for at, line in enumerate(page) if _EDGE_LINES <= at < last or _shape(line) not in running]


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line)


def _remarks(pages: list[str]) -> tuple[tuple[str, str], ...]:
    bare = sum(not page.strip() for page in pages)
    if not pages or not bare:
        return ()
    if bare == len(pages):
        return (("numerisation", f"{bare} page(s) sans texte : document numérisé, seul son titre se trouve"),)
    return (("pages-sans-texte", f"{bare} page(s) sans texte sur {len(pages)}"),) if bare * 2 > len(pages) else ()


def _keywords(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in re.split(r"[;,]", text) if word.strip())


def _created(reader: PdfReader) -> str:
    try:
        created = reader.metadata.creation_date if reader.metadata else None
    except (ValueError, PyPdfError):
        return ""
    return created.date().isoformat() if created else ""
