"""A chart keeps its name when what it holds changes: the browser draws into the one that stands there.

Streamlit 1.67 names a Plotly chart by all that is in it, its key being one part of many: a change of
territory took every chart off the page and made a new one. What the browser does with a chart that keeps its
name is in `dashboard.bundles`.
"""

from __future__ import annotations

from typing import Any

from streamlit.delta_generator import DeltaGenerator
from streamlit.elements import plotly_chart

_theirs = plotly_chart.compute_and_register_element_id


def name_charts_by_key() -> None:
    """Let every chart that has a key be named by it alone, from now on."""
    plotly_chart.compute_and_register_element_id = _by_key


def _by_key(
    element_type: str,
    *,
    user_key: str | None,
    dg: DeltaGenerator | None,
    key_as_main_identity: bool | set[str],
    **kwargs: Any,
) -> str:
    by_key = user_key is not None or key_as_main_identity
    return _theirs(element_type, user_key=user_key, dg=dg, key_as_main_identity=by_key, **kwargs)
