import asyncio
from collections import Counter

from benchmarks.pages import Other, other_filters, spread
from benchmarks.streamlit_client import Answer, Visitor


def test_territories_lie_far_from_each_other_and_none_comes_twice() -> None:
    options = [f"A{n:02d}" for n in range(40)]

    found = spread(options, 8)

    assert len(set(found)) == 8
    assert set(found) == set(options[::5])
    assert found[:2] == ["A00", "A10"]


def test_fewer_territories_than_asked_for_are_all_taken() -> None:
    assert sorted(spread(["A", "B", "C"], 8)) == ["A", "B", "C"]


class AtWork(Visitor):
    """A visitor of a page with a territory, a section, a list, a row of buttons and a list of one option."""

    def __init__(self) -> None:
        super().__init__(1, "coorti")
        self.rows = {"x-filtro_lettura"}
        self.choices = {
            "territorio": ["Italia", "Piemonte"],
            "sezione": ["Una", "Due"],
            "coorte": ["Qualsiasi", "2018", "2019", "2020", "2021"],
            "lettura": ["Per ingresso", "Per uscita"],
            "solo": ["Questo"],
            "altrove": ["Sì", "No"],
        }
        self.now = {name: options[0] for name, options in self.choices.items()}
        self.seen: list[tuple[str, str]] = []

    def filters(self) -> list[str]:
        return list(self.choices)

    def standing(self, name: str) -> str:
        return self.now[name]

    def options(self, name: str) -> list[str]:
        return self.choices[name]

    async def choose(self, name: str, option: str) -> Answer:
        self.seen.append((name, option))
        self.now[name] = option
        size = 50_000 + (0 if name == "altrove" else 2000 * len(self.seen))
        return Answer(int(option) / 1000 if option.isdigit() else 1, size, 0, Counter())


def test_the_other_filters_of_a_section_are_changed_and_put_back() -> None:
    visitor = AtWork()

    coorte, lettura = asyncio.run(other_filters(visitor, "Una"))

    assert coorte == Other("Una", "coorte", ["2018", "2020", "2019", "Qualsiasi"], row=False, seconds=2.0185)
    assert lettura == Other("Una", "lettura", ["Per uscita", "Per ingresso"], row=True, seconds=1)
    assert visitor.now["coorte"] == "Qualsiasi"
    assert visitor.now["lettura"] == "Per ingresso"
    assert {name for name, _ in visitor.seen} == {"coorte", "lettura", "altrove"}, (
        "the last one changes nothing"
    )
