"""A chart keeps its name when what it holds changes: the browser draws into the one that stands there.

Streamlit 1.67 names a Plotly chart by all that is in it, its key being one part of many: a change of
territory took every chart off the page and made a new one. What the browser does with a chart that keeps its
name is in `dashboard.bundles`.
"""

from __future__ import annotations

from typing import Any

from streamlit.elements import plotly_chart

_theirs = plotly_chart.compute_and_register_element_id


def name_charts_by_key() -> None:
    """Let every chart that has a key be named by it alone, from now on."""
    plotly_chart.compute_and_register_element_id = _by_key  # type: ignore[assignment]  # the same but for names


def _by_key(kind: str, *, user_key: str | None, **about: Any) -> str:
    about["key_as_main_identity"] = user_key is not None
    return _theirs(kind, user_key=user_key, **about)
