"""What is said of a figure and of a release."""

from __future__ import annotations

import re

from tests.pages.conftest import ScreenFor


def test_the_news_tell_the_release_and_the_last_deliveries_of_the_programme(screen: ScreenFor) -> None:
    items = [item.text for item in screen("cabina").opens().html.all("ul", css="cr-news")[0].all("li")]

    assert "Rilascio 1" in items[0]
    assert len(items) > 1
    assert all(re.search(r"\d+ righ[ae]", item) for item in items[1:])
