from __future__ import annotations

from tests.demonstration.conftest import Made


def test_every_zone_has_the_three_tracks_and_the_region_has_the_published_course(made: Made) -> None:
    frame = made.frame("training_editions")
    humus = frame[frame["programma"] == "humus"]
    zones = {area.code for area in made.territories.areas("zona")}
    tracks = {"start_up", "miglioramento", "aggiornamento"}
    assert set(humus[["ref_area", "percorso_formativo"]].itertuples(index=False, name=None)) == {
        *((zone, track) for zone in zones for track in tracks),
        ("16", "co_progettazione"),
    }


def test_the_calendar_has_one_line_for_each_planned_edition(made: Made) -> None:
    editions, calendar = made.frame("training_editions"), made.frame("training_calendar")
    assert len(calendar) == editions["edizioni_previste"].sum()
    assert (calendar["stato_attivita"] == "conclusa").sum() == editions["edizioni_svolte"].sum()


def test_impact_scores_stay_on_the_scale_and_some_change_less_than_others(made: Made) -> None:
    frame = made.frame("training_impact")
    assert frame["media_prima"].between(1, 10).all() and frame["media_dopo"].between(1, 10).all()
    gain = (frame["media_dopo"] - frame["media_prima"]).groupby(frame["area_competenza"]).mean()
    assert gain.max() > 2 * gain.min()
