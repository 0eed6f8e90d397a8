"""A small SPIP site, made in any database: one article for each thing that an importer can get wrong."""

from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, Text
from sqlalchemy.engine import Connection

SITE = "https://portail.example"
AS_OF = "2026-01-15T10:00:00+01:00"
NO_DATE = "0000-00-00 00:00:00"

_INTEGERS = {"rang_lien", "agenda", "perma"}
_TEXTS = {"texte", "chapo", "ps", "descriptif", "titre", "valeur"}
_ARTICLE = {
    "surtitre": "", "soustitre": "", "descriptif": "", "chapo": "", "texte": "", "ps": "", "id_rubrique": 1, "statut": "publie",
    "date": "2025-05-05 09:30:00", "date_modif": NO_DATE, "lang": "fr", "id_trad": 0, "virtuel": "",
}  # fmt: skip

ARTICLES: list[dict[str, Any]] = [
    {"id_article": 1, "titre": "1. Webinaire : l’eau, un bien commun", "chapo": "Deux heures d’{échanges}.", "id_rubrique": 1,
     "texte": "{{{Programme}}}\n\n-* l’état des lieux ;\n-* la table ronde[[Deux cents places.]].\n\n<doc1|center>\n\nVoir [->art2].",
     "ps": "Merci aux {{élu·e·s}}.", "date_modif": "2025-05-06 08:00:00"},
    {"id_article": 2, "titre": "Le marché de Kpalimé", "id_rubrique": 31, "descriptif": "En images."},
    {"id_article": 3, "titre": "Jumelage avec Ouidah", "id_rubrique": 41, "texte": "Trente ans."},
    {"id_article": 4, "titre": "Brouillon", "statut": "prepa"},
    {"id_article": 5, "titre": "Plus tard", "date": "2030-01-01 00:00:00"},
    {"id_article": 6, "titre": "Voir ailleurs", "virtuel": "https://ailleurs.example/"},
    {"id_article": 7, "titre": "Voir ailleurs aussi", "chapo": "=art1"},
    {"id_article": 8, "titre": "Sans date", "date": NO_DATE},
    {"id_article": 9, "titre": "En mai", "date": "2018-05-00 00:00:00"},
    {"id_article": 10, "titre": "Réunion", "id_rubrique": 2, "texte": "Ordre du jour."},
    {"id_article": 11, "titre": "<multi>[fr]Le forum[en]The forum</multi>", "lang": "en", "id_trad": 11, "texte": "120 cities."},
    {"id_article": 12, "titre": "Réservé aux membres", "id_rubrique": 51},
    {"id_article": 13, "titre": "Une fiche", "id_rubrique": 42},
]  # fmt: skip

TABLES: dict[str, list[dict[str, Any]]] = {
    "meta": [
        {"nom": "adresse_site", "valeur": f"{SITE}/"}, {"nom": "type_urls", "valeur": "propres"},
        {"nom": "langue_site", "valeur": "fr"}, {"nom": "post_dates", "valeur": "non"},
    ],
    "rubriques": [
        {"id_rubrique": 1, "id_parent": 0, "titre": "1. Actualités", "agenda": 0},
        {"id_rubrique": 2, "id_parent": 0, "titre": "2. Agenda", "agenda": 1},
        {"id_rubrique": 3, "id_parent": 0, "titre": "Centre de ressources", "agenda": 0},
        {"id_rubrique": 31, "id_parent": 3, "titre": "2. Photos", "agenda": 0},
        {"id_rubrique": 4, "id_parent": 0, "titre": "Pays", "agenda": 0},
        {"id_rubrique": 41, "id_parent": 4, "titre": "Bénin", "agenda": 0},
        {"id_rubrique": 42, "id_parent": 4, "titre": "Financements", "agenda": 0},
        {"id_rubrique": 5, "id_parent": 0, "titre": "Membres", "agenda": 0},
        {"id_rubrique": 51, "id_parent": 5, "titre": "Comptes", "agenda": 0},
    ],
    "articles": [_ARTICLE | article for article in ARTICLES],
    "groupes_mots": [{"id_groupe": 1, "titre": "1. Pays"}, {"id_groupe": 2, "titre": "Thèmes"}, {"id_groupe": 3, "titre": "Interne"}],
    "mots": [
        {"id_mot": 1, "titre": "Togo", "id_groupe": 1, "type": "Pays"}, {"id_mot": 2, "titre": "Bénin", "id_groupe": 1, "type": "Pays"},
        {"id_mot": 3, "titre": "Eau & assainissement", "id_groupe": 2, "type": "Thèmes"},
        {"id_mot": 4, "titre": "À relire", "id_groupe": 3, "type": "Interne"},
    ],
    "mots_liens": [
        {"id_mot": 1, "id_objet": 1, "objet": "article", "rang_lien": 0}, {"id_mot": 3, "id_objet": 1, "objet": "article", "rang_lien": 0},
        {"id_mot": 4, "id_objet": 1, "objet": "article", "rang_lien": 0}, {"id_mot": 2, "id_objet": 1, "objet": "rubrique", "rang_lien": 0},
    ],
    "auteurs": [{"id_auteur": 1, "nom": "Pôle Afrique"}],
    "auteurs_liens": [{"id_auteur": 1, "id_objet": 1, "objet": "article"}],
    "documents": [
        {"id_document": 1, "titre": "Programme (PDF)", "descriptif": "", "credits": "", "fichier": "pdf/programme.pdf", "media": "file",
         "mode": "document", "statut": "publie"},
        {"id_document": 2, "titre": "Étals", "descriptif": "Un étal de tissus", "credits": "Pôle Afrique", "fichier": "jpg/etals.jpg",
         "media": "image", "mode": "image", "statut": "publie"},
        {"id_document": 3, "titre": "", "descriptif": "", "credits": "", "fichier": "logo/art1.png", "media": "image", "mode": "logoon",
         "statut": "publie"},
        {"id_document": 4, "titre": "Entretien", "descriptif": "", "credits": "", "fichier": "https://sons.example/a.mp3",
         "media": "audio", "mode": "document", "statut": "publie"},
        {"id_document": 5, "titre": "Retiré", "descriptif": "", "credits": "", "fichier": "pdf/non.pdf", "media": "file",
         "mode": "document", "statut": "prop"},
    ],
    "documents_liens": [
        {"id_document": number, "id_objet": article, "objet": "article", "rang_lien": 0}
        for number, article in ((1, 1), (2, 2), (3, 1), (4, 2), (5, 2))
    ],
    "evenements": [
        {"id_evenement": 1, "id_article": 1, "date_debut": "2025-12-11 14:00:00", "date_fin": "2025-12-11 16:00:00", "titre": "Webinaire",
         "descriptif": "", "lieu": "En ligne", "adresse": "", "horaire": "oui", "statut": "publie"},
        {"id_evenement": 2, "id_article": 1, "date_debut": "2026-02-01 00:00:00", "date_fin": "2026-02-02 00:00:00", "titre": "Deux jours",
         "descriptif": "", "lieu": "Lomé", "adresse": "", "horaire": "non", "statut": "publie"},
        {"id_evenement": 3, "id_article": 1, "date_debut": "2026-01-20 14:00:00", "date_fin": NO_DATE, "titre": "Non retenu",
         "descriptif": "", "lieu": "", "adresse": "", "horaire": "oui", "statut": "poubelle"},
    ],
    "urls": [
        {"id_parent": 0, "url": "Ancienne-adresse", "type": "article", "id_objet": 1, "date": "2025-05-05 09:30:00", "perma": 0},
        {"id_parent": 0, "url": "Webinaire-l-eau", "type": "article", "id_objet": 1, "date": "2025-05-06 09:30:00", "perma": 0},
        {"id_parent": 31, "url": "Marche-de-Kpalime", "type": "article", "id_objet": 2, "date": "2025-05-05 09:30:00", "perma": 0},
        {"id_parent": 3, "url": "Photos", "type": "rubrique", "id_objet": 31, "date": "2025-05-05 09:30:00", "perma": 0},
        {"id_parent": 0, "url": "Ressources", "type": "rubrique", "id_objet": 3, "date": "2025-05-05 09:30:00", "perma": 0},
    ],
    "zones_liens": [{"id_zone": 1, "id_objet": 5, "objet": "rubrique"}],
}  # fmt: skip


def write_site(connection: Connection, prefix: str = "spip") -> None:
    """Makes and fills the tables; dates are texts where the server would refuse a month or a day zero."""
    metadata = MetaData()
    for name, rows in TABLES.items():
        table = Table(f"{prefix}_{name}", metadata, *(_column(column) for column in rows[0]))
        table.create(connection)
        connection.execute(table.insert(), rows)
    connection.commit()


def set_meta(connection: Connection, name: str, value: str) -> None:
    table = Table("spip_meta", MetaData(), Column("nom", String(255)), Column("valeur", Text))
    connection.execute(table.update().where(table.c.nom == name).values(valeur=value))
    connection.commit()


def _column(name: str) -> Column[Any]:
    if name.startswith("id_") or name in _INTEGERS:
        return Column(name, Integer)
    return Column(name, Text if name in _TEXTS else String(255))
