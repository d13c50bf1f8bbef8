"""What all charts share: font, colours of the rest, the mark of demonstration data."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard.components import palette, wording

FONT = "Titillium Web, Segoe UI, sans-serif"
REST = "#9aa7b4"
"""What is not mine, beside the one accent colour."""


def finish(figure: go.Figure, *, demonstration: bool) -> go.Figure:
    """Give a figure the look of the house, and the mark of demonstration data when any of it is."""
    figure.update_layout(
        font={"family": FONT, "size": 14},
        separators=",.",
        margin={"l": 8, "r": 8, "t": 28 if demonstration else 8, "b": 8},
        plot_bgcolor="rgba(0,0,0,0)",
        paper_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"font": {"family": FONT}},
        dragmode=False,
        uniformtext={"mode": "show", "minsize": 11},
    )
    if demonstration:
        figure.add_annotation(
            text=f"◆ {wording.DEMONSTRATION.upper()}",
            xref="paper",
            yref="paper",
            x=1,
            y=1,
            xanchor="right",
            yanchor="bottom",
            showarrow=False,
            font={"size": 13, "color": palette.ORANGE_ON_BOTH},
        )
    return figure
