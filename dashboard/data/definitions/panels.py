"""A picture on a page, declared: what it shows, how it is drawn, where it stands."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dashboard.data.definitions.base import CodeText, Definition


class Panel(Definition):
    """A picture on a page. Adding one is adding a definition; `components/panels` knows how to draw it.

    Attributes:
        page: address of the page on which it stands.
        section: heading under which it stands; a page shows one section at a time.
        label: short name, as people would ask for it.
        picture: how it is drawn: a name in `components.panels.PICTURES`.
        programmes: the programmes for which the page shows it.
        indicators: what it shows, in order.
        dataset: whose single rows it shows, for the pictures made of rows.
        by: dimensions along which the numbers are laid out, the first along the axis.
        where: conditions on dimensions, besides those of the indicators.
        level: role of the level of territory that it lays out (`main`, `operating` ...); empty: it shows one
            place, the chosen one.
        options: what its picture may be told besides (each picture documents its own).
        note: what the picture can and cannot say, for all to read under it.
        width: half of the page or the whole.
        about: `release` for what tells of the release itself (deliveries, checks): it names no data.
    """

    code: CodeText
    page: CodeText
    section: str
    label: str
    picture: CodeText
    programmes: tuple[CodeText, ...] = Field(min_length=1)
    indicators: tuple[CodeText, ...] = ()
    dataset: CodeText | None = None
    by: tuple[CodeText, ...] = ()
    where: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    level: str = ""
    options: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    note: str = ""
    width: Literal["half", "whole"] = "half"
    about: Literal["data", "release"] = "data"
