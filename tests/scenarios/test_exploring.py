"""Exploring: somebody looks for a territory, compares it, and takes something home."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from dashboard.components import wording
from dashboard.data.territories import Territories
from tests.visitor import Visitor
from tools.browser import settle

pytestmark = pytest.mark.browser

VisitorFor = Callable[..., Visitor]
MAP = "[data-testid=stDeckGlJsonChart]"
CHART, DRAWN = "[data-testid=stPlotlyChart]", ".js-plotly-plot:has(.main-svg)"
MARKED = """() => document.querySelectorAll(".js-plotly-plot").forEach(chart => { chart.here = true; })"""
CHARTS = """() => [...document.querySelectorAll(".js-plotly-plot")].map(chart => ({
  stands: chart.here === true,
  data: JSON.stringify(chart.data.map(({uid, ...trace}) => trace)),
  ink: chart.querySelector(".main-svg").textContent,
}))"""
PATIENCE = 30_000
"""Milliseconds that a page may take to be drawn on a machine at work elsewhere: no time is asserted here."""


def asked(someone: Visitor) -> dict[str, str]:
    """What the address says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(someone.page.url).query).items()}


def charts(someone: Visitor, *, many: int) -> list[dict[str, Any]]:
    """The charts of a page that has so many, once all are drawn: what they hold, whether they were marked."""
    expect(someone.page.locator(CHART)).to_have_count(many, timeout=PATIENCE)
    expect(someone.page.locator(DRAWN)).to_have_count(many, timeout=PATIENCE)
    return list(someone.page.evaluate(CHARTS))


def history_of(someone: Visitor) -> int:
    """How many times one may go back."""
    return int(someone.page.evaluate("history.length"))


def frame(page: Page) -> dict[str, Any]:
    """Where the first map stands on the screen."""
    box = page.locator(f"{MAP} canvas").first.bounding_box()
    assert box is not None
    return dict(box)


def picks_on_the_map(someone: Visitor, *, right: float, down: float) -> str:
    """Click on the first map, so many parts of its width and height from its top left corner.

    On a machine at work elsewhere, maps drawn without a graphics card may take a click for a long press: a
    person would click again, and so does this.

    Returns:
        The code of the territory that the address names then.
    """
    page = someone.page
    page.locator(f"{MAP} canvas").first.scroll_into_view_if_needed()
    box = frame(page)
    x, y = box["x"] + box["width"] * right, box["y"] + box["height"] * down
    before = asked(someone)["territorio"]
    for _ in range(12):
        page.mouse.move(x - 3, y - 3)
        page.mouse.move(x, y, steps=3)
        page.wait_for_timeout(1000)
        page.mouse.click(x, y)
        try:
            page.wait_for_url(lambda url: f"territorio={before}" not in url, timeout=3000)
            break
        except TimeoutError:
            continue
    settle(page)
    return asked(someone)["territorio"]


def types_into(someone: Visitor, label: str, text: str) -> Visitor:
    """Choose from a list by keyboard alone."""
    before = someone.page.url
    someone.page.get_by_role("combobox", name=label).first.focus()
    someone.page.keyboard.type(text)
    someone.page.keyboard.press("Enter")
    someone.page.wait_for_url(lambda url: url != before)
    settle(someone.page)
    return someone


@pytest.mark.slow  # without a graphics card a map is a while in the making
def test_a_click_on_a_regione_makes_it_the_territory_of_the_page_and_of_its_address(
    visitor: VisitorFor, territories: Territories
) -> None:
    someone = visitor().opens("/territori")
    whole = someone.page.locator("h2.cr-title").first.inner_text()

    code = picks_on_the_map(someone, right=0.5, down=0.42)  # the middle of the country

    name = territories.get(code).name
    assert territories.get(code).level == "regione"
    expect(someone.page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    assert someone.page.locator("h2.cr-title").first.inner_text() != whole


def test_a_territory_chosen_by_keyboard_changes_the_charts_where_they_stand(visitor: VisitorFor) -> None:
    someone = visitor(audience="cabina").opens("/coorti")
    expect(someone.page.locator(DRAWN)).not_to_have_count(0, timeout=PATIENCE)
    many = someone.page.locator(CHART).count()
    before = charts(someone, many=many)
    someone.page.evaluate(MARKED)

    types_into(someone, "Territorio", "Sicilia")
    someone.page.wait_for_timeout(1000)  # what is out of sight is drawn last
    changed = charts(someone, many=many)
    address = someone.page.url.removeprefix(someone.address)
    fresh = charts(visitor(audience="cabina").opens(address), many=many)

    assert asked(someone)["territorio"] == "19"
    assert many > 1
    assert all(one["stands"] for one in changed)
    assert [one["ink"] for one in changed] == [one["ink"] for one in fresh]
    assert [one["data"] for one in changed] == [one["data"] for one in fresh]
    assert all(one["data"] != old["data"] for one, old in zip(changed, before, strict=True))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/servizi",
        *(
            pytest.param(path, marks=pytest.mark.slow)
            for path in ("/territori", "/esiti", "/confronto", "/ascolto", "/formazione")
        ),
    ],
)
def test_after_two_choices_a_page_says_what_it_says_to_who_comes_by_its_address(
    path: str, visitor: VisitorFor
) -> None:
    """What did not change is not rendered again (`dashboard/bundles.py`): nothing of before may stay."""
    someone = visitor(audience="cabina").opens(path)

    types_into(types_into(someone, "Territorio", "Sicilia"), "Territorio", "Toscana")
    said = someone.page.get_by_role("main").inner_text()
    fresh = visitor(audience="cabina").opens(someone.page.url.removeprefix(someone.address))

    assert "Toscana" in said
    assert said == fresh.page.get_by_role("main").inner_text()


def test_the_map_of_another_programme_is_drawn_with_boundaries_that_are_there_already(
    visitor: VisitorFor,
) -> None:
    someone = visitor("cabina").opens("/")
    maps = someone.page.locator(f"{MAP} canvas")
    before = maps.first.screenshot()
    fetched: list[str] = []
    someone.page.on("request", lambda request: fetched.append(request.url))

    someone.chooses("Programma", "HUMUS")

    assert maps.first.screenshot() != before
    assert not [url for url in fetched if "/confini/" in url]
    types_into(someone, "Territorio", "Toscana")
    assert [url for url in fetched if "/confini/" in url], "what is not kept is fetched"


def test_a_list_that_was_searched_offers_all_when_it_is_opened_again(visitor: VisitorFor) -> None:
    someone = visitor().opens("/programmi")
    box = someone.page.get_by_role("combobox", name="Territorio").first
    box.focus()
    someone.page.keyboard.type("Sicilia")
    someone.page.keyboard.press("Enter")

    box.click()  # at once: the list has not made its options again yet

    # it opens at its head or, when the choice has come back meanwhile, at what was chosen
    head, beside = (someone.page.get_by_role("option", name=n, exact=True) for n in ("Italia", "Sardegna"))
    expect(head.or_(beside).first).to_be_visible()
    expect(box).to_have_value("Sicilia")


@pytest.mark.slow  # `tests/pages/test_frame.py` does the same without a browser
def test_what_was_chosen_goes_along_to_the_next_page(visitor: VisitorFor) -> None:
    someone = types_into(visitor().opens("/risorse").chooses("Programma", "HUMUS"), "Territorio", "Puglia")

    someone.goes_to("Programmi")

    expect(someone.page.get_by_role("heading", level=1)).to_have_text("Programmi", timeout=PATIENCE)
    assert (asked(someone)["programma"], asked(someone)["territorio"]) == ("humus", "16")
    expect(someone.page.get_by_role("combobox", name="Territorio").first).to_have_value("Puglia")


@pytest.mark.slow  # `tests/pages/test_territori.py` does the same without a browser
def test_two_annualita_are_compared_in_two_maps_and_one_table(visitor: VisitorFor) -> None:
    someone = visitor().opens("/territori?annualita=2021")

    someone.chooses("Confronta con", "Annualità 2018")

    expect(someone.page.locator(f"{MAP} canvas")).to_have_count(2)
    table = someone.page.locator("table.cr-table").first
    heads = table.locator("thead th").all_inner_texts()
    assert ["2018" in heads[1], "2021" in heads[2]] == [True, True]


def test_a_file_taken_home_says_in_its_first_line_that_its_data_are_demonstration(
    visitor: VisitorFor,
) -> None:
    someone = visitor().opens("/territori?indicatore=tutor")

    with someone.page.expect_download() as waiting:
        someone.page.get_by_role("button", name="CSV").first.click()

    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert wording.DEMONSTRATION.upper() in text.splitlines()[0]
    assert "dati-dimostrativi" in waiting.value.suggested_filename


def test_the_back_button_goes_back_to_the_page_before(visitor: VisitorFor) -> None:
    someone = types_into(visitor().opens("/programmi"), "Territorio", "Toscana")
    steps, before = history_of(someone), asked(someone)
    someone.goes_to("Risorse")
    expect(someone.page.get_by_role("heading", level=1)).to_have_text("Risorse", timeout=PATIENCE)
    assert history_of(someone) == steps + 1  # a page is one step, however many filters it writes

    someone.page.go_back()
    settle(someone.page)

    expect(someone.page.get_by_role("heading", level=1)).to_have_text("Programmi", timeout=PATIENCE)
    expect(someone.page.get_by_role("combobox", name="Territorio").first).to_have_value("Toscana")
    assert asked(someone) == before
    someone.finds_no_error()


def test_on_paper_there_are_figures_and_no_filters(visitor: VisitorFor) -> None:
    someone = visitor().opens("/risorse")
    filters = someone.page.get_by_role("combobox", name="Territorio").first
    expect(filters).to_be_visible()

    someone.page.emulate_media(media="print")

    expect(filters).not_to_be_visible()
    expect(someone.page.locator("h2.cr-title").first).to_be_visible()
    someone.page.emulate_media(media="screen")


@pytest.mark.parametrize("path", ["/", pytest.param("/territori", marks=pytest.mark.slow)])
def test_the_map_fits_a_phone(path: str, visitor: VisitorFor) -> None:
    someone = visitor(width=390).opens(path)
    someone.page.locator(f"{MAP} canvas").first.scroll_into_view_if_needed()

    box = frame(someone.page)
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["width"] > 300
