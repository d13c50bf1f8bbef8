"""What a definition says, in words."""

from __future__ import annotations

from typing import get_args

from dashboard.components import meaning
from dashboard.data.definitions import Catalogue, Indicator
from dashboard.data.definitions.models import Ratio


def test_a_share_says_what_is_counted_by_what_it_is_divided_and_multiplied(invented: Catalogue) -> None:
    share = invented.indicators["quota_con_lanterna"]

    assert meaning.numerator(invented, share) == (
        "«Numero di viandanti» in «Viandanti per stato raggiunto», dove Stato raggiunto è Con lanterna"
    )
    assert meaning.denominator(invented, share) == (
        "«Numero di viandanti» in «Viandanti per stato raggiunto», dove Stato raggiunto è Avvistato, per 100"
    )


def test_a_count_is_divided_by_nothing_and_a_plain_ratio_is_not_multiplied(invented: Catalogue) -> None:
    plain = invented.indicators["quota_speso"].model_copy(update={"scale": 1})

    assert meaning.denominator(invented, invented.indicators["lanterne_accese"]) == ""
    assert meaning.denominator(invented, plain) == "«Stanziato» in «Risorse stanziate e spese»"


def test_several_values_and_several_conditions_are_joined(invented: Catalogue) -> None:
    one = Ratio(
        dataset="viandanti_stati",
        measure="viandanti",
        where={"stato": ("avvistato", "arrivato"), "genere": "f"},
    )

    assert meaning.side(invented, one).endswith(
        "dove Stato raggiunto è Avvistato o Arrivato alla mèta; Genere è Femmine"
    )


def test_a_check_says_its_two_sides(invented: Catalogue) -> None:
    check = invented.checks["speso_entro_stanziato"]

    assert meaning.check(invented, check) == (
        "«Speso» in «Risorse stanziate e spese» non supera «Stanziato» in «Risorse stanziate e spese»"
    )


def test_datasets_of_an_indicator_are_named_once_and_every_polarity_has_words(invented: Catalogue) -> None:
    share = invented.indicators["quota_con_lanterna"]
    other = share.model_copy(update={"denominator": invented.indicators["quota_speso"].numerator})

    assert meaning.datasets_of(share) == ["viandanti_stati"]
    assert meaning.datasets_of(other) == ["viandanti_stati", "risorse"]
    assert set(meaning.POLARITY) == set(get_args(Indicator.model_fields["polarity"].annotation))
