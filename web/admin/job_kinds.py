"""What administrators can start."""

from dataclasses import dataclass

from web.admin.form import Form


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
    """What a form asks for; raises InvalidParameter."""
    name = form.choice("action", tuple(kind.name for kind in (*KINDS, CHECK)))
    kind = next(kind for kind in (*KINDS, CHECK) if kind.name == name)
    if kind is CHECK or form.choice("mode", tuple(MODES)) == PUBLISH:
        return kind
    return Kind(kind.name, kind.action, f"Préparation d’une {kind.label.lower()}", kind.told, ("--prepare",))
