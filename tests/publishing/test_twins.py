from __future__ import annotations

import numpy as np
import pytest

from dashboard.data.definitions import Catalogue, CodeList, Dataset
from dashboard.disclosure.problem import Pattern, Problem, Rule
from dashboard.publishing.protection import protect_people
from dashboard.publishing.workshop import Workshop
from tests import erewhon
from tests.erewhon import RowsLedger, people
from tests.publishing import guards

MANY = [
    (area, state, gender, band, 20)
    for area in ("D0101", "D0201", "D0301")
    for state, bands in (("avvistato", ("giovani",)), ("con_lanterna", ("adulti",)))
    for gender in "fm"
    for band in bands
]


def of_the_same_people(repeated: bool) -> Catalogue:
    """Erewhon, where every traveller is counted once for each state, and each age band tells of one."""
    known = erewhon.catalogue()
    told = known.datasets["viandanti_stati"].model_dump()
    dimensions = [{**d, "same_people": repeated and d["code"] == "stato"} for d in told["dimensions"]]
    bands = known.codelists["fascia"].model_dump()
    parents = {"giovani": "avvistato", "adulti": "con_lanterna"}
    codes = [{**code, "parent": parents.get(code["code"])} for code in bands["codes"]]
    return known.model_copy(
        update={
            "datasets": {
                "viandanti_stati": Dataset.model_validate({**told, "dimensions": dimensions, "example": {}})
            },
            "codelists": {
                **known.codelists,
                "fascia": CodeList.model_validate({**bands, "codes": codes}),
            },
        }
    )


def hide_a_county_once(problem: Problem, rule: Rule, **options: object) -> Pattern:
    """Hide one county where people are sighted, as a secondary cell may be, and what must be hidden."""
    layout = problem.layout
    assert layout is not None
    hidden = problem.sensitive.copy()
    for cell in range(len(layout)):
        population, area, *others = layout.names(cell)
        hidden[cell] |= "avvistato" in population and area == "02" and set(others) == {"Total"}
    return Pattern(hidden, problem.sensitive)


@pytest.mark.parametrize("repeated", [True, False])
def test_what_is_hidden_in_one_count_of_the_same_people_is_hidden_in_all(repeated: bool) -> None:
    workshop = Workshop(
        RowsLedger({"viandanti_stati": people(*MANY)}), of_the_same_people(repeated), erewhon.territories()
    )
    found = protect_people(workshop, guards.guard(protect=hide_a_county_once))["viandanti_stati"]
    frame = next(table.frame for table in found.tables if table.chosen == ("contea",))
    hidden = set(
        frame[frame["status"] == "suppressed"][["contea", "stato"]].itertuples(index=False, name=None)
    )
    both = {("02", "avvistato"), ("02", "con_lanterna")}
    assert hidden == (both if repeated else {("02", "avvistato")})
    whole = next(table.frame for table in found.tables if table.chosen == ("regno", "fascia"))
    assert not np.isnan(whole["value"]).any()
