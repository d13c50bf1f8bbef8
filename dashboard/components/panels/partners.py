"""Partners of a programme: who they are, in which areas they work and for whom."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Bar
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.row_units import rows_of_programme, unit_of_rows
from dashboard.components.panels.rows import Line
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status


def partner_matrix(ask: Ask) -> Unit:
    """Draw partners × areas, each cell with the initials of those for whom the partner works there.

    `by` names the columns: partner, area of work, target, role.
    """
    found = rows_of_programme(ask)
    if found.refusal:
        return unit_of_rows(ask, found, message="", unit_label="")
    partner, area, target, role = ask.panel.by
    dataset, frame = rows.dataset_of(ask), found.frame
    roles = _roles(ask, frame)
    names = sorted(roles, key=lambda name: (_rank(ask, role, roles[name]), name))
    areas = _present(ask, frame, area)
    letters = initials([label for _, label in _present(ask, frame, target)])
    label_of = dict(_present(ask, frame, target))
    works, shown = _works(frame, partner, area, target)
    cells: dict[tuple[str, str], Cell] = {}
    marks: dict[tuple[str, str], str] = {}
    lines = []
    for name in names:
        told = [name, rows.word(ask, dataset, role, roles[name])]
        for code, _ in areas:
            targets = [t for t in label_of if t in works.get((name, code), ())]
            told.append(", ".join(label_of[t].lower() for t in targets))
            if targets:
                demonstration = (name, code) in shown
                cells[name, code] = Cell(float(len(targets)), Status.VALID, demonstration, told[-1])
                marks[name, code] = " ".join(letters[label_of[t]] for t in targets)
        lines.append(Line(told, any(one == name for one, _ in shown)))
    key = " · ".join(f"{letters[label]} {label.lower()}" for label in label_of.values())
    short = [(code, ask.word(dataset.code, area, code)) for code, _ in areas]
    return unit_of_rows(
        ask,
        found,
        message=_message(frame, partner, area, target, dict(areas), label_of),
        unit_label="partner × area di intervento × destinatari",
        picture=lambda: charts.grid(
            [(name, _cut(name, ask.width)) for name in names], short, cells, unit="", marks=marks
        ).update_layout(height=33 * len(names) + 90),
        table=rows.list_of(
            lines,
            ["Partner", "Ruolo", *(label for _, label in areas)],
            caption=f"{ask.panel.label}, {found.place}",
        ),
        note=f"Destinatari: {key}. Una casella vuota: il partner non ha dichiarato attività in quell'area.",
    )


def partner_roles(ask: Ask) -> Unit:
    """Count the partners by their role, and name them.

    `by` names the columns: partner, role.
    """
    found = rows_of_programme(ask)
    if found.refusal:
        return unit_of_rows(ask, found, message="", unit_label="")
    partner, role = ask.panel.by
    frame = found.frame
    each = frame.drop_duplicates([partner, role])
    present = _present(ask, each, role)

    def some(code: str) -> pd.DataFrame:
        return each[each[role] == code]

    cells = {
        c: Cell(float(len(some(c))), Status.VALID, bool(some(c)["demonstration"].any())) for c, _ in present
    }
    number = wording.counted(each[partner].nunique(), "partner", "partner")
    told = "; ".join(f"{label.lower()} {len(some(code))}" for code, label in present)
    caption = f"{ask.panel.label}, {found.place}"
    return unit_of_rows(
        ask,
        found,
        message=f"{number} nella rete: {told}",
        unit_label="partner",
        picture=lambda: charts.bars(
            [Bar(code, label, cells[code]) for code, label in present], unit="", horizontal=True
        ),
        table=tables.html_table(present, [Column("Partner", cells)], caption=caption, row_heading="Ruolo")
        + rows.list_of(
            [Line((label, wording.listing(sorted(some(code)[partner]), most=40))) for code, label in present],
            ["Ruolo", "Chi"],
            caption=f"{caption}: i nomi",
        ),
    )


def initials(labels: Sequence[str]) -> dict[str, str]:
    """Give each label the shortest beginning that tells it from the others.

    Examples:
        >>> initials(["Tutti", "Giovani", "Over 50", "Operatori"])
        {'Tutti': 'T', 'Giovani': 'G', 'Over 50': 'Ov', 'Operatori': 'Op'}
    """
    found = {}
    for label in labels:
        length = next(
            n
            for n in range(1, len(label) + 1)
            if sum(other[:n].lower() == label[:n].lower() for other in labels) == 1
        )
        found[label] = label[:length].capitalize()
    return found


def _roles(ask: Ask, frame: pd.DataFrame) -> dict[str, str]:
    """The first role of each partner, in the order of the list."""
    partner, *_, role = ask.panel.by
    found: dict[str, str] = {}
    for name, one in zip(frame[partner], frame[role], strict=True):
        if name not in found or _rank(ask, role, one) < _rank(ask, role, found[name]):
            found[name] = one
    return found


def _works(
    frame: pd.DataFrame, partner: str, area: str, target: str
) -> tuple[dict[tuple[str, str], set[str]], set[tuple[str, str]]]:
    """For whom each partner works in each area, and the pairs of them that are demonstration data."""
    works: dict[tuple[str, str], set[str]] = {}
    shown: set[tuple[str, str]] = set()
    columns = (frame[name] for name in (partner, area, target, "demonstration"))
    for name, code, whom, demonstration in zip(*columns, strict=True):
        works.setdefault((name, code), set()).add(whom)
        if demonstration:
            shown.add((name, code))
    return works, shown


def _rank(ask: Ask, column: str, code: str) -> int:
    return [one for one, _ in _codes(ask, column)].index(code)


def _codes(ask: Ask, column: str) -> list[tuple[str, str]]:
    dimension = ask.dimension(str(ask.panel.dataset), column)
    if dimension is None or dimension.codelist is None:
        return []
    return [(one.code, one.label) for one in ask.catalogue.codelists[dimension.codelist].codes]


def _present(ask: Ask, frame: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    present = set(frame[column])
    return [(code, label) for code, label in _codes(ask, column) if code in present]


def _cut(name: str, width: int) -> str:
    """Shorten a long name on a narrow screen, where names differ the least; the whole one is in the table."""
    most = 44 if width > 900 else 22
    return name if len(name) <= most else f"{name[: most - 8].rstrip()}…{name[-7:].lstrip()}"


def _message(
    frame: pd.DataFrame,
    partner: str,
    area: str,
    target: str,
    areas: dict[str, str],
    targets: dict[str, str],
) -> str:
    """Say where most partners are, and for whom."""
    by_area = frame.groupby(area)[partner].nunique()
    by_target = frame.groupby(target)[partner].nunique()
    most_area, most_target = str(by_area.idxmax()), str(by_target.idxmax())
    total = frame[partner].nunique()
    return (
        f"{wording.counted(total, 'partner', 'partner')}: l'area con più partner è «{areas[most_area]}» "
        f"({by_area.max()}), i destinatari con più partner «{targets[most_target]}» ({by_target.max()})"
    )
