import pytest

from web.recipes import Recipe, element, recipes

SERVICE = "https://recherche.example/prefixe"
RECIPES = recipes(SERVICE, 5)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_every_recipe_names_the_service_and_the_number_of_items(recipe: Recipe) -> None:
    assert SERVICE in recipe.code
    assert 'limit="5"' in recipe.code or "limit=5" in recipe.code
    assert recipe.where.endswith(".")


def test_the_element_holds_the_place_of_its_list_before_the_script_comes() -> None:
    assert element(3) == '<trouvaille-related limit="3" style="display: block; min-height: 22.4em"></trouvaille-related>'


def test_a_skeleton_of_spip_asks_when_it_is_computed_and_does_not_wait_long() -> None:
    """PHP that stands in a skeleton is kept in SPIP's cache as PHP: it would run at each visit."""
    [code] = [recipe.code for recipe in RECIPES if recipe.name == "SPIP"]
    functions, skeletons = code.split("<!-- inclure/trouvaille.html -->")
    assert "'timeout' => 2" in functions
    assert "<?php" not in skeletons
    assert "|trouvaille)]" in skeletons


def test_braces_meant_for_skeletons_are_left_to_them() -> None:
    code = {recipe.name: recipe.code for recipe in RECIPES}
    assert "<INCLURE{fond=inclure/trouvaille,id_article}>" in code["SPIP"]
    assert 'url="{{ adresse }}"' in code["Drupal"]
    assert "{ type: external, attributes: { defer: true } }" in code["Drupal"]
    assert 'url="%s"' in code["WordPress"]
