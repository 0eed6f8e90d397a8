"""What editors paste into their pages and skeletons, for the software that their site runs on."""

from dataclasses import dataclass

_SPRINTF_URL = ' url="%s"'


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to embed related items: where it goes, and the code."""

    name: str
    where: str
    code: str


def recipes(service: str, limit: int) -> tuple[Recipe, ...]:
    """The recipes with the address of the service in them, no slash at its end."""
    script = f'<script src="{service}/widgets/related.js" defer></script>'
    return (
        Recipe(
            "HTML",
            "Dans la page, là où la liste doit paraître. Sans « url », le composant lit l’adresse canonique de la page.",
            f"{script}\n{element(limit)}",
        ),
        Recipe(
            "HTML, sans JavaScript",
            "Un cadre ; remplacez l’adresse par celle de la page, encodée.",
            f'<iframe src="{service}/widgets/related?cadre=1&amp;limit={limit}&amp;url=https%3A%2F%2Fportail.example%2Fma-page"\n'
            f'  title="À lire aussi" width="100%" height="{60 + 110 * limit}" loading="lazy" style="border: 0"></iframe>',
        ),
        Recipe(
            "SPIP",
            "Dans trois fichiers du dossier squelettes ; le service est interrogé une fois par heure.",
            _spip(service, limit),
        ),
        Recipe("WordPress", "Dans le fichier functions.php du thème enfant.", _wordpress(service, limit)),
        Recipe("Drupal", "Dans les fichiers du thème (ici « montheme »).", _drupal(service, limit)),
    )


def element(limit: int, attributes: str = "") -> str:
    """The component's element. Its style holds its place before the script has come, so that nothing below moves."""
    place = f"display: block; min-height: {2.6 + 6.6 * limit:.1f}em"
    return f'<trouvaille-related limit="{limit}"{attributes} style="{place}"></trouvaille-related>'


def _spip(service: str, limit: int) -> str:
    """A filter, whose result SPIP keeps with the skeleton: PHP in a skeleton would run, and wait for us, at each visit."""
    return (
        "<?php // mes_fonctions.php\n"
        "function filtre_trouvaille($page) {\n"
        f"  $adresse = '{service}/widgets/related?limit={limit}&url=' . rawurlencode($page);\n"
        "  $patience = stream_context_create(['http' => ['timeout' => 2]]);\n"
        "  return (string) @file_get_contents($adresse, false, $patience);\n"
        "}\n\n"
        "<!-- inclure/trouvaille.html -->\n"
        "#CACHE{3600}\n"
        "<BOUCLE_page(ARTICLES){id_article}>[(#URL_ARTICLE|url_absolue|trouvaille)]</BOUCLE_page>\n\n"
        "<!-- article.html -->\n"
        "<INCLURE{fond=inclure/trouvaille,id_article}>"
    )


def _wordpress(service: str, limit: int) -> str:
    return (
        "add_action('wp_enqueue_scripts', function () {\n"
        f"  wp_enqueue_script('trouvaille', '{service}/widgets/related.js', [], null, ['strategy' => 'defer']);\n"
        "});\n"
        "add_filter('the_content', function ($contenu) {\n"
        "  if (!is_singular() || !in_the_loop() || !is_main_query()) { return $contenu; }\n"
        "  return $contenu . sprintf(\n"
        f"    '{element(limit, _SPRINTF_URL)}', esc_url(get_permalink())\n"
        "  );\n"
        "});"
    )


def _drupal(service: str, limit: int) -> str:
    return (
        "# montheme.libraries.yml\n"
        "trouvaille:\n"
        "  js:\n"
        f"    {service}/widgets/related.js: {{ type: external, attributes: {{ defer: true }} }}\n\n"
        "{# templates/node.html.twig #}\n"
        "{{ attach_library('montheme/trouvaille') }}\n"
        "{% set adresse = url('entity.node.canonical', {'node': node.id}) %}\n" + element(limit, ' url="{{ adresse }}"')
    )
