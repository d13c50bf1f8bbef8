"""The frame of a page by a session without a browser: what comes first, what comes later, what is marked."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import shell


def _page() -> None:
    import plotly.graph_objects as go

    from dashboard.components import shell
    from dashboard.components.figures import Download, Unit

    shell.heading("Prova", "Una pagina <di> prova.")
    shell.strip([("Rilascio", "1")], demonstration=True, newer="Ne esiste uno più recente.")
    figure = Unit(
        key="prova",
        title="Un messaggio",
        caption="Che cosa",
        alt="Per chi non vede",
        picture=go.Figure(go.Bar(x=[1], y=[2])),
        table="<table><caption>Dati</caption></table>",
        reading=[("Limiti", "molti")],
        sketch=lambda: "<svg/>",
    )
    shell.unit(
        figure, downloads=[Download("CSV", "a.csv", "text/csv", lambda: b"")], link="https://x.example"
    )
    shell.note("Dopo la figura")
    shell.foot(["Fonte", ""])


def _empty_page() -> None:
    from dashboard.components import shell
    from dashboard.components.figures import Unit

    shell.heading("Prova", "")
    shell.strip([("Rilascio", "1")], demonstration=False)
    shell.unit(Unit(key="vuota", title="Niente", caption="", alt="", picture=None, empty="Ancora niente."))
    shell.foot([])


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a page puts on screen, in order: sketch, picture, notes, and the pause before what is heavy."""
    seen: list[str] = []

    def told(name: str, module: Any, attribute: str) -> None:
        real = getattr(module, attribute)

        def tell(*args: Any, **kwargs: Any) -> Any:
            seen.append(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(module, attribute, tell)

    told("picture", shell, "_draw")
    told("note", shell, "note")
    told("sketch", shell.figures, "sketch_html")
    monkeypatch.setattr(shell, "time", SimpleNamespace(sleep=lambda seconds: seen.append("pause")))
    return seen


def html_of(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return "".join(body for body in bodies if "<style" not in body)


def test_the_first_page_of_a_visit_shows_a_sketch_and_the_picture_after_all_the_rest(
    order: list[str],
) -> None:
    app = AppTest.from_function(_page).run()

    assert not app.exception
    assert order == ["sketch", "note", "pause", "picture"]
    assert "cr-sketch" in html_of(app)
    assert len(app.get("plotly_chart")) == 1


def test_the_pages_after_it_draw_the_picture_at_once_in_its_place(order: list[str]) -> None:
    app = AppTest.from_function(_page).run()
    order.clear()

    app.run()

    assert not app.exception
    assert order == ["picture", "note"]
    assert "cr-sketch" not in html_of(app)
    assert len(app.get("plotly_chart")) == 1


def test_a_first_page_cut_short_leaves_nothing_to_draw_on_the_next(order: list[str]) -> None:
    app = AppTest.from_function(_page)
    app.session_state[shell._WAITING] = [("a place that is gone", None, None)]

    app.run()

    assert not app.exception
    assert order == ["sketch", "note", "pause", "picture"]


def test_a_figure_has_its_message_its_table_its_limits_its_file_and_its_link() -> None:
    app = AppTest.from_function(_page).run()

    assert [expander.label for expander in app.expander] == [
        "I dati in tabella",
        "Come si legge, limiti e fonte",
    ]
    assert '<h2 class="cr-title">Un messaggio</h2>' in html_of(app)
    assert [button.proto.label for button in app.get("download_button")] == ["CSV"]
    assert app.code[0].value == "https://x.example"
    assert app.get("plotly_chart")[0].proto.alt == "Per chi non vede"


def test_what_is_said_of_a_release_is_text_and_demonstration_cannot_be_missed() -> None:
    html = html_of(AppTest.from_function(_page).run())

    assert "Una pagina &lt;di&gt; prova." in html
    assert "Ne esiste uno più recente." in html
    assert "cr-banner" in html


def test_where_there_is_nothing_to_draw_the_reason_stands_in_its_place(order: list[str]) -> None:
    app = AppTest.from_function(_empty_page).run()

    assert not app.exception
    assert order == ["note"]
    assert "Ancora niente." in html_of(app)
    assert "cr-banner" not in html_of(app)
    assert not app.get("download_button")
