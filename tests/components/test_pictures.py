import json

from dashboard.components import pictures
from dashboard.components.atlas import Atlas
from dashboard.components.figures import Unit
from dashboard.components.views import View
from dashboard.data.definitions import Catalogue
from tests.components.markup import read

NOUN = ("Contea", "Contee")


def a_map(
    view: View, atlas: Atlas, names: dict[str, str], catalogue: Catalogue, within: list[str] | None = None
) -> Unit:
    return pictures.map_unit(
        view,
        key="mappa",
        atlas=atlas,
        focus="ERE",
        names=names,
        noun=NOUN,
        unit_label="viandanti",
        catalogue=catalogue,
        within=within,
    )


def test_a_map_its_table_and_its_file_say_the_same(
    people: View, atlas: Atlas, names: dict[str, str], invented: Catalogue
) -> None:
    unit = a_map(people, atlas, names, invented)

    table = read(unit.table)
    in_table = {row.all("th")[0].text: row.all("td")[0].text.rstrip("*◆") for row in table.all("tr")[1:]}
    assert unit.data is not None
    in_file = dict(zip(unit.data["Contea"], unit.data["valore"], strict=True))
    assert in_table == {name: f"{value:.0f}" for name, value in in_file.items()}
    assert unit.alt.endswith(unit.title)


def test_a_map_of_some_areas_holds_only_them_in_table_and_file(
    people: View, atlas: Atlas, names: dict[str, str], invented: Catalogue
) -> None:
    unit = a_map(people, atlas, names, invented, within=["01"])

    assert [row.all("th")[0].text for row in read(unit.table).all("tr")[1:]] == ["Aurorale"]
    assert unit.data is not None
    assert set(unit.data["Contea"]) == {"Aurorale"}


def test_a_map_fetches_ahead_what_the_first_map_of_each_programme_asks_for(
    people: View, atlas: Atlas, names: dict[str, str], invented: Catalogue
) -> None:
    layers = json.loads(a_map(people, atlas, names, invented).picture.to_json())["layers"]

    ahead = [layer["data"] for layer in layers if layer.get("visible") is False]
    assert ahead == [*atlas.addresses("ERE"), *atlas.addresses("02")]
    drawn = {layer["data"] for layer in layers if isinstance(layer["data"], str) and "visible" not in layer}
    assert drawn and drawn <= set(ahead)


def test_the_mark_of_demonstration_follows_the_cells(
    people: View, money: View, atlas: Atlas, names: dict[str, str], invented: Catalogue
) -> None:
    assert a_map(people, atlas, names, invented).demonstration
    assert not a_map(money, atlas, names, invented).demonstration
    assert not a_map(people, atlas, names, invented, within=["99"]).demonstration


def test_a_comparison_holds_both_moments_of_the_areas_in_sight_and_no_others(
    people: View, names: dict[str, str], invented: Catalogue
) -> None:
    unit = pictures.comparison_unit(
        people,
        people,
        key="confronto",
        shown=["01", "02"],
        names=names,
        noun=NOUN,
        unit_label="viandanti",
        catalogue=invented,
    )

    rows = read(unit.table).all("tr")[1:]
    assert [len(row.all("td")) for row in rows] == [2, 2]
    assert unit.data is not None
    assert set(unit.data["Contea"]) == {"Aurorale", "Brumale"}
    assert "0 Contee in aumento, 0 in diminuzione, 2 " in unit.title
