from __future__ import annotations

import pandas as pd

from dashboard.publishing.gate import pass_to_public
from dashboard.publishing.placing import Places
from dashboard.publishing.tabulating import prepare, tabulate
from tests import erewhon
from tests.erewhon import joined


def test_the_gate_lets_pass_what_is_not_of_people() -> None:
    datasets = erewhon.catalogue().datasets
    places = Places(erewhon.territories())
    rows = prepare(datasets["adesioni"], pd.DataFrame(joined(("D0101", "1971"))), erewhon.catalogue(), places)
    tables = [tabulate(rows, ("contea",), places)]
    assert pass_to_public(datasets["adesioni"], tables).tables == tuple(tables)
    assert pass_to_public(datasets["viandanti_stati"], tables).tables == ()
