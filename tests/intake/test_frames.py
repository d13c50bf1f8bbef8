from __future__ import annotations

import pandas as pd

from dashboard.intake import Ledger
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
