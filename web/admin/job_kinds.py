"""What administrators can start."""

from dataclasses import dataclass, replace

from search.errors import InvalidParameter
from web.admin.form import Form
from web.french import NBSP


@dataclass(frozen=True, slots=True)
class Kind:
    """``action`` is a command, with ``options`` of its own; ``label`` and ``told`` say in French what it does."""

    name: str
    action: str
    label: str
    told: str
    options: tuple[str, ...] = ()


KINDS = (
    Kind("update", "update", "Mise à jour", "ne lit les sources que pour appliquer ce qui y a changé"),
    Kind("build", "build", "Construction", "relit toutes les sources et refait l’index entier"),
)
CHECK = Kind("check", "check", "Vérification", "relit les fichiers de l’index publié et lui pose les requêtes du portail")
PREPARE, PUBLISH = "preparer", "publier"
MODES = {
    PREPARE: "Préparer : je regarde ce qui change, puis je publie",
    PUBLISH: "Publier dès que c’est prêt, si les vérifications l’admettent",
}


def kind_of(form: Form) -> Kind:
    """What a form asks for, of one ``source`` alone if it names one; raises InvalidParameter."""
    name = form.choice("action", tuple(kind.name for kind in (*KINDS, CHECK)))
    kind = next(kind for kind in (*KINDS, CHECK) if kind.name == name)
    if source := form.text("source"):
        kind = _only(kind, source)
    if kind is CHECK or form.choice("mode", tuple(MODES)) == PUBLISH:
        return kind
    label = f"Préparation d’une {kind.label[0].lower()}{kind.label[1:]}"
    return replace(kind, label=label, options=(*kind.options, "--prepare"))


def _only(kind: Kind, source: str) -> Kind:
    if kind.action != "update":
        raise InvalidParameter("source", "Seule une mise à jour peut se limiter à une source.")
    return replace(kind, label=f"{kind.label} de «{NBSP}{source}{NBSP}» seule", options=(f"--only={source}",))
