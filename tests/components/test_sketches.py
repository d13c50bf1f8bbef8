import dataclasses
import re

from dashboard.components import sketches
from dashboard.components.atlas import Atlas
from dashboard.components.views import View
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Catalogue
from tests.components.test_pictures import a_map


def test_the_sketch_of_a_map_bears_the_mark_too_and_seats_alone_stand_on_the_area_in_sight(
    people: View, money: View, atlas: Atlas, names: dict[str, str], invented: Catalogue
) -> None:
    made = [a_map(view, atlas, names, invented).sketch for view in (people, money)]

    drawn = [sketch() for sketch in made if sketch]
    assert ["DATI DIMOSTRATIVI" in svg for svg in drawn] == [True, False]
    seats = a_map(people, atlas, names, invented, within=["99"]).sketch
    assert seats is not None
    assert 'data-code="01"' in seats()


def test_the_ground_of_a_drawing_is_what_has_a_figure_else_the_area_in_sight(
    people: View, atlas: Atlas
) -> None:
    whole = sketches.ground(people, atlas, "ERE")
    one = sketches.ground(dataclasses.replace(people, cells={"01": people.cells["01"]}), atlas, "ERE")
    none = sketches.ground(dataclasses.replace(people, cells={}), atlas, "02")

    assert [found.codes if found else () for found in (whole, one, none)] == [
        ("01", "02", "03"),
        ("01",),
        ("02",),
    ]


def test_hidden_and_absent_areas_of_a_drawing_have_no_number(people: View, atlas: Atlas) -> None:
    view = dataclasses.replace(
        people,
        cells={
            "01": Cell(None, Status.SUPPRESSED),
            "02": Cell(None, Status.NOT_COLLECTED),
            "03": Cell(7, Status.VALID),
        },
    )
    ground = sketches.ground(view, atlas, "ERE")
    assert ground is not None

    svg = sketches.map_sketch(
        view,
        key="prova",
        title="Prova",
        description="Una prova",
        ground=ground,
        attribution="noi",
        classes=None,
        chosen="",
        points={},
        said={"03": "sette viandanti"},
    )

    told = dict(re.findall(r'data-code="(\d+)"[^>]*><title>[^:]+: ([^<]*)<', svg))
    assert told == {"01": "c", "02": "n.d.", "03": "sette viandanti"}
