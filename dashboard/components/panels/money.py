"""Money as it is drawn: the fund, and allocated, co-financed, committed, spent by annualità and by place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from dashboard.components import charts, tables, wording
from dashboard.components.charts import Bar, MoneyWords
from dashboard.components.figures import Unit
from dashboard.components.panels import telling
from dashboard.components.panels.accounts import Accounts, basis_of, clock_of, moment_of, over_time
from dashboard.components.panels.asking import Ask
from dashboard.components.tables import Column

MANY = 24
"""Lines that a picture can hold."""


def years(ask: Ask) -> Unit:
    """Draw the four numbers by annualità for a place; `by`: the clock.

    Options:
        law: attribute of the rows with the legal basis of what is allocated.
    """
    found = over_time(ask)
    lines, basis = _law(ask) if found.parts else ([], "")
    last = next((c for c, _ in reversed(found.keys) if found.value(3, c) is not None), "")
    note = [_added_up(ask, found.parts)] if found.parts else []
    note += [basis] if basis else []
    return _unit(
        ask,
        found,
        message=_message(found, [code for code, _ in found.keys]),
        picture=lambda: charts.budgets(found.budgets(), words=_words(ask), lines=lines),
        heading=ask.heading(ask.indicators[0].numerator.dataset, clock_of(ask)),
        note=" ".join(note),
        chosen=last if len(found.keys) == 1 else "",
    )


def _added_up(ask: Ask, parts: Mapping[str, int]) -> str:
    _, label, plural = ask.levels["main"]
    low, high = min(parts.values()), max(parts.values())
    number = wording.counted(high, label, plural) if low == high else f"{low}-{high} {plural}"
    return (
        f"Somma di {number}, secondo l'annualità: solo dove tutte hanno il dato. Non è il totale del fondo "
        "nazionale, di cui una parte resta all'assistenza tecnica."
    )


def _law(ask: Ask) -> tuple[list[charts.Line], str]:
    """What the law gives every moment to the whole, where it is the same for all; and its legal basis."""
    top = ask.slice(ask.indicators[0], ask.panel.by, level="", area=ask.programme.scope[0], climb=False)
    amounts = {p.cell.value for p in top.known}
    if len(amounts) != 1:
        return [], ""
    amount = float(amounts.pop() or 0)
    basis = wording.listing(list(dict.fromkeys(basis_of(ask).values())))
    told = f"La linea: {wording.money(amount)} per annualità a livello nazionale ({basis})." if basis else ""
    return [charts.Line(amount, f"fondo: {wording.money(amount)}")], told


def fund(ask: Ask) -> Unit:
    """Draw what the whole was given by annualità, with the legal basis of each; `by`: the clock.

    Options:
        law: attribute of the rows with the legal basis.
    """
    indicator = ask.indicators[0]
    top = ask.programme.scope[0]
    found = ask.slice(indicator, ask.panel.by, level="", area=top, climb=False)
    known, basis = found.known, basis_of(ask)
    caption = telling.caption_of(ask, found)
    total = sum(p.cell.value or 0 for p in known)
    message = wording.ALL_HIDDEN
    if known:
        amounts = {p.cell.value for p in known}
        each = f"{wording.money(known[0].cell.value or 0)} per annualità" if len(amounts) == 1 else ""
        span = f"dal {known[0].label} al {known[-1].label}"
        message = f"{each or 'Stanziati'} {span}: {wording.money(total)} in tutto"
        if len(known) == 1:
            message = f"{wording.money(total)} stanziati per il {known[0].label}"
    items = [Bar(p.code, p.label, p.cell, told="") for p in known]
    notes = [f"{label}: {basis[code]}" for code, label in ((p.code, p.label) for p in known) if code in basis]
    unit = telling.unit_of(
        ask,
        [found],
        message=message,
        picture=lambda: charts.bars(items, unit=indicator.unit),
        table=telling.table_of(
            [(p.code, p.label) for p in known],
            [(_headings(ask)[0], indicator, known)],
            caption=caption,
            heading=ask.heading(indicator.numerator.dataset, clock_of(ask)),
        ),
        data=telling.data_of(ask, [found], [ask.heading(indicator.numerator.dataset, clock_of(ask))]),
        note=f"Base giuridica. {'; '.join(notes)}." if notes else "",
    )
    if ask.area == top or unit.empty:
        return unit
    return replace(unit, notice=f"Il fondo è di tutto il programma: {ask.names[top]}.")


def areas(ask: Ask) -> Unit:
    """Draw the four numbers by area of the panel's level for one annualità; many areas only in the table.

    Options:
        clock: the dimension that counts time.
    """
    first = ask.slice(ask.indicators[0], climb=False)
    moment = moment_of(ask, first)
    where = {clock_of(ask): moment} if moment else {}
    rest = [ask.slice(indicator, where=where, climb=False) for indicator in ask.indicators[1:4]]
    keys = sorted({(p.code, p.label) for one in (first, *rest) for p in one.known}, key=lambda key: key[1])
    found = Accounts((first, *rest), tuple(keys), {})
    _, label, plural = ask.levels[ask.panel.level]
    many = len(found.keys) > MANY
    drawn = (
        None
        if many
        else lambda: charts.budgets(found.budgets(), words=_words(ask), chosen=ask.area, top=_top_of(ask))
    )
    number = wording.counted(len(found.keys), label, plural)
    return _unit(
        ask,
        found,
        message=_message_of_areas(found, label, plural),
        picture=drawn,
        heading=label,
        note=f"{number}, nella tabella: per il disegno scegliere un territorio più piccolo." if many else "",
        chosen=ask.area,
    )


def _headings(ask: Ask) -> list[str]:
    """How the four numbers are called: allocated, co-financed, committed, spent."""
    return [one.short or one.label for one in ask.indicators[:4]]


def _words(ask: Ask) -> MoneyWords:
    """The same, inside a sentence."""
    return MoneyWords(*(heading[0].lower() + heading[1:] for heading in _headings(ask)))


def _top_of(ask: Ask) -> float | None:
    """End of the axis: the largest allocation of an area at any moment, so that scales do not jump."""
    known = ask.slice(ask.indicators[0], [clock_of(ask)], climb=False).known
    return max((p.cell.value or 0 for p in known), default=0) * 1.25 or None


def _message(found: Accounts, codes: Sequence[str]) -> str:
    """Say how much was spent of what was allocated, over the lines in which both are known."""
    both = [c for c in codes if found.value(0, c) is not None and found.value(3, c) is not None]
    if not both:
        known = [c for c in codes if found.value(0, c) is not None]
        total = sum(found.value(0, c) or 0 for c in known)
        return (
            f"Stanziati {wording.money(total)}; nessun dato su quanto è stato speso"
            if known
            else wording.ALL_HIDDEN
        )
    allocated, spent = (sum(found.value(n, c) or 0 for c in both) for n in (0, 3))
    share = f" ({wording.number(spent / allocated * 100)}%)" if allocated else ""
    years_ = wording.counted(len(both), "annualità", "annualità")
    return f"Spesi {wording.money(spent)} dei {wording.money(allocated)} stanziati in {years_}{share}"


def _message_of_areas(found: Accounts, label: str, plural: str) -> str:
    both = [
        (name, a, s)
        for code, name in found.keys
        if (a := found.value(0, code)) and (s := found.value(3, code)) is not None
    ]
    if not both:
        return (
            wording.ALL_HIDDEN
            if not found.keys
            else f"{wording.counted(len(found.keys), label, plural)}: solo lo stanziato è noto"
        )
    shares = [s / a * 100 for _, a, s in both]
    ends = f"fra {wording.number(min(shares))}% e {wording.number(max(shares))}%"
    number = wording.counted(len(both), label, plural)
    if len(both) == 1:
        name, allocated, spent = both[0]
        return f"{name}: spesi {wording.money(spent)} di {wording.money(allocated)}"
    return f"{number} con stanziato e speso: la quota spesa sta {ends} dello stanziato"


def _unit(
    ask: Ask,
    found: Accounts,
    *,
    message: str,
    picture: Callable[[], object] | None,
    heading: str,
    note: str,
    chosen: str,
) -> Unit:
    first = found.slices[0]
    caption = telling.caption_of(ask, first)
    indicator = first.indicator
    unit = telling.unit_of(
        ask,
        found.slices,
        message=message,
        picture=picture or (lambda: None),
        table=tables.html_table(
            found.keys,
            [
                Column(name, {code: found.cell(number, code) for code, _ in found.keys}, indicator.unit)
                for number, name in enumerate(_headings(ask))
            ],
            caption=caption,
            row_heading=heading,
            chosen=chosen,
        ),
        data=telling.data_of(ask, found.slices, [heading]),
        note=note,
    )
    return unit
