from indexer.cleaning.gazetteer import _rows, country_named, mentions


def test_the_list_is_well_formed() -> None:
    names = [name for name, *_ in _rows()]
    assert len(names) == len(set(names)) > 170
    assert names[0] == "Afghanistan"
    assert "France" not in names


def test_a_label_names_a_country_however_it_is_written() -> None:
    assert [country_named(label) for label in ("Sénégal", "SENEGAL", "Côte d'Ivoire", "cote d’ivoire", "RDC")] == [
        "Sénégal",
        "Sénégal",
        "Côte d’Ivoire",
        "Côte d’Ivoire",
        "République démocratique du Congo",
    ]
    assert country_named("Lomé") == country_named("togolais") == country_named("") == ""


def test_mentions_are_counted_and_the_longest_name_wins() -> None:
    found = mentions("En Guinée-Bissau, à Bissau, les Bissau-Guinéens ; en Guinée, à Conakry ; la Papouasie-Nouvelle-Guinée.")
    assert found == {"Guinée-Bissau": 3, "Guinée": 2, "Papouasie-Nouvelle-Guinée": 1}


def test_all_forms_of_inhabitants_are_known() -> None:
    forms = "togolais togolaise togolaises malien malienne maliens maliennes belge belges grecque turques marocaines burkinabè"
    assert sum(mentions(forms).values()) == len(forms.split())


def test_names_need_their_capital_letter() -> None:
    assert mentions("le mali, la suisse") == {"Suisse": 1}
    assert mentions("Lima et lima") == {"Pérou": 1}
