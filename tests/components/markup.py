"""Reads HTML back, as a browser would: what the tests of tables, cards and legends look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_WITHOUT_END = {"br", "img", "meta", "hr"}


@dataclass
class Element:
    """A tag with its attributes, the text inside it, and the tags inside it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str = "", css: str = "") -> list[Element]:
        """The tags below this one, in order, by name and class."""
        found = []
        for child in self.children:
            classes = child.attributes.get("class", "").split()
            if tag in ("", child.tag) and (not css or css in classes):
                found.append(child)
            found.extend(child.all(tag, css))
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("root")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _WITHOUT_END:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(html: str) -> Element:
    """Read HTML into a tree; a tag that is closed by another, or never, fails the test."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert [element.tag for element in reader.open] == ["root"], "a tag is never closed"
    return reader.open[0]
