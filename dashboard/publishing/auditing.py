"""The audit of what is on line, from the public artefact alone: is it still what nobody can undo?

Everything is read from the artefact: which cells there are (the shape of each group), what each shows, what
is in no row. The worlds and the figures of the insiders come from the evidence of the data office; the
auditor believes none of them, and where they are missing it must prove everything by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.data.artefact import Artefact
from dashboard.data.cells import Status
from dashboard.disclosure.audit import Published, Question
from dashboard.disclosure.layout import Bools, Floats
from dashboard.disclosure.problem import Rule
from dashboard.publishing.evidence import Evidence, Witnesses, public_digest
from dashboard.publishing.guarding import Guard, Verdict, insiders_of
from dashboard.publishing.populations import Shape
from dashboard.publishing.proving import auditing, unsafe_cells
from dashboard.publishing.workers import Progress


class AlteredError(ValueError):
    """An artefact whose tables do not fit what it says of them; the message is in Italian."""


@dataclass(frozen=True)
class Online:
    """A group as it is on line.

    Attributes:
        shape: its cells.
        values: the value of each cell, NaN where hidden; cells of populations left out, too, are hidden.
        passed: the populations that are published.
        digest: the name of its evidence.
    """

    shape: Shape
    values: Floats
    passed: tuple[int, ...]
    digest: str

    @property
    def published(self) -> Bools:
        """The cells of the populations that are published."""
        found: Bools = np.isin(self.shape.layout.cells[:, 0], self.passed)
        return found


@dataclass(frozen=True)
class Outcome:
    """What the audit of a group says.

    Attributes:
        hidden: how many cells are hidden.
        unsafe: how many of them are not proven safe.
        why: why nothing could be audited (Italian), empty otherwise.
        witnessed: whether the evidence was at hand.
    """

    dataset: str
    measure: str
    hidden: int
    unsafe: int
    why: str = ""
    witnessed: bool = True

    @property
    def safe(self) -> bool:
        """Whether every hidden cell is proven safe."""
        return not self.unsafe and not self.why


def read_online(artefact: Artefact) -> Iterator[Online]:
    """Read the groups of an artefact.

    Raises:
        AlteredError: a table has a row that no group has, or a row twice, a hidden row with a number or a
            number without; or the artefact has tables of people and does not say how they were protected.
    """
    datasets: Mapping[str, Any] = artefact.meta.get("datasets", {})
    people = {code for code, info in datasets.items() if info["confidential"]}
    part = artefact.parts.get("protection")
    lines = part.frame() if part is not None else pd.DataFrame(columns=["dataset"])
    if bare := sorted(people - set(lines["dataset"])):
        raise AlteredError(f"ci sono tabelle di persone senza protezione: {', '.join(bare)}")
    tables = artefact.parts["tables"].frame()
    shown = {
        (str(line.dataset), str(line.chosen)): artefact.parts[str(line.name)].frame()
        for line in tables[tables["dataset"].isin(people)].itertuples(index=False)
    }
    used: dict[tuple[str, str], int] = dict.fromkeys(shown, 0)
    for line in lines.itertuples(index=False):
        shape = Shape.from_json(json.loads(str(line.shape)))
        passed = tuple(json.loads(str(line.passed)))
        values = _values(shape, passed, json.loads(str(line.rests)), shown, used)
        yield Online(shape, values, passed, str(line.sha256))
    for key, count in used.items():
        frame, measures = shown[key], set(lines.loc[lines["dataset"] == key[0], "measure"])
        if count != int(frame["measure"].isin(measures).sum()):
            raise AlteredError(f"{key[0]}: la tabella «{key[1]}» ha righe che nessuna protezione conosce")


def _values(
    shape: Shape,
    passed: tuple[int, ...],
    rests: Mapping[str, int | None],
    shown: Mapping[tuple[str, str], pd.DataFrame],
    used: dict[tuple[str, str], int],
) -> Floats:
    """Return the value of each cell, NaN where hidden or left out."""
    values = np.full(len(shape.layout), np.nan)
    told = np.full(len(values), -1.0)
    for chosen in shape.tables:
        key = (shape.dataset, ",".join(chosen))
        if key not in shown:
            raise AlteredError(f"{shape.dataset}: manca la tabella «{key[1]}»")
        frame = shown[key]
        frame = frame[frame["measure"] == shape.measure]
        places = dict(shape.cells_of(chosen))
        columns = [frame[name] for name in (*shape.dims(chosen), "value", "status")]
        seen: set[int] = set()
        for *at, value, status in zip(*columns, strict=True):
            cell = places.get(tuple(at))
            if cell is None:
                continue
            if cell in seen:
                raise AlteredError(f"{shape.dataset}: la tabella «{key[1]}» ha due volte la stessa cella")
            seen.add(cell)
            if (status == Status.SUPPRESSED.value) != bool(np.isnan(value)):
                raise AlteredError(
                    f"{shape.dataset}: nella tabella «{key[1]}» una cella coperta ha un numero"
                )
            if told[cell] != -1.0 and not np.array_equal(told[cell], value, equal_nan=True):
                raise AlteredError(f"{shape.dataset}: due tabelle non dicono la stessa cosa")
            told[cell] = values[cell] = value
        used[key] += len(seen)
    for name, rest in rests.items():
        values[int(name)] = np.nan if rest is None else rest
    return values


def audit_artefact(artefact: Artefact, guard: Guard, *, progress: Progress | None = None) -> list[Outcome]:
    """Audit everything of an artefact that counts people.

    Args:
        artefact: that of the public.
        guard: the means; the threshold is that of the artefact, when it is not lower than the guard's.
        progress: called with done, total and a sentence.

    Raises:
        AlteredError: see `read_online`.
    """
    groups = list(read_online(artefact))
    told = int(artefact.meta.get("protection", {}).get("threshold", 0))
    rule = Rule(threshold=max(told, guard.threshold))
    outcomes = {}
    for number, group in enumerate(groups):
        if refused := _refused(group, told, rule):
            outcomes[number] = refused
    asked = [number for number in range(len(groups)) if number not in outcomes]
    evidence = [Evidence(guard.evidence).witnesses(groups[number].digest) for number in asked]
    questions = [
        _question(groups[number], kept, guard, rule) for number, kept in zip(asked, evidence, strict=True)
    ]
    with closing(guard.audit(questions, guard.workers, auditing(progress))) as verdicts:
        for place, verdict in verdicts:
            group = groups[asked[place]]
            outcomes[asked[place]] = _judged(group, verdict, rule, witnessed=evidence[place] is not None)
    return [outcomes[number] for number in range(len(groups))]


def _refused(group: Online, told: int, rule: Rule) -> Outcome | None:
    """Say why a group cannot be audited by a rule, None when it can."""
    shape = group.shape
    if told < rule.threshold:
        why = f"il rilascio è protetto con soglia {told}, e quella in uso è {rule.threshold}"
        return Outcome(shape.dataset, shape.measure, 0, 0, why)
    if public_digest(shape, group.values, rule) != group.digest:
        hidden = int((np.isnan(group.values) & group.published).sum())
        return Outcome(shape.dataset, shape.measure, hidden, 0, "le cifre non sono quelle protette")
    return None


def _question(group: Online, kept: Witnesses | None, guard: Guard, rule: Rule) -> Question:
    layout = group.shape.layout
    return Question(
        Published(group.values, layout.relations, layout),
        rule,
        worlds=kept.worlds if kept else (),
        insiders=insiders_of(group.shape, guard.insider_levels),
        own=kept.own if kept else None,
        seconds=guard.seconds,
    )


def _judged(group: Online, verdict: Verdict, rule: Rule, *, witnessed: bool) -> Outcome:
    hidden = np.isnan(group.values)
    mine = hidden & group.published
    unsafe = unsafe_cells(verdict, hidden, np.zeros(len(hidden), dtype=bool)) & mine
    shown = np.where(hidden, rule.threshold, group.values).astype(np.int64)
    unsafe = unsafe | (rule.small(shown) & group.published)  # a small count that is there for all to read
    shape = group.shape
    return Outcome(shape.dataset, shape.measure, int(mine.sum()), int(unsafe.sum()), "", witnessed)
