from __future__ import annotations

import pandas as pd
import pytest

from tests.demonstration.conftest import Made


def test_residents_of_an_ambito_are_those_of_its_comuni_by_the_ages_of_the_provincia(made: Made) -> None:
    frame = made.frame("population").set_index(["ref_area", "fascia_eta"])["residenti"]
    ages = pd.DataFrame(made.facts.rows["population"]).set_index(["ref_area", "fascia_eta"])["residenti"]
    for code in frame.index.unique(level=0):
        members = [made.territories.get(one) for one in made.territories.members(code)]
        assert frame[code, "totale"] == sum(one.residents or 0 for one in members)
        provincia = members[0].parent
        share = int(ages[provincia, "eta_18_21"]) / int(ages[provincia, "totale"])
        assert frame[code, "eta_18_21"] == pytest.approx(share * frame[code, "totale"], abs=1)


def test_the_surface_of_an_ambito_is_the_sum_of_its_comuni(made: Made) -> None:
    frame = made.frame("land_area").set_index("ref_area")["superficie"]
    whole = pd.DataFrame(made.facts.rows["land_area"]).set_index("ref_area")["superficie"]
    by_regione: dict[str, float] = {}
    for code, surface in frame.items():
        regione = made.territories.get(str(code)).parent
        by_regione[regione] = by_regione.get(regione, 0) + float(surface)
    assert by_regione
    for regione, surface in by_regione.items():
        assert 0 < surface <= float(whole[regione].replace(",", ".")) * 1.02
