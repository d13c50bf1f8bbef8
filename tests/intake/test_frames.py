from __future__ import annotations

import pandas as pd

from dashboard.intake import Ledger
from dashboard.intake.frames import parsed, to_frame
from dashboard.intake.spool import Rows
from tests.intake.helpers import Deliver, Load


def test_a_blank_number_is_no_number_in_the_ledger(ledger: Ledger, load: Load, deliver: Deliver) -> None:
    header = ("programma", "ref_area", "annata", "stanziato", "speso", "origine")
    rows = [
        ("lanterne", "ERE", "1971", "5,5", "", "rilevato"),
        ("lanterne", "ERE", "1972", "", "0", "rilevato"),
    ]
    load(deliver("risorse.csv", rows, header))
    frame = ledger.current("risorse")
    assert frame["stanziato"].tolist()[0] == 5.5 and pd.isna(frame["stanziato"][1])
    assert pd.isna(frame["speso"][0]) and frame["speso"][1] == 0


def rows(*genders: str, first: int = 2, count: int = 1) -> Rows:
    keys = [f'{{"genere":"{gender}"}}' for gender in genders]
    numbers = list(range(first, first + len(keys)))
    return Rows(numbers, keys, [f'{{"viandanti":{count}}}'] * len(keys), ["{}"] * len(keys))


def test_of_rows_with_one_key_the_last_delivery_counts() -> None:
    frame = to_frame([(1, rows("f", "m")), (2, rows("m", count=9))])

    assert frame[["genere", "viandanti", "delivery_id", "row_number"]].to_numpy().tolist() == [
        ["f", 1.0, 1, 2],
        ["m", 9.0, 2, 2],
    ]


def test_what_only_some_deliveries_have_is_blank_in_the_others() -> None:
    noted = Rows([2], ['{"genere":"m"}'], ["{}"], ['{"nota":"sì"}'])

    frame = to_frame([(1, rows("f")), (2, noted)])

    assert frame["nota"].tolist() == ["", "sì"]
    assert frame["viandanti"].isna().tolist() == [False, True]


def test_without_deliveries_there_are_only_the_columns_that_say_whence() -> None:
    frame = to_frame([])

    assert list(frame) == ["delivery_id", "row_number"]
    assert frame.empty


def test_equal_texts_are_read_once_and_each_stays_in_its_place() -> None:
    found = parsed(['{"a":1}', '{"b":2}', '{"a":1}'])

    assert found == [{"a": 1}, {"b": 2}, {"a": 1}]
    assert found[0] is found[2]
