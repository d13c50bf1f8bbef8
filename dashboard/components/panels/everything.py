"""Every indicator of a programme, for the chosen place beside the whole country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard.components import tables, wording
from dashboard.components.figures import Unit
from dashboard.components.panels.asking import Ask, Slice
from dashboard.components.tables import IndicatorRow
from dashboard.data.cells import Cell, Status
from dashboard.data.definitions import Catalogue, Indicator

PICTURE = "all_values"
TOPIC = "tema"
"""The page's control that says of which topic; without it, all the indicators are listed."""
READING = (
    ("Come si legge", "Una riga per indicatore, al momento scritto sotto il nome."),
    ("Limiti", "«–»: qui l'indicatore non ha un solo valore, o non è pubblicato a questo livello."),
)


@dataclass(frozen=True)
class Line:
    """An indicator with its value in each place."""

    indicator: Indicator
    when: str
    cells: tuple[Cell, ...]


def all_values(ask: Ask) -> Unit:
    """List the values of all the indicators of the programme, by topic, for the place and for the whole."""
    places = list(dict.fromkeys([ask.area, ask.top]))
    topic = ask.choices.get(TOPIC)
    served = indicators_of(ask.catalogue, ask.programme.code)
    lines = [_line(ask, one, places) for one in served if topic is None or topic_of(one) == topic]
    known = [line for line in lines if line.cells[0].value is not None]
    name = ask.names[ask.area]
    title = f"{name}: {wording.counted(len(known), 'indicatore', 'indicatori')} con un valore su {len(lines)}"
    caption = " · ".join((ask.panel.label, *([heading_of(topic)] if topic is not None else []), name))
    return Unit(
        key=ask.panel.code,
        title=title,
        caption=caption,
        alt=f"{caption}. {title}",
        picture=None,
        rows="".join(_table(ask, one, lines, places) for one in topics_of(line.indicator for line in lines)),
        reading=READING,
        data=_data(ask, lines, places),
        demonstration=any(cell.demonstration for line in lines for cell in line.cells),
        note=ask.panel.note,
    )


def indicators_of(catalogue: Catalogue, programme: str) -> list[Indicator]:
    """The indicators of a programme, in order of declaration."""
    return [one for one in catalogue.indicators.values() if programme in one.programmes]


def topics_of(indicators: Iterable[Indicator]) -> list[str]:
    """The first topic of each indicator, in order of appearance."""
    return list(dict.fromkeys(topic_of(one) for one in indicators))


def topic_of(indicator: Indicator) -> str:
    """The topic under which an indicator is listed; empty when it declares none."""
    return indicator.topics[0] if indicator.topics else ""


def heading_of(topic: str) -> str:
    """A topic in words."""
    return topic.replace("_", " ").capitalize() or "Altro"


def _line(ask: Ask, indicator: Indicator, places: list[str]) -> Line:
    found = [ask.slice(indicator, (), level="", area=place, climb=False) for place in places]
    when = next((one.when for one in found if one.when), "")
    return Line(indicator, when, tuple(_cell(ask, one) for one in found))


def _cell(ask: Ask, found: Slice) -> Cell:
    """The one number of an indicator; what has no single one here does not apply."""
    if len(found.points) == 1:
        return found.points[0].cell
    dataset = ask.catalogue.datasets[found.indicator.numerator.dataset]
    withheld = dataset.confidential and not ask.release.has(dataset.code)
    return Cell(None, Status.SUPPRESSED if withheld else Status.NOT_APPLICABLE)


def _table(ask: Ask, topic: str, lines: list[Line], places: list[str]) -> str:
    rows = [
        IndicatorRow(
            line.indicator.label, line.when, line.indicator.unit, line.indicator.decimals, line.cells
        )
        for line in lines
        if topic_of(line.indicator) == topic
    ]
    return tables.indicator_table(rows, [ask.names[place] for place in places], caption=heading_of(topic))


def _data(ask: Ask, lines: list[Line], places: list[str]) -> pd.DataFrame:
    """Lay the values out for a file: one row an indicator and place."""
    return pd.DataFrame(
        [
            {
                "indicatore (codice)": line.indicator.code,
                "indicatore": line.indicator.label,
                "territorio": ask.names[place],
                "periodo": line.when,
                "unita": ask.unit_label(line.indicator.unit),
                "valore": cell.value,
                "stato": tables.state(cell.status),
                "origine": tables.origin(cell.demonstration),
                "nota": cell.note,
            }
            for line in lines
            for place, cell in zip(places, line.cells, strict=True)
        ]
    )
