"""A small artefact that the tests of its tables and of its stores share."""

import pandas as pd

from dashboard.data.artefact import Artefact, Part

FRAME = pd.DataFrame(
    {
        "area": ["01", None, 'à "b"; DROP'],
        "value": [1.0, float("nan"), 0.1],
        "rows": [1, 2, 3],
        "mark": [True, False, True],
    }
)


PICTURE = pd.DataFrame({"name": ["ambito"], "content": [b"\x00\x01\xff"]})


def artefact(number: int = 1) -> Artefact:
    parts = {"cells": Part.of("cells", FRAME), "boundaries": Part.of("boundaries", PICTURE)}
    return Artefact({"number": number, "reason": "è la prima"}, parts)
