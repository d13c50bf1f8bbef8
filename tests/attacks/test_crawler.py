"""The crawler brings home every number that an app lets out, and says what it could not try."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.attacks import leaky_app
from tests.attacks.conftest import Walk, serving
from tests.attacks.crawler import Haul, Plan, Session, crawl
from tests.attacks.reading import numbers_in


@pytest.fixture(scope="module")
def leaked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """What the crawler brings home from the app that leaks."""
    folder = tmp_path_factory.mktemp("leaky")
    script = Path(leaky_app.__file__)
    with serving(folder, "pubblico", log=folder / "log", script=script) as port:
        haul = asyncio.run(crawl(port, Plan(everything=True)))
    return Walk(haul, (folder / "log").read_text(encoding="utf-8"))


@pytest.mark.parametrize("channel", leaky_app.LEAKS)
def test_a_number_is_brought_home_through_every_channel(channel: str, leaked: Walk) -> None:
    assert leaked.haul.holds([leaky_app.LEAKS[channel]])


def test_what_the_server_prints_is_at_hand(leaked: Walk) -> None:
    assert leaky_app.PRINTED in numbers_in(leaked.log)


def test_a_number_that_nobody_leaked_is_not_found(leaked: Walk) -> None:
    assert not leaked.haul.holds([leaky_app.PRINTED, 74_713])


def a_message(kind: str, **fields: str) -> ForwardMsg:
    message = ForwardMsg()
    for key, value in fields.items():
        setattr(getattr(message.delta.new_element, kind), key, value)
    return message


def test_a_control_that_nobody_can_drive_is_named() -> None:
    haul = Haul()
    Session(1, "", haul).take(a_message("radio", id="$$ID-0-x"))

    assert haul.undriven == {"radio"}


def test_an_error_on_the_page_is_kept_with_its_words() -> None:
    haul = Haul()
    Session(1, "", haul).take(a_message("exception", message="guasto 74713"))

    assert haul.holds([74_713])
    assert "guasto" in haul.failures[0]


def test_a_list_that_comes_as_a_reference_is_still_at_hand() -> None:
    session = Session(1, "", Haul())
    message = a_message("selectbox", id="$$ID-0-filtro_x")
    message.hash, message.metadata.cacheable = "h", True
    session.take(message)
    again = ForwardMsg()
    again.new_session.page_script_hash = "p"
    session.take(again)
    assert not session.at_hand

    session.take(ForwardMsg(ref_hash="h"))

    assert [widget.id for widget in session.at_hand] == ["$$ID-0-filtro_x"]
