"""Where those who came in are: flows from a step to the next, and a funnel with its observed base."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.components import palette, tables, wording
from dashboard.components.charts import flows as charts
from dashboard.components.charts.flows import Flow, Node, Step
from dashboard.components.figures import Unit
from dashboard.components.panels import observed, telling
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.panels.declared import NARROW
from dashboard.components.tables import Column
from dashboard.data.cells import Cell
from dashboard.data.statistics import Interval

_ON, _OPEN, _LEFT = "#b5d5f6", "#d3d9df", "#f0c48a"
_HIDDEN = "In questa vista alcuni passaggi sono coperti: senza di loro il flusso non si può disegnare."


_Told = tuple[Step, Cell, Interval | None]
"""A step, its share of the observed base, the interval of that."""


@dataclass(frozen=True)
class _Path:
    """Who came in, by the furthest of the shown steps and by how the path stands.

    Attributes:
        steps: the shown steps, (code, label).
        at: people by (step, situation).
        done, left, open: the codes of the situations: ended, left before, going on.
    """

    steps: list[tuple[str, str]]
    at: dict[tuple[str, str], float]
    done: str
    left: str
    open: str

    def reached(self, number: int) -> float:
        """People who came to a step or beyond it."""
        further = {code for code, _ in self.steps[number:]}
        return sum(value for (step, _), value in self.at.items() if step in further)

    def here(self, number: int, situation: str) -> float:
        """People whose furthest step is this one, in a situation."""
        return self.at.get((self.steps[number][0], situation), 0)

    def ended(self, situation: str) -> float:
        """People in a situation, whatever their step."""
        return sum(value for (_, kind), value in self.at.items() if kind == situation)


def _read(ask: Ask, found: Slice) -> _Path | None:
    """Count people by shown step (a step that is not shown counts as the shown one before it)."""
    numbers = observed.amounts(list(found.points))
    if numbers is None:
        return None
    name = ask.panel.by[0]
    dataset = found.indicator.numerator.dataset
    dimension = ask.dimension(dataset, name)
    assert dimension is not None and dimension.codelist is not None
    codes = [code.code for code in ask.catalogue.codelists[dimension.codelist].codes]
    shown = [code for code in codes if code in ask.options("steps")]
    nearest: dict[str, str] = {}
    for code in codes:
        before = [one for one in shown if codes.index(one) <= codes.index(code)]
        nearest[code] = before[-1] if before else shown[0]
    at: dict[tuple[str, str], float] = {}
    for (step, situation), value in numbers.items():
        key = (nearest[step], situation)
        at[key] = at.get(key, 0) + value
    steps = [(code, ask.word(dataset, name, code)) for code in shown]
    return _Path(steps, at, ask.option("done"), ask.option("left"), ask.option("open"))


def flow(ask: Ask) -> Unit:
    """Draw where those who came in went: from a step to the next, to the end, out before it, or still there.

    Options:
        steps: the steps that are nodes; the others count with the one before.
        done, left, open: the situations «ended», «left before the end», «going on».
    """
    indicator = ask.indicators[0]
    found = ask.slice(indicator, ask.panel.by)
    path = _read(ask, found)
    if path is None:
        found = observed.refused(found, _HIDDEN)
    if path is None or not found.known:
        return _unit(ask, found, "", None, "", pd.DataFrame())
    situations = {code: ask.word(indicator.numerator.dataset, ask.panel.by[1], code, long=True)
                  for code in (path.done, path.left, path.open)}  # fmt: skip
    nodes, links = _graph(path, situations)
    everybody = path.reached(0)
    parts = [
        f"{situations[k].lower()} {wording.number(path.ended(k))}" for k in (path.done, path.open, path.left)
    ]
    message = f"{wording.counted(everybody, 'persona entrata', 'persone entrate')}: {wording.listing(parts)}"
    names = {node.code: node.label for node in nodes}
    rows = [(str(i), f"{names[one.source]} → {names[one.target]}") for i, one in enumerate(links)]
    cells = {str(i): observed.counted(one.value, found.demonstration) for i, one in enumerate(links)}
    table = tables.html_table(
        rows,
        [Column("Persone", cells, indicator.unit)],
        caption=telling.caption_of(ask, found),
        row_heading="Passaggio",
    )
    data = pd.DataFrame(
        {
            "da": [names[one.source] for one in links],
            "a": [names[one.target] for one in links],
            "persone": [one.value for one in links],
            **_about(found, len(links)),
        }
    )
    picture = charts.sankey(nodes, links, narrow=ask.width < NARROW, demonstration=found.demonstration)
    return _unit(ask, found, message, picture, table, data)


def _graph(path: _Path, situations: dict[str, str]) -> tuple[list[Node], list[Flow]]:
    """Put the steps in columns along the top, the three ends in the last column."""
    everybody = path.reached(0) or 1
    columns = len(path.steps)
    nodes, links = [], []
    for i, (code, label) in enumerate(path.steps):
        value = path.reached(i)
        y = 0.02 + 0.44 * value / everybody
        nodes.append(Node(code, label, value, 0.001 + i / columns * 0.98, y, palette.BLUE))
        if i + 1 < columns and path.reached(i + 1):
            links.append(Flow(code, path.steps[i + 1][0], path.reached(i + 1), _ON))
    top = 0.02
    ends = (
        (path.done, palette.GREEN, _ON),
        (path.open, palette.SLATE, _OPEN),
        (path.left, palette.ORANGE, _LEFT),
    )
    for situation, colour, band in ends:
        value = path.ended(situation)
        if not value:
            continue
        half = 0.44 * value / everybody
        end = f"fine:{situation}"
        nodes.append(Node(end, situations[situation], value, 0.999, min(top + half, 0.98), colour))
        top += 2 * half + 0.055
        for i, (code, _) in enumerate(path.steps):
            if path.here(i, situation):
                links.append(Flow(code, end, path.here(i, situation), band))
    return nodes, links


def path_funnel(ask: Ask) -> Unit:
    """Draw a bar per step, with the share of those of whom it is known whether they came to it.

    The observed base of a step are the people who reached the step before, without those who are still there
    with an open path: nobody knows yet whether they will go on. Options: as for `flow`.
    """
    indicator = ask.indicators[0]
    found = ask.slice(indicator, ask.panel.by)
    path = _read(ask, found)
    if path is None:
        found = observed.refused(found, _HIDDEN)
    if path is None or not found.known:
        return _unit(ask, found, "", None, "", pd.DataFrame())
    last = ask.word(indicator.numerator.dataset, ask.panel.by[1], path.done)
    lines = _steps(ask, path, last, found.demonstration)
    steps = [step for step, _, _ in lines]
    codes = [(str(i), step.label) for i, step in enumerate(steps)]
    demo = found.demonstration

    def column(values: list[float | None]) -> dict[str, Cell]:
        return {
            str(i): telling.ABSENT if v is None else observed.counted(v, demo) for i, v in enumerate(values)
        }

    bases: list[float | None] = [None, *(s.reached + s.left for s in steps[1:])]
    blank = {"0": observed.share(ask, 0, 0, demonstration=demo)[0]}
    table = tables.html_table(
        codes,
        [
            Column("Ci sono arrivati", column([s.reached for s in steps]), indicator.unit),
            Column("Base osservata", {**column(bases), **blank}, indicator.unit),
            Column("Quota", {str(i): cell for i, (_, cell, _) in enumerate(lines)}, "percento"),
            Column("Fermi prima, in corso", {**column([s.waiting for s in steps]), **blank}, indicator.unit),
            Column("Usciti prima", {**column([s.left for s in steps]), **blank}, indicator.unit),
        ],
        caption=telling.caption_of(ask, found),
        row_heading="Tappa",
    )
    data = pd.DataFrame(
        {
            "tappa": [s.label for s in steps],
            "arrivati": [s.reached for s in steps],
            "base_osservata": bases,
            "quota": [cell.value for _, cell, _ in lines],
            "quota_minima": [span.low if span else None for _, _, span in lines],
            "quota_massima": [span.high if span else None for _, _, span in lines],
            "ancora_in_corso_prima": [s.waiting for s in steps],
            "usciti_prima": [s.left for s in steps],
            **_about(found, len(steps)),
        }
    )
    message = _message(steps, lines[-1][1], lines[-1][2])
    return _unit(
        ask, found, message, charts.funnel(steps, narrow=ask.width < NARROW, demonstration=demo), table, data
    )


def _steps(ask: Ask, path: _Path, last: str, demo: bool) -> list[_Told]:
    """Each step with its share of the observed base; the end of the path is the last one."""
    first = observed.share(ask, 0, 0, demonstration=demo)[0]
    everybody = path.reached(0)
    lines: list[_Told] = [(Step(path.steps[0][1], everybody, told=wording.number(everybody)), first, None)]
    for i in range(1, len(path.steps) + 1):
        ends = i == len(path.steps)
        reached = path.ended(path.done) if ends else path.reached(i)
        waiting, left = path.here(i - 1, path.open), path.here(i - 1, path.left)
        cell, span = observed.share(ask, reached, reached + left, demonstration=demo)
        share = wording.cell_text(cell, unit="percento")
        told = f"{wording.number(reached)} · {share} {wording.out_of(reached + left)}"
        lines.append((Step(last if ends else path.steps[i][1], reached, waiting, left, told), cell, span))
    return lines


def _message(steps: list[Step], cell: Cell, span: Interval | None) -> str:
    entered, before, end = steps[0], steps[-2], steps[-1]
    told = (
        f"Entrati: {wording.number(entered.reached)}; arrivati a «{before.label}»: "
        f"{wording.number(before.reached)}"
    )
    closed = end.reached + end.left
    if not closed:
        return f"{told}; nessun percorso si è ancora chiuso dopo quella tappa"
    share = observed.told(cell, span)
    return f"{told}; dei percorsi chiusi dopo, arrivati al termine {share}, n = {wording.number(closed)}"


def _about(found: Slice, rows: int) -> dict[str, list[str]]:
    """Place, moment and mark of the rows of a file."""
    return {
        "territorio": [found.place] * rows,
        "origine": [tables.origin(found.demonstration)] * rows,
    }


def _unit(ask: Ask, found: Slice, message: str, picture: object, table: str, data: pd.DataFrame) -> Unit:
    dataset = found.indicator.numerator.dataset
    return telling.unit_of(
        ask,
        [found],
        message=message,
        picture=lambda: picture,
        table=table,
        data=data,
        extra=[observed.delivered(ask, dataset)],
    )
