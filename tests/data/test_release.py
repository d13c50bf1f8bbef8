import gzip
import json
import os
from datetime import date
from pathlib import Path

import pytest

from dashboard.data.audience import CABINA, PUBLIC, Audience, AudienceError
from dashboard.data.release import AlteredArtefactError, NotPublished, Release, ReleaseError, open_release
from dashboard.publishing import Options
from tests import erewhon
from tests.erewhon import RowsLedger, joined, money, people, published, small_ledger


@pytest.fixture(scope="module")
def cabina(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return erewhon.release(tmp_path_factory.mktemp("cabina"), "cabina")


# ---- audiences ----


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("pubblico", PUBLIC),
        ("public", PUBLIC),
        (" Cabina ", CABINA),
        ("referente:16", Audience("referente", "16")),
        ("referente-16", Audience("referente", "16")),
    ],
)
def test_an_audience_is_read_from_text(text: str, audience: Audience) -> None:
    assert Audience.parse(text) == audience
    assert Audience.parse(str(audience)) == Audience.parse(audience.key) == audience


@pytest.mark.parametrize("text", ["", "tutti", "referente", "referente:", "cabina:16", "pubblico-16"])
def test_what_names_no_audience_is_refused(text: str) -> None:
    with pytest.raises(AudienceError, match="non è un pubblico"):
        Audience.parse(text)


# ---- looking up ----


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


# ---- values, territory ----


def test_values_come_in_the_order_of_their_code_list(cabina: Release) -> None:
    assert cabina.values("viandanti_stati", "stato") == ["avvistato", "con_lanterna"]
    assert cabina.values("viandanti_stati", "fascia") == ["giovani", "adulti"]
    assert cabina.values("botteghe", "insegna") == ["Falò"]
    assert cabina.latest("adesioni", "annata") == "1972"
    with pytest.raises(NotPublished, match="statura"):
        cabina.values("viandanti_stati", "statura")


def test_areas_are_those_a_reader_needs(cabina: Release) -> None:
    assert cabina.areas("contea")["name"].tolist() == ["Aurorale", "Brumale", "Cinerina"]
    assert cabina.area("D0101")["parent"] == "01"
    assert cabina.ancestor("D0101", "regno") == "ERE"
    assert cabina.ancestor("01", "distretto") is None
    assert "D0301" in set(cabina.areas()["code"])


def test_groups_are_drawn_at_the_time_of_the_release(cabina: Release) -> None:
    drawn = cabina.boundaries_json("distretto")
    assert drawn is not None
    codes = [feature["properties"]["code"] for feature in json.loads(drawn)["features"]]
    assert "D0101" in codes
    assert "D0203" not in codes  # nobody knows its leaves
    packed = cabina.boundaries("cerchia")
    assert packed is not None
    assert json.loads(gzip.decompress(packed))["features"]
    assert cabina.boundaries("contea") is None
    assert cabina.boundaries_json("contea") is None


def test_who_takes_part_can_be_read_by_programme(cabina: Release) -> None:
    rows = cabina.participation("lanterne")
    assert set(rows["area"]) == {"D0101", "D0102", "D0201", "D0301"}
    assert set(rows["main"]) == {"01", "02", "03"}
    assert cabina.participation("mulini").empty
    assert len(cabina.participation()) == len(rows)


def test_sources_stand_in_the_meta_of_a_table(cabina: Release) -> None:
    assert cabina.table("risorse").meta["sources"] == ("Tesoro del regno",)


# ---- opening ----


def test_a_release_is_read_once_for_each_audience(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    settings = erewhon.settings(tmp_path)
    assert open_release(settings, "cabina") is open_release(settings, CABINA)
    assert open_release(settings, "cabina") is not open_release(settings, "pubblico")


def test_an_older_release_knows_that_there_is_a_newer_one(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    settings = erewhon.settings(tmp_path)
    first = open_release(settings, "cabina")
    assert first.newer is None
    published(tmp_path, RowsLedger({**small_ledger().rows, "risorse": money(("ERE", "1971", 7, 7))}))
    assert first.newer == 2
    assert open_release(settings, "cabina").number == 2
    assert open_release(settings, "cabina", 1).strip["newer"] == 2
    assert open_release(settings, "cabina", 1).table("risorse").cell(measure="stanziato").value == 100.5


def test_the_settings_may_name_the_release(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    published(tmp_path, small_ledger(), options=Options("definitivo"))
    settings = erewhon.settings(tmp_path)
    settings._values["RELEASE"] = "1"
    assert open_release(settings, "pubblico").number == 1


def test_the_public_does_not_open_a_release_under_embargo(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    published(tmp_path, small_ledger(), options=Options(embargo=date(1973, 3, 1)))
    settings = erewhon.settings(tmp_path)
    assert open_release(settings, PUBLIC, today=date(1973, 2, 28)).number == 1
    assert open_release(settings, PUBLIC, today=date(1973, 3, 1)).number == 2
    assert open_release(settings, CABINA, today=date(1973, 2, 28)).number == 2
    with pytest.raises(ReleaseError, match="embargo fino al 1973-03-01"):
        open_release(settings, PUBLIC, 2, today=date(1973, 2, 28))


def test_a_release_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    settings = erewhon.settings(tmp_path)
    with pytest.raises(ReleaseError, match="Nessun rilascio è stato ancora pubblicato"):
        open_release(settings, "pubblico")
    published(tmp_path, small_ledger(), audiences=[PUBLIC])
    with pytest.raises(ReleaseError, match="Il rilascio 9 non esiste: l’ultimo è il 1"):
        open_release(settings, "pubblico", 9)
    with pytest.raises(ReleaseError, match="Nessun rilascio è aperto per cabina"):
        open_release(settings, "cabina")
    with pytest.raises(ReleaseError, match="non è stato prodotto per referente:01"):
        open_release(settings, "referente:01", 1)


def test_an_altered_release_is_not_opened(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    folder = erewhon.settings(tmp_path).releases_dir
    os.replace(folder / "rilascio-0001-cabina.sqlite", folder / "rilascio-0001-pubblico.sqlite")
    with pytest.raises(AlteredArtefactError):
        open_release(erewhon.settings(tmp_path), "pubblico")


def test_only_a_few_releases_are_kept_in_memory(tmp_path: Path) -> None:
    published(tmp_path, small_ledger())
    settings = erewhon.settings(tmp_path)
    first = open_release(settings, "pubblico")
    for number in range(2, 11):
        published(tmp_path, small_ledger(), options=Options(next_update=str(number)), audiences=[PUBLIC])
        open_release(settings, "pubblico")
    assert open_release(settings, "pubblico", 1) is not first


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
