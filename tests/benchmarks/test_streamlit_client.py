from __future__ import annotations

import asyncio
from collections import Counter

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.streamlit_client import MOST_AGE, Answer, Memory, Visitor, kind, largest


def a_list(key: str = "filtro_anno", *options: str, default: int = 0) -> ForwardMsg:
    message = ForwardMsg()
    widget = message.delta.new_element.selectbox
    widget.id = f"$$ID-0-{key}"
    widget.options.extend(options or ("2021", "2022"))
    widget.default = default
    return message


def kept(name: str) -> ForwardMsg:
    message = ForwardMsg(hash=name)
    message.metadata.cacheable = True
    message.delta.new_element.html.body = "x"
    return message


def asked(visitor: Visitor) -> BackMsg:
    message = BackMsg()
    message.ParseFromString(visitor.request())
    return message


def test_the_first_request_names_the_page_and_the_next_ones_its_hash() -> None:
    visitor = Visitor(1, "territori")
    assert asked(visitor).rerun_script.page_name == "territori"

    message = ForwardMsg()
    message.new_session.page_script_hash = "abc"
    visitor.take(message)

    assert asked(visitor).rerun_script.page_name == ""
    assert asked(visitor).rerun_script.page_script_hash == "abc"


def test_the_query_of_the_address_follows_what_the_server_writes_in_it() -> None:
    visitor = Visitor(1, "territori")
    message = ForwardMsg()
    message.page_info_changed.query_string = "anno=2022"
    visitor.take(message)

    assert asked(visitor).rerun_script.query_string == "anno=2022"


def test_every_list_tells_what_it_stands_on() -> None:
    visitor = Visitor(1, "territori")
    visitor.take(a_list(default=1))

    [widget] = asked(visitor).rerun_script.widget_states.widgets
    assert (widget.id, widget.string_value) == ("$$ID-0-filtro_anno", "2022")


def test_the_options_of_a_filter_are_told_by_its_name() -> None:
    visitor = Visitor(1, "territori")
    visitor.take(a_list("filtro_anno", "2021", "2022"))

    assert visitor.options("anno") == ["2021", "2022"]
    assert visitor.options("mese") == []


def test_the_filters_are_those_of_the_last_run_with_what_they_stand_on() -> None:
    visitor = Visitor(1, "territori")
    visitor.take(a_list("filtro_anno", "2021", "2022", default=1))
    visitor.take(a_list("altro", "sì", "no"))

    assert visitor.filters() == ["anno"]
    assert visitor.standing("anno") == "2022"
    assert visitor.standing("mese") == ""


def test_a_value_that_the_server_sets_takes_the_place_of_the_visitors() -> None:
    visitor = Visitor(1, "territori")
    visitor.take(a_list(default=1))
    message = a_list(default=1)
    message.delta.new_element.selectbox.set_value = True
    message.delta.new_element.selectbox.raw_value = "2021"
    visitor.take(message)

    [widget] = asked(visitor).rerun_script.widget_states.widgets
    assert widget.string_value == "2021"


def test_only_the_end_of_the_script_ends_a_run() -> None:
    visitor = Visitor(1, "territori")
    message = ForwardMsg()
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY

    assert not visitor.take(a_list())
    assert visitor.take(message)


def test_an_exception_on_the_page_is_not_a_measure() -> None:
    message = ForwardMsg()
    message.delta.new_element.exception.message = "guasto"

    with pytest.raises(RuntimeError, match="guasto"):
        Visitor(1, "territori").take(message)


def test_messages_that_may_be_kept_are_told_to_the_server() -> None:
    visitor = Visitor(1, "territori")
    visitor.take(kept("k1"))
    visitor.take(a_list())

    assert list(asked(visitor).rerun_script.cached_message_hashes) == ["k1"]


def test_a_message_is_forgotten_when_nobody_names_it_for_some_runs() -> None:
    memory = Memory()
    memory.meet(kept("old"))
    memory.meet(kept("named"))
    for _ in range(MOST_AGE + 1):
        memory.end_run()
        memory.meet(ForwardMsg(ref_hash="named"))

    assert set(memory.met) == {"named"}


def test_the_weight_of_a_page_is_told_by_element_and_place() -> None:
    message = a_list()
    message.metadata.delta_path.extend([0, 3, 1])
    block = ForwardMsg()
    block.delta.add_block.allow_empty = True

    assert kind(message) == "selectbox [0.3.1]"
    assert kind(block) == "add_block"
    assert kind(ForwardMsg(ref_hash="x")) == "ref_hash"
    assert kind(ForwardMsg()) == "?"


def test_the_heaviest_come_first_as_means_per_run() -> None:
    answers = [Answer(0, 30, 1, Counter(a=20, b=10)), Answer(0, 10, 1, Counter(a=10))]

    assert largest(answers, 1) == [("a", 15.0)]


def test_a_filter_or_an_option_that_is_not_there_is_refused() -> None:
    visitor = Visitor(1, "territori")
    visitor.take(a_list())

    with pytest.raises(KeyError):
        asyncio.run(visitor.choose("altro", "2021"))
    with pytest.raises(ValueError, match="2030"):
        asyncio.run(visitor.choose("anno", "2030"))
    with pytest.raises(RuntimeError, match="prima si arriva"):
        asyncio.run(visitor.choose("anno", "2021"))
