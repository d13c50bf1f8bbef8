"""What a programme promised and reached, each result in its own unit of count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.components import charts, wording
from dashboard.components.charts import Target
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.rows import Line
from dashboard.components.panels.timeline import PHONE
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Dataset

NOT_SUMMED = "Ogni riga ha la propria unità di conto: persone, famiglie, progetti e imprese non si sommano."


@dataclass(frozen=True)
class Result:
    """One result: what it is, in which unit, how many were planned and reached (None: not said)."""

    label: str
    unit: str
    planned: float | None
    reached: float | None
    demonstration: bool
    row: Mapping[str, object]

    @property
    def met(self) -> bool:
        """Whether what was planned has been reached."""
        return bool(self.planned) and self.reached is not None and self.reached >= (self.planned or 0)

    @property
    def told(self) -> str:
        """Its numbers in words, with its unit; what is not said is said to be so."""
        if self.reached is None and self.planned is None:
            return f"{self.unit}: senza un numero"
        if self.reached is None:
            return f"n.d. su {wording.number(self.planned or 0)} {self.unit}"
        if self.planned is None:
            return f"{wording.number(self.reached)} {self.unit}"
        told = f"{wording.number(self.reached)} su {wording.number(self.planned)} {self.unit}"
        return f"{told} ({wording.number(self.reached / self.planned * 100)}%)" if self.planned else told


def results(ask: Ask) -> Unit:
    """Draw the results of a programme, each in its own unit: what was reached as a share of what was planned.

    Where nothing was planned and the unit is one for all, the numbers themselves are drawn.

    Options:
        name, unit: the columns that name a result and its unit of count.
        planned, reached: the columns of the two numbers.
        day: the column of the day they are of.
        columns: further columns of the list.
    """
    found = rows.rows_of(ask)
    dataset = rows.dataset_of(ask)
    made = [_result(ask, dataset, found.frame, row) for row in found.frame.to_dict("records")]
    when = _when(ask, found.frame)
    units = {one.unit for one in made}
    counted = next(iter(units)) if len(units) == 1 else "ciascuno con la propria unità"
    caption = " · ".join(part for part in (ask.panel.label, counted, found.place, when) if part)
    plain = bool(made) and len(units) == 1 and all(one.planned is None for one in made)
    caption = (
        caption.replace("ciascuno con la propria unità", next(iter(units))) if len(units) == 1 else caption
    )
    title = ask.panel.label if found.refusal else _message(made, plain)
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=None if found.refusal else _picture(ask, made, plain),
        table="" if found.refusal else _list(ask, dataset, made, caption),
        reading=[
            ("Come si legge", READING_PLAIN if plain else READING),
            *rows.reading_of(dataset, found.sources),
        ],
        data=None if found.refusal else rows.file_of(ask, dataset, found.frame),
        empty=found.refusal,
        demonstration=found.demonstration,
        notice=found.notice,
        note=" ".join(part for part in (ask.panel.note, NOT_SUMMED if len(units) > 1 else "") if part),
    )


READING = (
    "La barra è la parte raggiunta di quanto era previsto, la linea verticale è il previsto: è lo stesso "
    "punto per tutte le righe, anche se le unità sono diverse. Dove la fonte non dà il previsto o il "
    "raggiunto non c'è barra."
)
READING_PLAIN = "La fonte non dà un valore previsto: le barre sono i valori raggiunti, nella stessa unità."


def _number(value: object) -> float | None:
    return None if not isinstance(value, int | float) or pd.isna(value) else float(value)


def _result(ask: Ask, dataset: Dataset, frame: pd.DataFrame, row: Mapping[object, object]) -> Result:
    """Read a row; where several areas have a result of the same name, the area is the name."""
    told = {str(key): value for key, value in row.items()}
    name = rows.word(ask, dataset, ask.option("name"), told[ask.option("name")])
    same = frame[frame[ask.option("name")] == told[ask.option("name")]]
    if dataset.area is not None and len(same) > 1:
        area = rows.word(ask, dataset, dataset.area.code, told[dataset.area.code])
        name = area if len(same) == len(frame) else f"{name}, {area}"
    unit = rows.word(ask, dataset, ask.option("unit"), told[ask.option("unit")])
    return Result(
        name[0].upper() + name[1:],
        unit,
        _number(told[ask.option("planned")]),
        _number(told[ask.option("reached")]),
        bool(told["demonstration"]),
        told,
    )


def _when(ask: Ask, frame: pd.DataFrame) -> str:
    days = sorted({str(one) for one in frame[ask.option("day")] if rows.day_of(one)}) if len(frame) else []
    if not days:
        return wording.data_of_day(str(ask.release.meta["as_of"]))
    if len(days) == 1:
        return f"al {wording.long_day(days[0])}"
    return f"date dal {wording.day(days[0])} al {wording.day(days[-1])}"


def _cell(value: float | None, demonstration: bool) -> Cell:
    if value is None:
        return Cell(None, Status.NOT_COLLECTED)
    return Cell(value, Status.VALID if value else Status.ZERO, demonstration)


def _picture(ask: Ask, made: list[Result], plain: bool) -> object:
    mixed = len({one.demonstration for one in made}) > 1
    narrow = ask.width < PHONE
    return charts.targets(
        [
            Target(
                str(number),
                f"{one.label} ◆" if mixed and one.demonstration else one.label,
                _cell(one.reached, one.demonstration),
                _cell(one.planned, one.demonstration),
                one.told,
            )
            for number, one in enumerate(made)
        ],
        names=("raggiunto", "previsto"),
        shared=plain,
        narrow=narrow,
    )


def _message(made: list[Result], plain: bool) -> str:
    """Count the results that were reached; where nothing was planned, say the largest."""
    if plain:
        known = [one for one in made if one.reached is not None]
        if not known:
            return f"{wording.counted(len(made), 'risultato', 'risultati')} senza un numero"
        most = max(known, key=lambda one: one.reached or 0)
        if len(known) == 1:
            return f"{most.label}: {most.told}"
        return f"{wording.counted(len(known), 'voce', 'voci')}; la più ampia: {most.label} ({most.told})"
    both = [one for one in made if one.planned and one.reached is not None]
    met = sum(one.met for one in both)
    without = len(made) - len(both)
    if not both:
        said = [
            f"{one.label.lower()} {wording.number(one.planned)}" for one in made if one.planned is not None
        ]
        plan = f"In programma: {wording.listing(said)}" if said else "Nessun valore previsto"
        return f"{plan}; il valore raggiunto non è pubblicato"
    rest = (
        f"; per {'un altro' if without == 1 else f'altri {without}'} manca il previsto o il raggiunto"
        if without
        else ""
    )
    if len(both) == 1:
        return f"{both[0].label}: {both[0].told}{rest}"
    if not met:
        return f"Previsto non ancora raggiunto in nessuno dei {wording.number(len(both))} risultati{rest}"
    counted = wording.counted(met, "risultato", "risultati")
    return f"Previsto raggiunto in {counted} su {wording.number(len(both))}{rest}"


def _list(ask: Ask, dataset: Dataset, made: list[Result], caption: str) -> str:
    columns = ask.options("columns")
    headings = {one.code: one.label for one in dataset.fields}
    lines = [
        Line(
            [
                one.label,
                one.unit,
                *("n.d." if value is None else wording.number(value) for value in (one.planned, one.reached)),
                *(rows.word(ask, dataset, column, one.row[column]) for column in columns),
                str(one.row.get("fonte") or ""),
                str(one.row.get("nota") or ""),
            ],
            one.demonstration,
        )
        for one in made
    ]
    told = [
        "Risultato",
        "Unità di conto",
        "Previsto",
        "Raggiunto",
        *(headings[c] for c in columns),
        "Fonte",
        "Nota",
    ]
    return rows.list_of(lines, told, caption=caption)
