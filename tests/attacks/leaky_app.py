"""An app that leaks one number through each channel there is: the crawler must bring all of them home."""

from __future__ import annotations

import io
import struct
import zlib

import pandas as pd
import plotly.graph_objects as go
import pydeck as pdk
import streamlit as st
import xlsxwriter

LEAKS = {
    "written text": 70_001,
    "attribute of a tag": 70_003,
    "hidden column of a table": 70_009,
    "what a chart shows to a pointer": 70_019,
    "property of an area on a map": 70_039,
    "key figure": 70_051,
    "tip of a list": 70_061,
    "option of a list": 70_067,
    "page under one option": 70_079,
    "page under a pair of options": 70_099,
    "address": 70_111,
    "CSV made on demand": 70_117,
    "XLSX made on demand": 70_121,
    "file at hand": 70_123,
    "text chunk of a picture": 70_139,
    "name of a file": 70_141,
    "page that the navigation hides": 70_157,
    "second page": 70_163,
    "toast": 70_177,
    "answer to a wrong question": 70_181,
    "alternative text": 70_183,
    "colour scale of a chart": 70_199,
}
PRINTED = 70_201
"""What the server prints: it is looked for in its log."""


def leak(name: str) -> int:
    """Return the number of a channel."""
    return LEAKS[name]


def written_as_italians_do(name: str) -> str:
    """Return the number of a channel with its point."""
    return f"{leak(name):,}".replace(",", ".")


def picture() -> bytes:
    """Make a picture whose number stands in a text chunk."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))

    said = f"Comment\0{leak('text chunk of a picture')}".encode()
    head, pixels = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\0")
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"tEXt", said) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def workbook() -> bytes:
    """Make a workbook whose number stands in a hidden sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Dati").write_string(0, 0, "niente")
        hidden = book.add_worksheet("Nascosto")
        hidden.write_number(0, 0, leak("XLSX made on demand"))
        hidden.hide()
    return buffer.getvalue()


def front() -> None:
    """Leak through what a page shows."""
    st.html(f"<p>Sono {written_as_italians_do('written text')}</p>")
    st.html(f'<p data-n="{leak("attribute of a tag")}">niente</p>')
    frame = pd.DataFrame({"a": [1], "b": [leak("hidden column of a table")]})
    st.dataframe(frame, column_order=["a"])
    chart = go.Figure(go.Bar(x=["a"], y=[1], customdata=[[leak("what a chart shows to a pointer")]]))
    chart.add_trace(go.Heatmap(z=[[1]], zmax=leak("colour scale of a chart")))
    st.plotly_chart(chart, alt=f"fino a {leak('alternative text')}")
    areas = [{"position": [12.5, 41.9], "n": leak("property of an area on a map")}]
    layer = pdk.Layer("ScatterplotLayer", areas, get_position="position", id="a")
    st.pydeck_chart(pdk.Deck([layer], map_provider=None))
    st.metric("Persone", written_as_italians_do("key figure"))
    first = st.selectbox("Primo", ["a", "b", "c"], key="filtro_primo", help=str(leak("tip of a list")))
    second = st.selectbox("Secondo", ["x", f"y {leak('option of a list')}", "z"], key="filtro_secondo")
    if first == "c":
        st.write(leak("page under one option"))
    if first == "b" and second == "z":
        st.write(leak("page under a pair of options"))
    st.query_params["n"] = str(leak("address"))
    made = f"a;b\n1;{leak('CSV made on demand')},0\n".encode()
    st.download_button("CSV", lambda: made, "a.csv", on_click="ignore")
    st.download_button("XLSX", workbook, f"{leak('name of a file')}.xlsx", on_click="ignore")
    st.download_button("Testo", f"{leak('file at hand')}", "b.txt", on_click="ignore")
    st.download_button("PNG", picture, "c.png", on_click="ignore")
    st.toast(f"Ecco {leak('toast')}")
    if "programma" in st.query_params:
        st.error(f"Non conosco questo programma, ma {leak('answer to a wrong question')} sì")


def back() -> None:
    """Leak through a second page."""
    st.write(leak("second page"))


def behind() -> None:
    """Leak through a page that no menu shows."""
    st.write(leak("page that the navigation hides"))


if __name__ == "__main__":
    print(f"sono {PRINTED}", flush=True)
    pages = [
        st.Page(front, title="Prima", default=True),
        st.Page(back, title="Seconda", url_path="seconda"),
        st.Page(behind, title="Nascosta", url_path="nascosta", visibility="hidden"),
    ]
    st.navigation(pages).run()
