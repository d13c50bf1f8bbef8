"""The peer: the same national map, out of the same release object, in Dash as Dash is best served.

What was done for it: boundaries by address (kept for ever by the browser), no template in the figure, one
callback that sends the figure only, JSON by orjson, answers compressed, uvicorn with uvloop and httptools in
front of Flask (of uvicorn, gunicorn with threads and Dash's FastAPI backend the fastest here). The release
keeps the tables that were looked up for Dash as it does for us.

Run by `benchmarks.servers`: `python -m benchmarks.dash_peer PORT`.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path
from typing import Any

import dash
import plotly.graph_objects as go
from dash import Input, Output, dcc, html
from flask import Flask, Response, request, send_from_directory
from shapely.geometry import MultiPolygon, Polygon, mapping, polygon, shape
from shapely.geometry.base import BaseGeometry

from benchmarks.subject import Subject, subject
from dashboard.components import palette, pictures, views, wording
from dashboard.components.palette import Classes
from dashboard.data.definitions import load_catalogue
from dashboard.data.release import open_release
from dashboard.settings import ROOT, Settings

BOUNDARIES = "/confini/livello.geojson"
_FOREVER = "public, max-age=31536000, immutable"
_WORTH_IT = 500
_ABSENT = "#eef0f2"


def figure(one: Subject, moment: str) -> go.Figure:
    """Make the national map at a moment: looked up in the release on each call, as our page does."""
    release, catalogue = _release()
    before = one.views[moment]
    view = views.look_up(release, catalogue, before.indicator, level=before.level, chosen={one.clock: moment})
    classes = pictures.classes_of(view)
    known = view.known
    steps = len(classes.uppers) if classes else 1
    indices = [classes.index(known[c]) if classes and c in known else -1 for c in one.boundaries.codes]
    tips = [
        wording.cell_description(
            view.cells[code], unit=view.indicator.unit, unit_label="", decimals=view.indicator.decimals
        )
        if code in view.cells
        else ""
        for code in one.boundaries.codes
    ]
    drawn = go.Figure(
        go.Choropleth(
            geojson=BOUNDARIES,
            featureidkey="properties.code",
            locations=list(one.boundaries.codes),
            z=indices,
            zmin=-1.5,
            zmax=steps - 0.5,
            colorscale=_scale(classes),
            showscale=False,
            text=[one.names.get(code, code) for code in one.boundaries.codes],
            customdata=tips,
            hovertemplate="<b>%{text}</b><br>%{customdata}<extra></extra>",
            marker={"line": {"color": palette.WHITE, "width": 1}},
        )
    )
    points = [(_release()[0].area(c), view.cells[c]) for c in one.boundaries.codes if c in known]
    drawn.add_trace(
        go.Scattergeo(
            lon=[float(area["lon"]) for area, _ in points],
            lat=[float(area["lat"]) for area, _ in points],
            text=[wording.cell_text(cell, decimals=view.indicator.decimals) for _, cell in points],
            mode="text",
            textfont={"color": [_ink(cell.value, classes) for _, cell in points]},
            hoverinfo="skip",
        )
    )
    drawn.update_layout(
        template=None,
        title={"text": f"{view.indicator.label} · {view.when}", "font": {"size": 14}},
        margin={"l": 0, "r": 0, "t": 40, "b": 0},
        height=600,
        showlegend=False,
        geo={"visible": False, "fitbounds": "locations", "projection": {"type": "mercator"}},
    )
    return drawn


def _scale(classes: Classes | None) -> list[tuple[float, str]]:
    """Write the house's classes as a colour scale in steps; the first step is for who has no number."""
    colours = [_ABSENT, *(palette.CLASSES[position] for position in (classes.positions if classes else ()))]
    steps = len(colours)
    return [(edge / steps, colour) for i, colour in enumerate(colours) for edge in (i, i + 1)]


def _ink(value: float | None, classes: Classes | None) -> str:
    """Return the colour of a number that can be read on the fill of its area."""
    if not value or classes is None:
        return palette.INK
    dark = classes.positions[classes.index(value)] >= palette.MOST_CLASSES // 2
    return palette.WHITE if dark else palette.INK


_kept: dict[str, Any] = {}


def _release() -> tuple[Any, Any]:
    if not _kept:
        settings = Settings()
        _kept["release"] = open_release(settings, settings["AUDIENCE"])
        _kept["catalogue"] = load_catalogue(settings.definitions_dir)
    return _kept["release"], _kept["catalogue"]


def make_app() -> Flask:
    """Make the app: a list of moments, the map, and the files that it draws with."""
    one = subject()
    app = dash.Dash("benchmarks.dash_peer", serve_locally=True, title="Dash", assets_folder="/nonexistent")
    app.layout = html.Main(
        [
            html.H1("Territori"),
            dcc.Dropdown(
                [{"label": label, "value": moment} for moment, label in one.moments.items()],
                one.round[0],
                id="momento",
                clearable=False,
                searchable=False,
                style={"width": "10rem"},
            ),
            dcc.Graph(
                id="mappa",
                figure=figure(one, one.round[0]),
                config={"displayModeBar": False, "topojsonURL": "/topojson/"},
            ),
        ]
    )

    @app.callback(Output("mappa", "figure"), Input("momento", "value"), prevent_initial_call=True)
    def change(moment: str) -> go.Figure:
        return figure(one, moment)

    server: Flask = app.server

    packed = gzip.compress(clockwise(one.boundaries.raw), 9)

    @server.get(BOUNDARIES)
    def boundaries() -> Response:
        headers = {"content-encoding": "gzip", "cache-control": _FOREVER}
        return Response(packed, content_type="application/geo+json", headers=headers)

    @server.get("/topojson/<name>")
    def topojson(name: str) -> Response:
        return send_from_directory(Path(ROOT) / "static" / "topojson", name)

    _compress(server)
    return server


def clockwise(raw: bytes) -> bytes:
    """Turn the rings of a GeoJSON the way in which Plotly reads them (the other way round from RFC 7946)."""
    collection = json.loads(raw)
    for feature in collection["features"]:
        turned = orient(shape(feature["geometry"]), sign=-1.0) if feature["geometry"] else None
        feature["geometry"] = mapping(turned) if turned is not None else None
    return json.dumps(collection, separators=(",", ":")).encode()


def orient(geometry: BaseGeometry, *, sign: float) -> BaseGeometry:
    """Orient the outer rings of a polygon, or of several."""
    if isinstance(geometry, Polygon):
        return polygon.orient(geometry, sign)
    return MultiPolygon([polygon.orient(part, sign) for part in geometry.geoms])


def _compress(server: Flask) -> None:
    """Compress what is worth it; the bundles once for all, as ours are."""
    packed: dict[str, bytes] = {}

    @server.after_request
    def compress(answer: Response) -> Response:
        wanted = "gzip" in request.headers.get("accept-encoding", "")
        if not wanted or answer.status_code != 200 or answer.headers.get("content-encoding"):
            return answer
        answer.direct_passthrough = False
        raw = answer.get_data()
        if len(raw) < _WORTH_IT:
            return answer
        if request.path.startswith("/_dash-component-suites/"):
            content = packed.setdefault(request.path, b"") or gzip.compress(raw, 9)
            packed[request.path] = content
        else:
            content = gzip.compress(raw, 5)
        answer.set_data(content)
        answer.headers["content-encoding"] = "gzip"
        answer.headers["vary"] = "Accept-Encoding"
        return answer


def main(port: int) -> None:
    """Serve the app on a port of this machine until told to stop."""
    import gc
    import warnings

    import uvicorn
    from uvicorn.middleware.wsgi import WSGIMiddleware

    warnings.simplefilter("ignore")
    app = WSGIMiddleware(make_app())
    gc.collect()
    gc.freeze()
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_keep_alive=75,  # as a proxy would keep it: visitors think for longer than uvicorn waits
    )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    main(int(sys.argv[1]))
