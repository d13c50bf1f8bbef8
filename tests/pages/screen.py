"""The app without a browser, in words that a test can be read aloud with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.components.markup import Element, read


class Screen:
    """One visitor's session of the app.

    Args:
        app: the app of an audience, not yet run.
    """

    def __init__(self, app: AppTest) -> None:
        self.app = app

    # ---- what the visitor does ----

    def opens(self, page: str = "", **query: str) -> Screen:
        """Enter by an address: a page (the front door by default) and the filters that it names."""
        self.app._page_hash = calc_hash(page)
        self.app.query_params.update(query)
        return self._arrive()

    def goes_to(self, page: str) -> Screen:
        """Follow a link of the navigation: another page, and an address that says nothing more."""
        self.app._page_hash = calc_hash(page)
        self.app.query_params.clear()
        return self._arrive()

    def chooses(self, label: str, code: str) -> Screen:
        """Choose an option of a list, found by its label."""
        self._box(label).set_value(code)
        return self._run()

    def _arrive(self) -> Screen:
        self.app._run()  # as a browser that comes to a page, without the states of its lists
        return self._whole()

    def _run(self) -> Screen:
        self.app.run()
        return self._whole()

    def _whole(self) -> Screen:
        assert not self.app.exception, self.app.exception[0].message
        return self

    def _box(self, label: str) -> Any:
        found = [box for box in self.app.selectbox if box.label == label]
        assert found, f"{label} is not among {[box.label for box in self.app.selectbox]}"
        return found[0]

    # ---- what the visitor sees ----

    def stands_on(self, label: str) -> str:
        """The code that a list stands on."""
        return str(self._box(label).value)

    def options(self, label: str) -> list[str]:
        """The options of a list, in words."""
        return list(self._box(label).options)

    @property
    def title(self) -> str:
        """The title of the page."""
        return str(self.app.title[0].value)

    @property
    def html(self) -> Element:
        """What the page itself has written, but for its style."""
        bodies = [element.proto.body for element in self.app.get("html")]
        return read("".join(body for body in bodies if "<style" not in body))

    @property
    def text(self) -> str:
        """Everything that can be read: written text, warnings, lists, figures."""
        boxes = [text for box in self.app.selectbox for text in (box.label, *box.options)]
        told = [str(one.value) for one in (*self.app.warning, *self.app.caption, *self.app.error)]
        return "\n".join([self.title, self.html.text, *boxes, *told, *self.drawn])

    @property
    def notes(self) -> list[str]:
        """The sentences that explain what is not there."""
        return [note.text for note in self.html.all("p", css="cr-note")]

    @property
    def facts(self) -> dict[str, str]:
        """The strip of the page: name → text."""
        strip = self.html.all("dl", css="cr-strip")[0]
        return {dt.text: dd.text for dt, dd in zip(strip.all("dt"), strip.all("dd"), strict=True)}

    @property
    def cards(self) -> dict[str, str]:
        """The key figures: label → number with its unit."""
        return {
            card.all("p", css="cr-card-label")[0].text: card.all("p", css="cr-card-value")[0].text.strip()
            for card in self.html.all("article", css="cr-card")
        }

    def table(self, part: str) -> dict[str, list[str]]:
        """The rows of the table whose caption has some words: heading → figures, without marks."""
        found = [table for table in self.html.all("table") if part in table.all("caption")[0].text]
        assert found, f"{part!r}: {[table.all('caption')[0].text for table in self.html.all('table')]}"
        rows = {}
        for row in found[0].all("tr")[1:]:
            heading = row.all("th")[0]
            when = "".join(span.text for span in heading.all("span"))
            rows[heading.text.removesuffix(when)] = [
                cell.text.removesuffix("◆").removesuffix("*") for cell in row.all("td")
            ]
        return rows

    @property
    def maps(self) -> list[dict[str, Any]]:
        """The maps, as they are sent."""
        return [json.loads(element.proto.json) for element in self.app.get("deck_gl_json_chart")]

    @property
    def charts(self) -> list[dict[str, Any]]:
        """The charts, as they are sent."""
        return [json.loads(element.proto.spec) for element in self.app.get("plotly_chart")]

    @property
    def drawn(self) -> Iterator[str]:
        """Maps and charts as text, with what is said to who does not see them."""
        for element in (*self.app.get("deck_gl_json_chart"), *self.app.get("plotly_chart")):
            yield str(element.proto)

    @property
    def files(self) -> list[str]:
        """The names of the buttons that give a file."""
        return [element.proto.label for element in self.app.get("download_button")]
