"""What somebody may have meant who named a source that is not understood: the form to write instead."""

from pathlib import Path

_FILES = {
    (".xml", ".rss", ".atom"): "Si c’est un flux : rss:{path}.",
    (".ics",): "Un calendrier s’écrit ics:{path}.",
    (".json",): "Un JSON Feed s’écrit jsonfeed:{path} ; des contenus s’écrivent un objet par ligne, dans un fichier .jsonl.",
    (".sqlite", ".db", ".sqlite3"): "La base d’un site SPIP s’écrit spip:{path}.",
    (".sql",): "Chargez cette sauvegarde dans MariaDB, puis lisez-la là : spip:mysql://lecteur:secret@localhost/BASE.",
    (".xlsx", ".xls", ".ods"): "Enregistrez ce tableau en CSV (UTF-8).",
    (".pdf", ".docx", ".odt", ".epub", ".html", ".htm", ".txt"): "Des documents se lisent par dossier : files:{folder}.",
}
_ADDRESS = (
    "Dites ce qu’il y a à cette adresse : site:{name} (des pages), rss:{name} (un flux RSS ou Atom), ics:{name} (un calendrier), "
    "jsonfeed:{name} ou oai:{name}. "
)


def meant_by_file(path: Path) -> str:
    """The form for a file of a type that is not read as it is, with a space at its end; empty when nothing comes to mind."""
    for suffixes, form in _FILES.items():
        if path.suffix.lower() in suffixes:
            return form.format(path=path, folder=path.parent) + " "
    return ""


def meant_by_absent(name: str) -> str:
    """What to do about a name that is no file: an address must say what is there, a path may be wrong."""
    if name.startswith(("http://", "https://")):
        return _ADDRESS.format(name=name)
    kind, colon, _ = name.partition(":")
    return "" if colon and kind.isalnum() else "Vérifiez le chemin. "
