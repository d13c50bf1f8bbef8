from pathlib import Path

import pytest

from dashboard.data.release import NotPublished, Release
from tests import erewhon
from tests.erewhon import RowsLedger, joined, people


@pytest.fixture(scope="module")
def cabina(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return erewhon.release(tmp_path_factory.mktemp("cabina"), "cabina")


def test_a_table_has_its_level_then_what_is_never_summed_then_what_was_chosen(cabina: Release) -> None:
    table = cabina.table("viandanti_stati", by=["fascia", "contea"])
    assert table.dims == ("contea", "reference_date", "stato", "fascia")
    assert table.unit == {"viandanti": "viandanti"}
    assert table.meta["number"] == 1


def test_a_condition_on_an_additive_dimension_chooses_its_table(cabina: Release) -> None:
    table = cabina.table("viandanti_stati", by="contea", where={"genere": "f", "stato": ["avvistato"]})
    assert table.dims == ("contea", "reference_date", "stato", "genere")
    assert table.cell(contea="01").value == 7


def test_a_condition_on_a_wider_level_keeps_the_areas_inside(cabina: Release) -> None:
    table = cabina.table("viandanti_stati", by="distretto", where={"contea": "01", "stato": "avvistato"})
    assert set(table.frame["distretto"]) == {"D0101", "D0102"}


def test_a_condition_on_the_level_alone_names_the_level(cabina: Release) -> None:
    table = cabina.table("viandanti_stati", where={"contea": ["01", "02"], "stato": "avvistato"})
    assert table.frame["contea"].tolist() == ["01", "02"]


def test_an_area_may_be_named_by_the_territory_dimension(cabina: Release) -> None:
    table = cabina.table("viandanti_stati", where={"ref_area": "D0101", "stato": "avvistato"})
    assert table.dims[0] == "distretto"
    assert table.cell().value == 10


def test_without_a_level_the_table_is_that_of_the_whole_country(cabina: Release) -> None:
    assert cabina.table("viandanti_stati").dims[0] == "regno"


def test_rows_follow_the_order_of_the_code_lists(cabina: Release) -> None:
    table = cabina.table("viandanti_stati", by=["contea", "fascia"])
    assert table.select(contea="01", stato="avvistato").frame["fascia"].tolist() == ["giovani", "adulti"]
    assert cabina.table("risorse").frame["measure"].tolist() == ["stanziato", "speso", "gradimento"]


def test_a_table_that_is_not_published_says_which_is_nearest(cabina: Release) -> None:
    with pytest.raises(NotPublished, match="Incrocio non pubblicato") as caught:
        cabina.table("viandanti_stati", by=["distretto", "genere", "fascia"])
    assert set(caught.value.nearest[:2]) == {("distretto", "genere"), ("distretto", "fascia")}
    assert len(caught.value.nearest) == len(cabina.published("viandanti_stati"))


@pytest.mark.parametrize(
    ("by", "reason"),
    [
        (["contea", "statura"], "non ha la dimensione «statura»"),
        (["contea", "distretto"], "un solo livello"),
        (["villaggio"], "non è fra le tabelle previste per cabina"),
    ],
)
def test_a_look_up_that_makes_no_sense_is_answered(cabina: Release, by: list[str], reason: str) -> None:
    with pytest.raises(NotPublished, match=reason):
        cabina.table("viandanti_stati", by=by)


def test_an_unknown_dataset_is_not_published(cabina: Release) -> None:
    with pytest.raises(NotPublished, match="non contiene"):
        cabina.table("mulini_a_vento")
    with pytest.raises(NotPublished):
        cabina.records("mulini_a_vento")
    assert not cabina.has("mulini_a_vento")


def test_a_table_may_be_changed_without_changing_the_release(cabina: Release) -> None:
    first = cabina.table("risorse").frame
    first["value"] = 0.0
    first["mine"] = 1
    assert "mine" not in cabina.table("risorse").frame
    assert cabina.table("risorse").cell(measure="stanziato").value == 100.5


def test_a_table_published_without_rows_is_empty_and_not_missing(tmp_path: Path) -> None:
    found = erewhon.release(tmp_path, "cabina", RowsLedger({"adesioni": joined(("D0101", "1971"))}))
    assert len(found.table("viandanti_stati", by="contea")) == 0
    assert not found.has("viandanti_stati")
    assert found.latest("viandanti_stati", "reference_date") is None


def test_the_combinations_of_free_texts_are_not_guessed(cabina: Release) -> None:
    assert len(cabina.table("botteghe", by="contea")) == 1


def test_the_mark_of_demonstration_is_true_or_false_whatever_was_asked_first(tmp_path: Path) -> None:
    found = erewhon.release(tmp_path, "cabina")
    found.values("viandanti_stati", "stato")
    assert found.table("viandanti_stati").frame["demonstration"].tolist() == [True, True]


def test_values_come_in_the_order_of_their_code_list(cabina: Release) -> None:
    assert cabina.values("viandanti_stati", "stato") == ["avvistato", "con_lanterna"]
    assert cabina.values("viandanti_stati", "fascia") == ["giovani", "adulti"]
    assert cabina.values("botteghe", "insegna") == ["Falò"]
    assert cabina.latest("adesioni", "annata") == "1972"
    with pytest.raises(NotPublished, match="statura"):
        cabina.values("viandanti_stati", "statura")


def test_sources_stand_in_the_meta_of_a_table(cabina: Release) -> None:
    assert cabina.table("risorse").meta["sources"] == ("Tesoro del regno",)


def test_a_release_does_not_depend_on_the_catalogue_of_today(tmp_path: Path) -> None:
    rows = {
        "adesioni": joined(("D0101", "1971")),
        "viandanti_stati": people(("D0101", "avvistato", "f", "adulti", 3)),
    }
    info = erewhon.release(tmp_path, "cabina", RowsLedger(rows)).info("viandanti_stati")
    assert info.fixed == ("reference_date", "stato")
    assert info.free == ("genere", "fascia")
    assert info.clock == "reference_date"
    assert info.year("reference_date", "1972-12-31") == 1972
    assert info.year("genere", "f") is None
