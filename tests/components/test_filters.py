from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.components import wording
from dashboard.components.filters import Choice, Resolved, narrowed, resolve, territory_options

CHOICE = Choice("contea", "Contea", {"01": "Aurorale", "02": "Brumale", "03": "Cinerina"}, "01")
CODES = st.one_of(st.none(), st.sampled_from(["01", "02", "03", "99", ""]))


@given(CODES, CODES)
def test_a_filter_always_stands_on_one_of_its_options(kept: str | None, asked: str | None) -> None:
    assert resolve(CHOICE, kept=kept, asked=asked).value in CHOICE.options


@given(CODES, CODES)
def test_what_an_address_asks_for_in_vain_is_told(kept: str | None, asked: str | None) -> None:
    told = asked if asked and asked not in CHOICE.options else ""

    assert resolve(CHOICE, kept=kept, asked=asked).unknown == told


def test_an_address_that_somebody_wrote_wins_over_what_was_chosen_before() -> None:
    assert resolve(CHOICE, kept="02", asked="03") == Resolved("03")
    assert resolve(CHOICE, kept=None, asked="03") == Resolved("03")


def test_without_a_word_in_the_address_a_choice_is_kept_and_the_first_time_it_is_the_default() -> None:
    assert resolve(CHOICE, kept="02", asked=None) == Resolved("02")
    assert resolve(CHOICE, kept=None, asked=None) == Resolved("01")
    assert resolve(CHOICE, kept="99", asked=None) == Resolved("01")


def test_territories_are_listed_each_under_its_own_in_alphabetical_order() -> None:
    areas = [("02", "Brumale", "N"), ("D2", "Zeta", "01"), ("D1", "Alfa", "01"), ("01", "Aurorale", "N")]

    options = territory_options(areas, root=("ERE", "Erewhon"))

    assert list(options.items()) == [
        ("ERE", "Erewhon"),
        ("01", "Aurorale"),
        ("D1", "Aurorale › Alfa"),
        ("D2", "Aurorale › Zeta"),
        ("02", "Brumale"),
    ]


@given(
    st.permutations(
        [("01", "A", ""), ("02", "B", ""), ("D1", "x", "01"), ("D2", "y", "02"), ("D3", "z", "9")]
    )
)
def test_no_territory_is_lost_and_their_order_does_not_matter(areas: list[tuple[str, str, str]]) -> None:
    options = territory_options(areas, root=("ERE", "Erewhon"))

    assert list(options) == ["ERE", "01", "D1", "02", "D2", "D3"]


def test_a_clock_offers_only_what_is_inside_the_chosen_period() -> None:
    codes = [("c1", "Prima", "t1"), ("c2", "Seconda", "t2"), ("c3", "Sempre", None)]

    assert list(narrowed(codes, parent="t1")) == ["", "c1", "c3"]
    assert list(narrowed(codes, parent=None)) == list(narrowed(codes, parent="")) == ["", "c1", "c2", "c3"]
    assert narrowed(codes, parent="t1")[""] == wording.ANY
    assert narrowed(codes, parent="t1", everything=wording.LATEST)[""] == wording.LATEST


# ---- on screen ----


def _bar() -> None:
    import streamlit as st

    from dashboard.components import filters
    from dashboard.components.filters import Choice

    options = {"01": "Aurorale", "02": "Brumale", "03": "Cinerina"}
    st.write(f"scelta: {filters.choose(Choice('contea', 'Contea', options, '01'))}")
    st.write(f"prima: {filters.kept('altro')}")


def test_a_choice_goes_into_the_address_and_an_address_into_the_choice() -> None:
    bar = AppTest.from_function(_bar).run()
    assert bar.query_params["contea"] == "01"

    bar.selectbox[0].set_value("03").run()
    assert bar.markdown[0].value == "scelta: 03"
    assert bar.query_params["contea"] == "03"

    bar.query_params["contea"] = "02"
    bar.run()
    assert bar.markdown[0].value == "scelta: 02"
    assert bar.selectbox[0].value == "02"


def test_an_unknown_code_in_the_address_is_told_and_the_filter_stays_where_it_was() -> None:
    bar = AppTest.from_function(_bar).run()
    bar.selectbox[0].set_value("02").run()

    bar.query_params["contea"] = "<99>"
    bar.run()

    assert "«<99>»" in bar.warning[0].value
    assert "«Brumale»" in bar.warning[0].value
    assert bar.markdown[0].value == "scelta: 02"
    assert not bar.run().warning


def _pages() -> None:
    import streamlit as st

    from dashboard.components import filters
    from dashboard.components.filters import Choice

    page = st.query_params.get("pagina", "una")
    few = st.query_params.get("poche", "")
    filters.begin(page)
    names = (
        {"01": "Aurorale", "02": "Brumale"} if few else {"01": "Aurorale", "02": "Brumale", "03": "Cinerina"}
    )
    filters.choose(Choice("contea", "Contea", names, "01"))


def _told(bar: AppTest) -> bool:
    """Tell whether the last run told the browser what its filter stands on."""
    return bool(bar.selectbox[0].proto.set_value)


def test_a_filter_is_told_what_it_stands_on_only_where_it_is_made_anew() -> None:
    bar = AppTest.from_function(_pages).run()
    assert _told(bar)

    bar.selectbox[0].set_value("02").run()
    assert not _told(bar), "the browser knows what was chosen in it"

    bar.query_params["pagina"] = "altra"
    bar.run()
    assert _told(bar), "another page has a filter of its own"
    assert bar.selectbox[0].value == "02"

    bar.query_params["poche"] = "1"
    bar.run()
    assert _told(bar), "other options make another filter"
    assert bar.selectbox[0].value == "02"

    bar.run()
    assert not _told(bar)


def test_what_was_never_chosen_is_not_kept() -> None:
    assert AppTest.from_function(_bar).run().markdown[1].value == "prima: None"
