"""Things done in time."""

from __future__ import annotations

from datetime import date

from dashboard.components.charts.gantt import Span, gantt, marks, rows_of

STATES = {"done": "Conclusa", "late": "In ritardo"}
DAY = 86_400_000


def pair(start: str, end: str) -> tuple[date, date]:
    return date.fromisoformat(start), date.fromisoformat(end)


FIRST = Span("Corsi", pair("2022-01-01", "2022-01-31"), pair("2022-01-10", "2022-02-08"), "done", "primo")
SECOND = Span("Corsi", pair("2022-02-01", "2022-03-31"), None, "late", "secondo")
THIRD = Span("Incontri", None, pair("2022-05-01", "2022-05-01"), "done", "terzo")


def test_things_that_overlap_take_two_rows_of_their_lane_and_the_others_one() -> None:
    assert rows_of([FIRST, SECOND, THIRD]) == [(0, 0), (0, 1), (1, 0)]
    later = Span("Corsi", None, pair("2022-02-09", "2022-02-10"), "done", "")
    assert rows_of([later, FIRST]) == [(0, 0), (0, 0)]
    same_day = Span("Corsi", None, pair("2022-02-08", "2022-02-10"), "done", "")
    assert rows_of([FIRST, same_day]) == [(0, 0), (0, 1)]


def test_the_frame_is_what_was_planned_and_the_bar_what_was_done_last_day_included() -> None:
    frames, done, late = gantt(
        [FIRST, SECOND, THIRD], states=STATES, as_of=date(2022, 4, 30), demonstration=False
    ).data

    assert list(frames.base) == ["2022-01-01", "2022-02-01"] and list(frames.x) == [31 * DAY, 59 * DAY]
    assert (done.name, list(done.base), list(done.x)) == (
        "conclusa",
        ["2022-01-10", "2022-05-01"],
        [30 * DAY, DAY],
    )
    assert (late.name, list(late.base), list(late.customdata)) == ("in ritardo", ["2022-02-01"], ["secondo"])
    assert done.marker.color != late.marker.color and done.marker.pattern.shape != late.marker.pattern.shape


def test_the_day_of_the_data_is_a_line_inside_the_axis_with_its_name() -> None:
    figure = gantt([FIRST], states=STATES, as_of=date(2023, 12, 31), demonstration=False)

    assert figure.layout.shapes[0].x0 == "2023-12-31"
    assert [note.text for note in figure.layout.annotations] == ["dati al 31/12/2023"]
    start, end = figure.layout.xaxis.range
    assert start < "2022-01-01" and end > "2023-12-31"


def test_the_axis_names_months_and_over_many_of_them_years() -> None:
    days, texts = marks(date(2021, 11, 15), date(2022, 2, 10), most=12)
    assert days == ["2021-12-01", "2022-01-01", "2022-02-01"]
    assert texts == ["dic<br>2021", "gen<br>2022", "feb"]
    assert marks(date(2020, 1, 1), date(2023, 6, 1), most=12)[1] == ["2020", "2021", "2022", "2023"]
    assert len(marks(date(2022, 1, 1), date(2022, 12, 31), most=6)[0]) == 6
    assert marks(date(2022, 1, 2), date(2022, 1, 9), most=6) == ([], [])


def test_the_mark_of_demonstration_stands_over_the_day_of_the_data() -> None:
    figure = gantt([FIRST], states=STATES, as_of=date(2022, 4, 30), demonstration=True)
    (mark,) = [note for note in figure.layout.annotations if "◆" in note.text]
    assert mark.yshift == 18 and len(figure.layout.annotations) == 2
