"""Places like mine: which they are, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.figures import Unit
from dashboard.components.kept import Kept
from dashboard.components.panels import telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.tables import Column
from dashboard.components.wording import escape
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Indicator, Panel
from dashboard.data.release import Release
from dashboard.data.similarity import Likeness, Neighbour, likeness, standardised

PICTURE = "similar"
VARIABLES = "variabili"
"""Name of the page's own control, and of its place in the address."""
MOST = 5
"""Places like mine that are shown, when the panel does not say how many."""
EQUAL = 0.25
"""Usual spreads under which two numbers are almost the same."""
_made: WeakKeyDictionary[Release, Kept] = WeakKeyDictionary()


@dataclass(frozen=True)
class Company:
    """My place and those like it.

    Attributes:
        role: role of the level of all of them.
        mine: code of my place; empty when the whole is chosen.
        variables: the indicators that they are compared on.
        slices: each variable for all the places of the level that take part.
        found: the distances; None without a place of mine.
        scores: variable → place → standardised number.
        shown: mine, then the nearest; without mine all of them, by name.
        outside: places of the level that do not take part in the programme.
    """

    role: str
    mine: str
    variables: tuple[Indicator, ...]
    slices: tuple[Slice, ...]
    found: Likeness | None
    scores: Mapping[str, Mapping[str, float]]
    shown: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def near(self) -> tuple[Neighbour, ...]:
        """Those like mine that are shown, the nearest first."""
        return tuple(one for one in self.found.neighbours if one.area in self.shown) if self.found else ()


def declared(ask: Ask) -> Panel | None:
    """The panel of the page that says which variables make places alike."""
    same_page = ask.catalogue.panels_of(ask.panel.page, ask.programme.code)
    return next((panel for panel in same_page if panel.picture == PICTURE), None)


def company(ask: Ask) -> Company:
    """Find the places like mine, on the variables that the visitor chose; kept as long as the release."""
    panel = declared(ask)
    known = panel.indicators if panel else ()
    asked = ask.choices.get(VARIABLES, "").split(",")
    codes = tuple(code for code in known if code in asked) or known
    kept = _made.setdefault(ask.release, Kept(256))
    key = (ask.panel.page, ask.programme.code, ask.area, codes, tuple(ask.clocks.items()))
    return kept.get(key, lambda: _company(ask, panel, codes))


def _company(ask: Ask, panel: Panel | None, codes: Sequence[str]) -> Company:
    role, mine = _level(ask)
    level = ask.levels[role][0]
    indicators = tuple(ask.catalogue.indicators[code] for code in codes)
    names = {code for code, at in ask.level_of.items() if at == level}
    inside = _participants(ask, role) & names or names
    top = ask.programme.scope[0]
    inside = {code for code in inside if _within(ask, code, top)}
    slices = []
    for indicator in indicators:
        found = ask.slice(indicator, (), where={}, level=role, area=top, climb=False)
        points = tuple(p for p in found.points if p.code in inside or p.code == mine)
        slices.append(replace(found, points=points))
    by_name = sorted(inside, key=lambda code: ask.names[code])
    outside = tuple(sorted(names - inside - {mine}, key=lambda code: ask.names[code]))
    values = {
        one.indicator.code: {p.code: p.cell.value for p in one.points if p.cell.value is not None}
        for one in slices
    }
    options = panel.options if panel else {}
    told = options.get("logarithms", ())
    logs = (told,) if isinstance(told, str) else told
    if not mine:
        scores = {code: standardised(found, logarithm=code in logs) for code, found in values.items()}
        return Company(role, "", indicators, tuple(slices), None, scores, tuple(by_name), outside)
    alike = likeness(values, mine, logarithms=logs)
    most = int(str(options.get("most", MOST)))
    shown = (mine, *(one.area for one in alike.neighbours[:most]))
    return Company(role, mine, indicators, tuple(slices), alike, alike.scores, shown, outside)


def _level(ask: Ask) -> tuple[str, str]:
    """The role of the level at work, and my place in it (empty when the whole is chosen)."""
    main, operating = ask.levels["main"][0], ask.levels["operating"][0]
    at = ask.level_of[ask.area]
    top = ask.programme.scope[0]
    if at == operating:
        return "operating", ask.area
    national = ask.level_of[top] != main
    if national:
        return "main", ask.area if at == main else ""
    return "operating", ""


def _participants(ask: Ask, role: str) -> set[str]:
    taking = ask.release.participation(ask.programme.code)
    if role == "main":
        return {str(code) for code in taking["main"] if code}
    level = ask.levels[role][0]
    return {str(code) for code in taking["area"] if ask.level_of.get(str(code)) == level}


def _within(ask: Ask, code: str, top: str) -> bool:
    return ask.release.ancestor(code, ask.level_of[top]) == top


# ---- which they are, and why ----


def similar(ask: Ask) -> Unit:
    """Show the places like mine on declared variables (the indicators), and explain the distance.

    Options:
        logarithms: indicators counted in proportions.
        most: how many places are shown.
    """
    us = company(ask)
    _, noun, plural = ask.levels[us.role]
    place = ask.names.get(us.mine, "")
    day = wording.data_of_day(str(ask.release.meta["as_of"]))
    caption = " · ".join(
        part
        for part in (ask.panel.label, f"{plural}, {ask.names[ask.programme.scope[0]]}", day, _variables(us))
        if part
    )
    cells = {(one.indicator.code, p.code): p.cell for one in us.slices for p in one.points}
    texts = {
        key: wording.cell_text(
            cell,
            unit=ask.catalogue.indicators[key[0]].unit,
            decimals=ask.catalogue.indicators[key[0]].decimals,
        )
        for key, cell in cells.items()
    }
    near = us.near
    used = [one for one in us.variables if us.scores.get(one.code)]
    if not used or (us.mine and not near):
        told = (
            f"{place or plural}: le variabili non sono pubblicate, o non bastano, per dire quali territori "
            f"sono simili ({wording.listing([one.label for one in us.variables], most=9)})."
        )
        return Unit(ask.panel.code, ask.panel.label, caption, f"{caption}. {told}", None, empty=told)
    title = _title(ask, us)
    demonstration = any(cells[one.code, code].demonstration for one in used for code in us.scores[one.code])
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=charts.strips(
            [(one.code, one.label) for one in used],
            us.scores,
            names=ask.names,
            chosen=us.mine,
            near=[one.area for one in near],
            texts=texts,
            demonstration=demonstration,
        ),
        rows=_explained(ask, us, texts) if us.mine else "",
        table=_table(ask, us, cells, caption, noun),
        reading=telling.reading_of(us.variables),
        data=_data(ask, us, cells),
        demonstration=demonstration,
        note=" ".join(part for part in (ask.panel.note, *_missing(ask, us)) if part),
    )


def _title(ask: Ask, us: Company) -> str:
    """Name the places like mine; without mine, say what to choose."""
    if not us.mine:
        _, noun, plural = ask.levels[us.role]
        used = sum(bool(found) for found in us.scores.values())
        return (
            f"{plural}: {len(us.shown)} territori su {wording.counted(used, 'variabile', 'variabili')}. "
            f"Per vedere chi somiglia al proprio, sceglierlo dall'elenco «Territorio» ({noun})"
        )
    names = [ask.names[one.area] for one in us.near]
    if len(names) == 1:
        return f"{ask.names[us.mine]}: il territorio più simile è {names[0]}"
    return f"{ask.names[us.mine]}: i territori più simili sono {wording.listing(names, most=len(names))}"


def _variables(us: Company) -> str:
    names = [one.label[:1].lower() + one.label[1:] for one in us.variables]
    return f"variabili: {wording.listing(names, most=len(names))}" if names else ""


def _explained(ask: Ask, us: Company, texts: dict[tuple[str, str], str]) -> str:
    """Write, place by place, on what it is like mine and where the distance comes from."""
    lines = []
    for one in us.near:
        distance = wording.number(one.distance, decimals=2)
        lines.append(
            f"<li><strong>{escape(ask.names[one.area])}</strong> "
            f'<span class="cr-when">distanza {distance}</span><br>{escape(_why(us, one, texts))}</li>'
        )
    return f'<ol class="cr-near">{"".join(lines)}</ol>'


def _why(us: Company, one: Neighbour, texts: dict[tuple[str, str], str]) -> str:
    labels = {v.code: v.label[:1].lower() + v.label[1:] for v in us.variables}
    order = sorted(one.differences, key=lambda code: -abs(one.differences[code]))
    alike = [labels[code] for code in order if abs(one.differences[code]) < EQUAL]
    told = [f"quasi uguali: {wording.listing(alike, most=len(alike))}"] if alike else []
    most = order[0]
    if abs(one.differences[most]) >= EQUAL:
        way = "più alto" if one.differences[most] > 0 else "più basso"
        share = wording.number(one.share(most) * 100)
        told.append(
            f"la distanza viene soprattutto ({share}%) da «{labels[most]}», {way}: "
            f"{texts[most, one.area]} contro {texts[most, us.mine]}"
        )
    return "; ".join(told)[:1].upper() + "; ".join(told)[1:] + "."


def _missing(ask: Ask, us: Company) -> list[str]:
    """Say what could not be used: variables, places, and who is outside the programme."""
    found = us.found
    if found is None:
        return []
    labels = {v.code: v.label for v in us.variables}
    told = []
    if found.unusable:
        names = [f"«{labels[code]}»" for code in found.unusable]
        told.append(f"Non usate, perché qui non hanno un valore: {wording.listing(names, most=len(names))}.")
    partial = [one for one in us.near if len(one.differences) < len(found.scores)]
    if partial:
        names = [ask.names[one.area] for one in partial]
        told.append(f"Con meno variabili, quelle che hanno: {wording.listing(names)}.")
    if found.left_out:
        names = sorted(ask.names[code] for code in found.left_out)
        told.append(f"Lasciati fuori, con meno di metà delle variabili: {wording.listing(names)}.")
    if us.outside and us.role == "main":
        names = [ask.names[code] for code in us.outside]
        told.append(f"Non confrontati, perché non partecipano: {wording.listing(names)}.")
    return told


def _table(ask: Ask, us: Company, cells: dict[tuple[str, str], Cell], caption: str, noun: str) -> str:
    columns = []
    if us.mine:
        distances = {one.area: Cell(one.distance, Status.VALID) for one in us.near}
        columns.append(Column("Distanza", distances | {us.mine: Cell(None, Status.NOT_APPLICABLE)}, "", 2))
    columns += [
        Column(
            one.short or one.label,
            {code: cells.get((one.code, code), telling.ABSENT) for code in us.shown},
            one.unit,
            one.decimals,
        )
        for one in us.variables
    ]
    rows = [(code, ask.names[code]) for code in us.shown]
    return tables.html_table(rows, columns, caption=caption, row_heading=noun, chosen=us.mine)


def _data(ask: Ask, us: Company, cells: dict[tuple[str, str], Cell]) -> pd.DataFrame:
    near = {one.area: one for one in us.near}
    lines = []
    for code in us.shown:
        for variable in us.variables:
            cell = cells.get((variable.code, code), telling.ABSENT)
            one = near.get(code)
            told = one is not None and variable.code in one.differences
            lines.append(
                {
                    "territorio (codice)": code,
                    "territorio": ask.names[code],
                    "distanza": one.distance if one else None,
                    "misura": variable.label,
                    "unita": ask.unit_label(variable.unit),
                    "valore": cell.value,
                    "differenza in scarti tipici": one.differences[variable.code] if one and told else None,
                    "parte della distanza (%)": round(one.share(variable.code) * 100)
                    if one and told
                    else None,
                    "stato": tables.state(cell.status),
                    "origine": tables.origin(cell.demonstration),
                    "nota": cell.note,
                }
            )
    return pd.DataFrame(lines)
