"""What is missing: areas without a service of a kind, and areas too far from the nearest one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.components import palette, tables, wording
from dashboard.components.figures import Unit
from dashboard.components.nearest import by_distance
from dashboard.components.palette import Classes
from dashboard.components.panels import choosing, telling, territory
from dashboard.components.panels.asking import Ask, Point, Slice
from dashboard.components.tables import Column
from dashboard.components.views import View
from dashboard.components.wording import escape
from dashboard.data.cells import Cell, Status
from dashboard.data.release import NotPublished

WITHIN = "entro"
"""Name of the control that says what counts as a gap: nothing in the area, or nothing within so many km."""
THERE, MISSING = 1.0, 2.0
_KINDS = Classes((THERE, MISSING), THERE)


@dataclass(frozen=True)
class Finding:
    """What is known of one area: its own sites, the nearest place with one, and the verdict."""

    code: str
    label: str
    own: Cell
    km: float | None
    nearest: str
    missing: bool | None


def gap_map(ask: Ask) -> Unit:
    """Draw the areas that lack a service of the chosen kind.

    The panel's `dataset` lists the single places; distances are straight lines from the seat of the area.

    Options:
        choice: dimension of the kind of service, on which the page's own control puts a condition.
        within: the distances that the page offers, in km.
        points: what the legend says of the points.
    """
    found, findings = _findings(ask)
    role = "operating"
    km = limit_of(ask)
    picked = choosing.chosen_label(ask, found.indicator.numerator.dataset, long=False)
    cells = {one.code: _verdict(one) for one in findings}
    view = View(found.indicator, ask.levels[role][0], cells, {}, found.when, None, found.refusal)
    title = _message(ask, findings, picked, km, role)
    said = {one.code: (_short(one, km), _long(ask, one)) for one in findings}
    points = territory.places_of(ask) if ask.panel.dataset else []
    unit = territory.draw(ask, view, role, title=title, points=points, said=said, classes=_KINDS)
    what = f"nessuna sede entro {km} km" if km else "nessuna sede nel territorio"
    caption = telling.caption_of(ask, found, unit_label=picked, extra=[what])
    legend = [
        (palette.CLASSES[_KINDS.positions[0]], "c'è" if not km else f"c'è entro {km} km"),
        (palette.CLASSES[_KINDS.positions[1]], "manca"),
    ]
    if any(one.missing is None for one in findings):
        legend.append(("absent", "n.d.: non ha risposto"))
    if points:
        legend.append(("point", ask.option("points")))
    return replace(
        unit,
        title=ask.panel.label if unit.empty else title,
        caption=caption,
        alt=f"{caption}. {title}",
        legend=legend,
        table=_table(ask, findings, caption, role),
        data=_data(ask, found, findings, role),
        note=ask.panel.note,
    )


def gap_grid(ask: Ask) -> Unit:
    """Write, for each area of a level and each kind of service, how many sites there are: a gap stands out.

    Options:
        choice: dimension of the kind of service: the columns.
    """
    indicator = ask.indicators[0]
    role, name = ask.panel.level, ask.option("choice")
    place = ask.area if choosing.is_inside(ask) else ask.top
    found = ask.slice(indicator, [name], level=role, area=place, climb=False)
    rows = list(dict.fromkeys((p.codes[0], p.labels[0]) for p in found.points))
    columns = list(dict.fromkeys((p.codes[1], p.labels[1]) for p in found.points))
    cells = {p.codes: p.cell for p in found.points}
    caption = telling.caption_of(ask, found)
    html = _grid_html(rows, columns, cells, caption, choosing.noun(ask, role)[0], chosen=ask.area)
    unit = telling.unit_of(
        ask,
        [found],
        message=_message_of_grid(ask, rows, columns, cells, role),
        picture=lambda: None,
        table="",
        data=telling.data_of(ask, [found], [choosing.noun(ask, role)[0], ask.heading(_of(ask), name)]),
    )
    return replace(unit, rows="" if unit.empty else html)


def limit_of(ask: Ask) -> int:
    """The distance beyond which a service is missing, in km; 0 when it must be in the area itself."""
    value = ask.choices.get(WITHIN, "")
    return int(value) if value.isdigit() else 0


def _of(ask: Ask) -> str:
    return ask.indicators[0].numerator.dataset


def _findings(ask: Ask) -> tuple[Slice, list[Finding]]:
    """What is known of every area around the chosen place."""
    indicator = ask.indicators[0]
    place = ask.area if choosing.is_inside(ask) else ask.top
    found = ask.slice(indicator, where=choosing.chosen(ask), level="operating", area=place, climb=False)
    sites = _sites(ask)
    return found, [_finding(ask, point, sites) for point in found.points]


def _sites(ask: Ask) -> list[tuple[str, tuple[float, float]]]:
    """The areas that have a place of the chosen kind, with a point for each."""
    if not ask.panel.dataset or ask.atlas is None:
        return []
    dataset = ask.catalogue.datasets[ask.panel.dataset]
    try:
        rows = ask.release.records(dataset.code)
    except NotPublished:
        return []
    for name, value in choosing.chosen(ask).items():
        rows = rows[rows[name] == value]
    codes = sorted(set(rows[dataset.area.code])) if dataset.area else []
    return [(code, point) for code in codes if (point := ask.atlas.point(code))]


def _finding(ask: Ask, point: Point, sites: Sequence[tuple[str, tuple[float, float]]]) -> Finding:
    here = ask.atlas.point(point.code) if ask.atlas else None
    near = by_distance(here, sites)[0] if here and sites else None
    km = limit_of(ask)
    own = point.cell.value
    missing: bool | None
    if km:
        # Who has not answered may have sites of its own, nearer than those known.
        close = near is not None and near[0] <= km
        missing = False if close else None if own is None else True
    else:
        missing = None if own is None else own == 0
    return Finding(
        point.code,
        point.label,
        point.cell,
        near[0] if near else None,
        ask.names.get(near[1], near[1]) if near else "",
        missing,
    )


def _verdict(one: Finding) -> Cell:
    if one.missing is None:
        return Cell(None, Status.NOT_COLLECTED, one.own.demonstration)
    return Cell(MISSING if one.missing else THERE, Status.VALID, one.own.demonstration)


def _short(one: Finding, km: int) -> str:
    if one.missing is None:
        return ""
    if km:
        return wording.number(one.km) if one.km is not None else ""
    return wording.cell_text(one.own)


def _long(ask: Ask, one: Finding) -> str:
    unit = ask.unit_label(ask.indicators[0].unit)
    own = wording.cell_description(one.own, unit_label=unit)
    near = f"; la più vicina è a {one.nearest}, {wording.number(one.km)} km" if one.km is not None else ""
    return f"{own}{near}"


def _message(ask: Ask, findings: Sequence[Finding], picked: str, km: int, role: str) -> str:
    singular, plural = choosing.noun(ask, role)
    known = [one for one in findings if one.missing is not None]
    if not known:
        return "Nessun territorio ha risposto: non si può dire che cosa manca"
    own = next((one for one in findings if one.code == ask.area), None)
    near = f"entro {km} km dalla sede" if km else "nel proprio territorio"
    if own is not None and own.missing is not None:
        has = "non ha" if own.missing else "ha"
        told = f"{picked}: {own.label} {has} una sede {near}"
        return f"{told}; la più vicina è a {wording.number(own.km)} km" if own.km is not None else told
    gaps = [one for one in known if one.missing]
    before = f"{picked}: " if picked else ""
    if not gaps:
        among = wording.counted(len(known), singular, plural)
        return f"{before}nessun vuoto {near}, fra {among} di cui si sa"
    has = "ha" if len(gaps) == 1 else "hanno"
    lacks = f"non ne {has}" if picked else f"non {has} sedi"
    return f"{before}{wording.counted(len(gaps), singular, plural)} su {len(known)} {lacks} {near}"


def _table(ask: Ask, findings: Sequence[Finding], caption: str, role: str) -> str:
    indicator = ask.indicators[0]
    rows = [(one.code, f"{one.label} – manca" if one.missing else one.label) for one in findings]
    distances = {
        one.code: Cell(one.km, Status.VALID if one.km else Status.ZERO, one.own.demonstration)
        for one in findings
        if one.km is not None
    }
    return tables.html_table(
        rows,
        [
            Column(indicator.short or indicator.label, {one.code: one.own for one in findings}),
            Column("km dalla sede più vicina", distances, decimals=1),
        ],
        caption=caption,
        row_heading=choosing.noun(ask, role)[0],
        chosen=ask.area,
    )


def _data(ask: Ask, found: Slice, findings: Sequence[Finding], role: str) -> pd.DataFrame | None:
    if not findings:
        return None
    frame = telling.data_of(ask, [found], [choosing.noun(ask, role)[0]])
    verdicts = {True: "manca", False: "c'è", None: "non si sa"}
    return frame.assign(
        esito=[verdicts[one.missing] for one in findings],
        luogo_piu_vicino=[one.nearest for one in findings],
        km=pd.Series([one.km for one in findings], dtype="float64").round(1),
    )


def _grid_html(
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, ...], Cell],
    caption: str,
    heading: str,
    *,
    chosen: str,
) -> str:
    head = "".join(f'<th scope="col" class="cr-num">{escape(label)}</th>' for _, label in columns)
    body = []
    for code, label in rows:
        mark = ' class="cr-chosen"' if code == chosen else ""
        told = "".join(_grid_cell(cells.get((code, column), telling.ABSENT)) for column, _ in columns)
        body.append(f'<tr{mark}><th scope="row">{escape(label)}</th>{told}</tr>')
    return (
        f'<div class="cr-scroll cr-whole" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="cr-table cr-gaps"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col">{escape(heading)}</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _grid_cell(cell: Cell) -> str:
    text = escape(wording.cell_text(cell))
    mark = tables.DEMO_MARK if cell.demonstration and cell.value is not None else ""
    if cell.value == 0:
        return f'<td class="cr-num cr-gap"><abbr title="nessuna sede">{text}</abbr>{mark}</td>'
    if cell.value is None:
        meaning = escape(wording.STATUS_MEANING[cell.status])
        return f'<td class="cr-num cr-{cell.status}"><abbr title="{meaning}">{text}</abbr></td>'
    return f'<td class="cr-num">{text}{mark}</td>'


def _message_of_grid(
    ask: Ask,
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[str, str]],
    cells: Mapping[tuple[str, ...], Cell],
    role: str,
) -> str:
    own = [c for c in columns if (cell := cells.get((ask.area, c[0]))) is not None and cell.value == 0]
    if any(code == ask.area for code, _ in rows):
        if not any(_has_number(cells.get((ask.area, code))) for code, _ in columns):
            return f"{ask.names[ask.area]} non ha risposto: non si sa che cosa manca"
        lacking = wording.listing([label for _, label in own], most=len(columns))
        told = f"manca: {lacking}" if own else "non manca nessun tipo di servizio"
        return f"{ask.names[ask.area]}: {told}"
    lacks = {
        label: sum(1 for row, _ in rows if (cell := cells.get((row, code))) is not None and cell.value == 0)
        for code, label in columns
    }
    known = {row for row, _ in rows for code, _ in columns if _has_number(cells.get((row, code)))}
    if not known:
        return "Nessun territorio ha risposto: non si può dire che cosa manca"
    least, most = min(lacks, key=lambda k: lacks[k]), max(lacks, key=lambda k: lacks[k])
    singular, plural = choosing.noun(ask, role)
    verb = "non ne ha" if lacks[most] == 1 else "non ne hanno"
    if lacks[most] == 0:
        return f"Nessun tipo di servizio manca nei {len(known)} {plural} che hanno risposto"
    return (
        f"Quello che manca più spesso è {most}: "
        f"{wording.counted(lacks[most], singular, plural)} su {len(known)} {verb}; "
        f"quello che manca meno è {least} ({lacks[least]})"
    )


def _has_number(cell: Cell | None) -> bool:
    return cell is not None and cell.value is not None
