"""Wild counts of people, and a release of them: what the properties of publishing are tried with."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dashboard.data.audience import Audience
from dashboard.data.release import Release, open_release
from dashboard.data.store import FileStore
from dashboard.publishing import publish
from tests import erewhon
from tests.erewhon import RowsLedger
from tests.publishing import guards

AREAS = ["D0101", "D0102", "D0201", "D0202", "D0301"]
CANARY = 987_654_321
CELLS = st.dictionaries(
    st.tuples(
        st.sampled_from(AREAS),
        st.sampled_from(["avvistato", "con_lanterna"]),
        st.sampled_from("fm"),
        st.sampled_from(["giovani", "adulti"]),
    ),
    st.integers(0, 50),
    min_size=1,
    max_size=25,
)


def opened(rows: dict[str, Any], audience: str) -> tuple[Release, bytes]:
    """Publish some rows for one audience: the release as it opens it, and the bytes of its file."""
    with tempfile.TemporaryDirectory() as folder:
        whom, store = Audience.parse(audience), FileStore(Path(folder) / "releases")
        publish(
            RowsLedger(rows),
            erewhon.catalogue(),
            erewhon.territories(),
            store,
            audiences=[whom],
            guard=guards.guard(),
        )
        found = open_release(erewhon.settings(Path(folder)), whom)
        file = store.folder / store.where(1, whom.key)
        return found, file.read_bytes()
