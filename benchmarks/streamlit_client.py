"""A visitor of ours without a browser: speaks Streamlit's websocket as the browser does.

It opens `/_stcore/stream` (subprotocol `streamlit`), asks for script runs by `BackMsg.rerun_script` with the
state of every widget and the query of the address, and reads `ForwardMsg` until `script_finished`. Like the
browser it remembers the messages that the server calls cacheable and tells their hashes, so that the server
may send a reference in place of what did not change; and forgets them as the browser does.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox
from websockets.asyncio.client import ClientConnection, connect

MOST_AGE = 2
"""Runs after which a message that nobody named again is forgotten (`global.maxCachedMessageAge`)."""
SUBPROTOCOL = "streamlit"


@dataclass
class Memory:
    """The messages that a browser keeps: hash → the run in which it last met them."""

    met: dict[str, int] = field(default_factory=dict)
    runs: int = 0

    def meet(self, message: ForwardMsg) -> None:
        """Note a message that may be kept, or a reference to one."""
        if message.WhichOneof("type") == "ref_hash":
            self.met[message.ref_hash] = self.runs
        elif message.metadata.cacheable:
            self.met[message.hash] = self.runs

    def end_run(self) -> None:
        """Count a run, and forget what nobody has named for some."""
        self.runs += 1
        self.met = {key: run for key, run in self.met.items() if self.runs - run <= MOST_AGE}


@dataclass(frozen=True)
class Answer:
    """What one run of the script cost.

    Attributes:
        seconds: from the request to `script_finished`.
        received: bytes of the messages that came.
        sent: bytes of the request.
        parts: bytes by kind of message or element.
    """

    seconds: float
    received: int
    sent: int
    parts: Counter[str]


def kind(message: ForwardMsg) -> str:
    """Name what a message carries: its type, or the element that it puts on the page and where."""
    what = message.WhichOneof("type") or "?"
    if what != "delta":
        return what
    if message.delta.WhichOneof("type") == "new_element":
        element = message.delta.new_element.WhichOneof("type") or "?"
        path = ".".join(map(str, message.metadata.delta_path))
        return f"{element} [{path}]"
    return message.delta.WhichOneof("type") or "?"


class Visitor:
    """One session.

    Args:
        port: port of the server.
        page: address of the page, without the slash.
    """

    def __init__(self, port: int, page: str) -> None:
        self.port = port
        self.page = page
        self.query = ""
        self.page_hash = ""
        self.memory = Memory()
        self.lists: dict[str, Selectbox] = {}
        self.values: dict[str, str] = {}
        self.rows: set[str] = set()
        self.shown: list[str] = []
        self._socket: ClientConnection | None = None

    async def arrive(self) -> Answer:
        """Open the page for the first time."""
        self._socket = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            compression=None,
            max_size=None,
            proxy=None,
        )
        return await self._run()

    async def choose(self, name: str, option: str) -> Answer:
        """Choose an option, by its label, in the filter of a name.

        Raises:
            KeyError: the page has no such filter.
            ValueError: the filter has no such option.
        """
        widget = next((one for key, one in self.lists.items() if key.endswith(f"filtro_{name}")), None)
        if widget is None:
            raise KeyError(name)
        if option not in widget.options:
            raise ValueError(f"{name}: {option!r} non è tra {list(widget.options)}")
        self.values[widget.id] = option
        return await self._run()

    def options(self, name: str) -> list[str]:
        """Return the labels of the options of a filter, by its name; none when the page lacks it."""
        found = (one for key, one in self.lists.items() if key.endswith(f"filtro_{name}"))
        return next((list(one.options) for one in found), [])

    def filters(self) -> list[str]:
        """Return the names of the filters that came whole in the last run: not those kept by reference."""
        return [key.partition("filtro_")[2] for key in self.shown if "filtro_" in key]

    def standing(self, name: str) -> str:
        """Return the label on which a filter stands; empty where nothing is known of it."""
        return next((value for key, value in self.values.items() if key.endswith(f"filtro_{name}")), "")

    async def leave(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            await self._socket.close()

    def request(self) -> bytes:
        """Write the request for a run as the page stands."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.page_hash
        if not self.page_hash:
            state.page_name = self.page
        state.cached_message_hashes.extend(self.memory.met)
        for key, value in self.values.items():
            widget = state.widget_states.widgets.add()
            widget.id = key
            if key in self.rows:
                widget.string_array_value.data.extend([value] if value else [])
            else:
                widget.string_value = value
        state.context_info.timezone = "Europe/Rome"
        state.context_info.locale = "it-IT"
        state.context_info.url = f"http://127.0.0.1:{self.port}/{self.page}"
        return bytes(message.SerializeToString())

    def take(self, message: ForwardMsg) -> bool:
        """Take a message in, as the browser does; tell whether it ends the run."""
        self.memory.meet(message)
        what = message.WhichOneof("type")
        if what == "new_session":
            self.page_hash = message.new_session.page_script_hash or self.page_hash
        elif what == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif what == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif what == "delta" and message.delta.new_element.WhichOneof("type") == "selectbox":
            self._show(message.delta.new_element.selectbox)
        elif what == "delta" and message.delta.new_element.WhichOneof("type") == "button_group":
            group = message.delta.new_element.button_group
            self.rows.add(group.id)
            self._show(as_list(group))
        elif what == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(message.delta.new_element.exception.message)
        return what == "script_finished"

    def _show(self, widget: Selectbox) -> None:
        self.shown.append(widget.id)
        self.lists[widget.id] = widget
        if widget.set_value and widget.raw_value:
            self.values[widget.id] = widget.raw_value
        elif widget.id not in self.values and widget.HasField("default"):
            self.values[widget.id] = widget.options[widget.default]

    async def _run(self) -> Answer:
        if self._socket is None:
            raise RuntimeError("prima si arriva, poi si sceglie")
        request = self.request()
        self.shown = []
        parts: Counter[str] = Counter()
        start = time.perf_counter()
        await self._socket.send(request)
        ended = False
        while not ended:
            raw = await self._socket.recv()
            message = ForwardMsg.FromString(raw)
            parts[kind(message)] += len(raw)
            ended = self.take(message)
        seconds = time.perf_counter() - start
        self.memory.end_run()
        return Answer(seconds, sum(parts.values()), len(request), parts)


def as_list(group: ButtonGroup) -> Selectbox:
    """Read a row of buttons as the list that it stands for: one of its options is chosen."""
    found = Selectbox(id=group.id, label=group.label, options=[one.content for one in group.options])
    if group.default:
        found.default = group.default[0]
    if group.set_value and group.raw_values:
        found.set_value, found.raw_value = True, group.raw_values[0]
    return found


def largest(answers: Iterable[Answer], count: int = 6) -> list[tuple[str, float]]:
    """Return the kinds of messages that weigh most, with their mean bytes per run."""
    everything: Counter[str] = Counter()
    total = 0
    for answer in answers:
        everything.update(answer.parts)
        total += 1
    return [(name, size / total) for name, size in everything.most_common(count)]
