from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.intake.spool import Rows, Spool

TEXTS = st.lists(st.text(max_size=8), min_size=1, max_size=4)


@given(st.lists(TEXTS, max_size=5))
def test_batches_come_back_whole_and_in_order_as_often_as_asked(batches: list[list[str]]) -> None:
    spool = Spool()
    written = [Rows(list(range(len(keys))), keys, keys, keys) for keys in batches]
    for rows in written:
        spool.write(rows)

    assert [list(spool), list(spool)] == [written, written]
    assert spool.rows == sum(map(len, batches))
    spool.close()


def test_a_closed_spool_has_forgotten_its_rows_and_may_be_closed_again() -> None:
    spool = Spool()
    spool.write(Rows([2], ["{}"], ["{}"], ["{}"]))
    spool.close()
    spool.close()

    assert (list(spool), spool.rows) == ([], 0)
