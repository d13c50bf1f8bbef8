import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components import wording
from dashboard.data.audience import Audience
from dashboard.data.cells import Cell, Status
from tests.components.markup import read

NUMBERS = st.floats(min_value=-1e11, max_value=1e11, allow_nan=False)


def as_read(text: str) -> float:
    """Read a number as an Italian does: points part thousands, a comma the decimals."""
    return float(text.replace(".", "").replace(",", "."))


@given(NUMBERS, st.integers(min_value=0, max_value=3))
def test_a_number_read_back_is_the_number_rounded(value: float, decimals: int) -> None:
    text = wording.number(value, decimals=decimals)

    assert as_read(text) == pytest.approx(round(value, decimals), rel=1e-12, abs=1e-12)


@given(NUMBERS, st.integers(min_value=0, max_value=3))
def test_a_number_has_a_point_every_three_digits_and_a_comma_before_its_decimals(
    value: float, decimals: int
) -> None:
    after = rf",\d{{{decimals}}}" if decimals else ""

    assert re.fullmatch(rf"-?\d{{1,3}}(\.\d{{3}})*{after}", wording.number(value, decimals=decimals))


@pytest.mark.parametrize("value", [-0.0, -0.4, 0.4])
def test_what_rounds_to_zero_is_never_minus_zero(value: float) -> None:
    assert wording.number(value) == "0"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (999, "999 €"),
        (12500.5, "12.500 €"),
        (1_000_000, "1 mln €"),
        (24_600_000, "24,6 mln €"),
        (-2_500_000, "-2,5 mln €"),
    ],
)
def test_money_is_told_in_millions_from_one_million_up(value: float, text: str) -> None:
    assert wording.money(value).replace(wording.NON_BREAKING, " ") == text


def test_the_symbol_of_a_unit_never_goes_to_a_line_of_its_own() -> None:
    for unit in wording.UNITS_WITH_SYMBOL:
        assert " " not in wording.amount(1234, unit=unit)
    assert wording.amount(12.34, unit="percento", decimals=1) == f"12,3{wording.NON_BREAKING}%"
    assert wording.amount(12, unit="persone") == "12"


WITHOUT_NUMBER = [status for status in Status if not status.has_value]


def test_a_cell_without_a_number_says_why_and_each_reason_has_a_mark_of_its_own() -> None:
    texts = {status: wording.cell_text(Cell(None, status), unit="euro") for status in WITHOUT_NUMBER}
    texts[Status.ZERO] = wording.cell_text(Cell(0, Status.ZERO), unit="persone")

    assert len(set(texts.values())) == len(texts)
    assert "" not in texts.values()


@pytest.mark.parametrize("status", WITHOUT_NUMBER)
def test_a_cell_without_a_number_is_read_aloud_as_its_reason(status: Status) -> None:
    assert (
        wording.cell_description(Cell(None, status), unit_label="persone") == wording.STATUS_MEANING[status]
    )


def test_a_number_is_read_aloud_with_its_unit_once() -> None:
    assert wording.cell_description(Cell(1234, Status.VALID), unit="persone", unit_label="persone") == (
        "1.234 persone"
    )
    spoken = wording.cell_description(Cell(40, Status.VALID), unit="percento", unit_label="per cento")
    assert spoken == f"40{wording.NON_BREAKING}%"


def test_every_status_has_a_mark_and_a_meaning_and_every_absence_a_word_to_count_it() -> None:
    assert set(wording.STATUS_MARK) == set(wording.STATUS_MEANING) == set(Status)
    assert set(wording.STATUS_COUNTED) == set(WITHOUT_NUMBER)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_is_written_the_same_from_a_date_and_from_its_iso_text(day: date) -> None:
    assert wording.day(day) == wording.day(day.isoformat()) == f"{day.day:02}/{day.month:02}/{day.year}"
    assert wording.long_day(day) == wording.long_day(day.isoformat())
    assert wording.long_day(day).endswith(f" {day.year}")


def test_a_day_in_full_has_its_month_in_italian_and_other_texts_stay_as_they_are() -> None:
    assert wording.long_day("2023-12-31") == "31 dicembre 2023"
    assert wording.long_day("2018-01-01") == "1° gennaio 2018"
    assert wording.long_day("2018-01-11") == "11 gennaio 2018"
    assert wording.day("ogni semestre") == wording.long_day("ogni semestre") == "ogni semestre"


def test_a_count_agrees_with_its_noun() -> None:
    assert [wording.counted(n, "Ambito", "Ambiti") for n in (0, 1, 1234)] == [
        "0 Ambiti",
        "1 Ambito",
        "1.234 Ambiti",
    ]


@given(st.lists(st.text("abc", min_size=1), max_size=9), st.integers(min_value=1, max_value=6))
def test_a_list_tells_as_many_names_as_asked_and_counts_the_others(names: list[str], most: int) -> None:
    text = wording.listing(names, most=most)

    told = names[:most] if len(names) > most + 1 else names
    assert all(name in text for name in told)
    if told != names:
        assert text.endswith(f" e altri {len(names) - most}")
    else:
        assert re.split(", | e ", text) == (told or [""])


@given(st.text())
def test_a_text_made_safe_says_the_same_and_opens_no_tag(text: str) -> None:
    safe = wording.escape(text)

    assert not set(safe) & set("<>\"'")
    # HTML knows no carriage return of its own
    plain = text.replace("\r", "")
    found = read(f"<p>{wording.escape(plain)}</p>").all("p")[0]
    assert (found.text, found.children) == (plain, [])


def test_the_view_at_work_has_a_name() -> None:
    names = {"01": "Aurorale"}

    assert wording.audience(Audience("pubblico"), names) == "pubblica"
    assert wording.audience(Audience("cabina"), names) == "Cabina di regia"
    assert wording.audience(Audience("referente", "01"), names) == "referente Aurorale"
    assert wording.audience(Audience("referente", "99"), names) == "referente 99"


def test_what_is_not_here_is_named_with_the_reason() -> None:
    hidden = wording.not_here(["Viandanti"], confidential=True)
    missing = wording.not_here(["Viandanti"], confidential=False)

    assert "«Viandanti»" in hidden
    assert "«Viandanti»" in missing
    assert wording.why_confidential(True) in hidden
    assert "prima consegna" in missing
    assert wording.why_confidential(True) != wording.why_confidential(False)
