"""Who is tied to whom: the network of the bodies, drawn and measured in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx
import pandas as pd

from dashboard.components import charts, figures, tables, wording
from dashboard.components.charts import Body
from dashboard.components.figures import Unit
from dashboard.components.panels import rows
from dashboard.components.panels.asking import Ask
from dashboard.components.panels.row_units import rows_of_programme, unit_of_rows
from dashboard.components.panels.rows import Rows
from dashboard.components.tables import Column
from dashboard.data.cells import Cell, Status

SEED = 7
"""The same ties are always drawn in the same places."""
MOST_NAMED = 3
"""Bodies that the sentence and the picture set off."""
MEASURES = (
    (
        "Densità",
        "coppie di enti legate ogni 100 coppie possibili; 100 vuol dire che tutti sono legati a tutti.",
    ),
    (
        "Ponte",
        "un ente sta spesso sulla via più breve tra altri due: se mancasse, la rete si allungherebbe o si "
        "spezzerebbe (betweenness, Freeman 1977).",
    ),
    (
        "Posizioni nel disegno",
        "le distanze non misurano niente: il disegno avvicina chi è legato (Fruchterman e Reingold 1991, con "
        "seme fisso). L'elenco sotto dice le stesse cose in parole.",
    ),
)


@dataclass(frozen=True)
class Measures:
    """A network in numbers.

    Attributes:
        bodies: how many.
        declared: ties as they were declared, one a row.
        pairs: pairs of bodies tied by at least one tie, whoever declared it.
        both: pairs in which each has named the other.
        density: pairs tied out of 100 possible ones.
        groups: sizes of the groups that cannot reach each other, largest first.
        degree: body → with how many others it is tied.
        bridge: body → share of the shortest ways between others that pass by it.
    """

    bodies: int
    declared: int
    pairs: int
    both: int
    density: float
    groups: tuple[int, ...]
    degree: Mapping[str, int]
    bridge: Mapping[str, float]

    @property
    def hubs(self) -> list[str]:
        """The bodies tied with most others, the first first."""
        return sorted(self.degree, key=lambda name: (-self.degree[name], name))

    @property
    def bridges(self) -> list[str]:
        """The bodies that are most on the way between others; none where nobody is."""
        found = [name for name in self.bridge if self.bridge[name] > 0]
        return sorted(found, key=lambda name: (-round(self.bridge[name], 9), name))


def measure(pairs: pd.DataFrame) -> Measures:
    """Measure a network of declared ties (columns `one`, `other`), direction aside.

    Source: networkx; density and betweenness as there defined for undirected graphs.
    """
    graph = graph_of(pairs)
    told = {(a, b) for a, b in zip(pairs["one"], pairs["other"], strict=True)}
    groups = sorted((len(group) for group in nx.connected_components(graph)), reverse=True)
    return Measures(
        bodies=graph.number_of_nodes(),
        declared=len(pairs),
        pairs=graph.number_of_edges(),
        both=sum((b, a) in told for a, b in told if a < b),
        density=100 * float(nx.density(graph)),
        groups=tuple(groups),
        degree={str(name): int(number) for name, number in graph.degree()},
        bridge={str(name): float(v) for name, v in nx.betweenness_centrality(graph).items()},
    )


def graph_of(pairs: pd.DataFrame) -> nx.Graph:
    """The ties as a graph without directions; bodies by name, so that the layout is always the same."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted({*pairs["one"], *pairs["other"]}))
    graph.add_edges_from(sorted(zip(pairs["one"], pairs["other"], strict=True)))
    return graph


def network(ask: Ask) -> Unit:
    """Draw the ties of the panel's dataset and say in words how many, how dense, who is at the centre.

    `by` names the columns: who declares the tie, who is named, the kind of tie. The page may choose one kind
    (`choices`, by the code of the dimension).

    Options:
        clock: the column that counts time; the last moment reached is shown.
    """
    found = rows_of_programme(ask)
    if found.refusal:
        return unit_of_rows(ask, found, message="", unit_label="")
    start, end, kind = ask.panel.by
    frame, when = _at_last(ask, found)
    every = frame.rename(columns={start: "one", end: "other"})
    wanted = ask.choices.get(kind, "")
    chosen = every[every[kind] == wanted] if wanted else every
    if chosen.empty:
        chosen, wanted = every, ""
    measures, whole = measure(chosen), measure(every)
    dataset = rows.dataset_of(ask)
    words = {code: rows.word(ask, dataset, kind, code) for code in _kinds(ask, every[kind])}
    kept = Rows(chosen.rename(columns={"one": start, "other": end}), found.place, found.notice)
    told = [when, words[wanted]] if wanted else [when]
    return unit_of_rows(
        ask,
        kept,
        message=_message(measures),
        unit_label="enti e legami",
        when=" · ".join(part for part in told if part),
        picture=lambda: charts.network(
            _placed(every, whole, measures),
            {words[code]: _pairs_of(chosen, kind, code) for code in words if (chosen[kind] == code).any()},
            demonstration=kept.demonstration,
            height=430 if ask.width > 500 else 380,
        ),
        listed=figures.facts_html(_in_words(measures, chosen, kind, words)),
        table=_table(measures, whole, chosen, caption=f"{ask.panel.label}, {found.place}"),
        reading=MEASURES,
    )


def _at_last(ask: Ask, found: Rows) -> tuple[pd.DataFrame, str]:
    """The rows of the last moment not after the day of the release, and that moment in words."""
    clock = ask.option("clock")
    if not clock:
        return found.frame, ""
    year = str(ask.release.meta["as_of"])[:4]
    moments = sorted({str(value) for value in found.frame[clock]})
    moment = ([one for one in moments if one <= year] or moments)[-1]
    return found.frame[found.frame[clock].astype(str) == moment], f"anno {moment}"


def _kinds(ask: Ask, present: pd.Series) -> list[str]:
    dimension = ask.dimension(str(ask.panel.dataset), ask.panel.by[2])
    codes = ask.catalogue.codelists[str(dimension.codelist)].codes if dimension and dimension.codelist else ()
    return [one.code for one in codes if (present == one.code).any()]


def _pairs_of(frame: pd.DataFrame, kind: str, code: str) -> list[tuple[str, str]]:
    """The pairs tied by a kind of tie, each once."""
    some = frame[frame[kind] == code]
    return sorted({(min(a, b), max(a, b)) for a, b in zip(some["one"], some["other"], strict=True)})


def _placed(every: pd.DataFrame, whole: Measures, measures: Measures) -> list[Body]:
    """Place the bodies by all their ties, so that they stand still when one kind is chosen."""
    graph = graph_of(every)
    places = nx.spring_layout(graph, seed=SEED, k=1.6 / max(1, len(graph)) ** 0.5, iterations=120)
    spans = [(min(c), max(c)) for c in zip(*places.values(), strict=True)]
    places = {
        name: [2 * (v - low) / ((high - low) or 1) - 1 for v, (low, high) in zip(at, spans, strict=True)]
        for name, at in places.items()
    }
    first = set(measures.hubs[:MOST_NAMED])
    return [
        Body(
            str(name),
            _marks(whole)[str(name)],
            float(x),
            float(y),
            measures.degree.get(str(name), 0),
            str(name) in first,
        )
        for name, (x, y) in places.items()
    ]


def _marks(whole: Measures) -> dict[str, str]:
    """The number of each body, in alphabetical order: on its circle and in the list."""
    return {name: str(number) for number, name in enumerate(sorted(whole.degree), start=1)}


def _message(measures: Measures) -> str:
    mean = wording.number(2 * measures.pairs / measures.bodies, decimals=1)
    hub = measures.hubs[0]
    alike = [name for name in measures.hubs if measures.degree[name] == measures.degree[hub]]
    number = wording.counted(measures.degree[hub], "altro", "altri")
    most = (
        f"il più collegato è {hub} ({number})"
        if len(alike) == 1
        else f"i più collegati sono {wording.listing(alike, most=3)} ({number} ciascuno)"
    )
    bodies = wording.counted(measures.bodies, "ente", "enti")
    return f"{bodies}, ciascuno legato in media ad altri {mean}: {most}"


def _in_words(
    measures: Measures, chosen: pd.DataFrame, kind: str, words: Mapping[str, str]
) -> list[tuple[str, str]]:
    possible = measures.bodies * (measures.bodies - 1) // 2
    apart = len(measures.groups)
    groups = (
        "ogni ente può raggiungere tutti gli altri attraverso i legami"
        if apart == 1
        else f"{apart} gruppi che non comunicano, il più grande di {measures.groups[0]} enti"
    )
    counts = {label: int((chosen[kind] == code).sum()) for code, label in words.items()}
    by_kind = [f"{label.lower()} {count}" for label, count in counts.items() if count]
    dense = wording.number(measures.density)
    told = [
        ("Enti", str(measures.bodies)),
        (
            "Legami dichiarati",
            f"{measures.declared}, tra {measures.pairs} coppie di enti; in {measures.both} coppie ciascuno "
            "ha indicato l'altro",
        ),
        ("Per tipo", ", ".join(by_kind)),
        ("Densità", f"{dense}%: {measures.pairs} coppie legate su {possible} possibili"),
        ("Più collegati", _named(measures.hubs[:MOST_NAMED], measures)),
        ("Fanno da ponte", wording.listing(measures.bridges[:MOST_NAMED])),
        ("Tenuta", groups),
    ]
    return [(name, text) for name, text in told if text]


def _named(names: list[str], measures: Measures) -> str:
    return wording.listing([f"{name} ({measures.degree[name]})" for name in names])


def _table(measures: Measures, whole: Measures, chosen: pd.DataFrame, *, caption: str) -> str:
    """One row a body: with how many it is tied, how many it named, how many named it."""
    marks = _marks(whole)
    names = [name for name in sorted(whole.degree) if name in measures.degree]
    demo = chosen["demonstration"].any()

    def column(label: str, numbers: Mapping[str, int]) -> Column:
        return Column(label, {name: _count(numbers.get(name, 0), demonstration=bool(demo)) for name in names})

    named, by = (
        {str(name): int(number) for name, number in chosen.groupby(own)[other].nunique().items()}
        for own, other in (("one", "other"), ("other", "one"))
    )
    return tables.html_table(
        [(name, f"{marks[name]}. {name}") for name in names],
        [column("Legato a", measures.degree), column("Ne indica", named), column("Indicato da", by)],
        caption=caption,
        row_heading="Ente",
    )


def _count(number: int, *, demonstration: bool) -> Cell:
    return Cell(float(number), Status.VALID if number else Status.ZERO, demonstration)
