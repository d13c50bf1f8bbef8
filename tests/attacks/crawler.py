"""A visitor that wants everything: it drives the real app and keeps every text and number that reaches it.

It speaks the websocket as a browser does, finds the pages and the lists by itself, puts every list on every
option, tries pairs of options, presses every button that gives a file, follows every address that it is
told, asks for what is not there, and reads what the server prints. What it meets and cannot drive it names,
so that a new kind of control does not stay untried in silence.
"""

from __future__ import annotations

import asyncio
import random
import re
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Selectbox_pb2 import Selectbox

from benchmarks.streamlit_client import Visitor
from tests.attacks.reading import Found, in_bytes, in_message, numbers_in

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_ADDRESS = re.compile(r"(?:app/static|media|confini|component)/[\w./%~+?=-]+")
_OWN_FILES = re.compile(r"/app/static/(?:fonts|topojson)/")
"""What is shipped with the program and the same for everybody."""
_ANSWERED_ELSEWHERE = frozenset({"deck_gl_json_chart", "plotly_chart"})
"""A click on a map or chart chooses a territory, as the list of territories does."""
PIXELS = frozenset({"PNG"})
SEARCHES = ("", "a")
"""What is written where one may write."""
DRAWINGS = PIXELS | {"SVG"}
"""Buttons that give a picture; making one costs more than all the rest of the page."""
WRONG_ADDRESSES = (
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/metrics",
    "/_stcore/allowed-message-origins",
    "/media/0.csv",
    "/app/static/../ledger.sqlite",
    "/app/static/%2e%2e/%2e%2e/ledger.sqlite",
    "/confini/rilascio-1/../../ledger.sqlite.geojson",
    "/confini/rilascio-0/niente.geojson",
    "/confini/rilascio-99/niente.geojson",
    "/confini/x/y/z.geojson",
    "/releases/register.sqlite",
    "/non/esiste",
)
"""Addresses that an attacker would try."""
WRONG_QUERIES = (
    {"programma": "niente", "territorio": "niente"},
    {"rilascio": "99"},
    {"rilascio": "ultimo"},
    {"indicatore": "x' OR 1=1 --", "livello": "../.."},
    {"confronto": "1900", "audience": "cabina", "AUDIENCE": "cabina"},
)
"""Questions that no link of ours asks: their answers are read too."""


_OF_THE_MACHINE = frozenset({"GET /_stcore/metrics"})
_CHANCE = re.compile(
    r"_streamlit_xsrf=[^;]+|127\.0\.0\.1:\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32,}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
)


def _drop_chance(text: str) -> str:
    return _CHANCE.sub("#", text)


@dataclass
class Haul:
    """What was collected.

    Attributes:
        texts: every text → where it was first seen.
        numbers: every number that came as a number → where it was first seen.
        states: how many times a page was drawn.
        files: names of the files taken home, with how many times.
        undriven: kinds of controls that were met and not driven.
        failures: messages of errors shown on a page.
        options: every option tried: (page, list, option).
        followed: addresses told by a page → status of the answer; 0 for those not asked for.
        pixels: pictures in pixels already taken: (page, button).
    """

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[float, str] = field(default_factory=dict)
    states: int = 0
    files: dict[str, int] = field(default_factory=dict)
    undriven: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    options: set[tuple[str, str, str]] = field(default_factory=set)
    followed: dict[str, int] = field(default_factory=dict)
    pixels: set[tuple[str, str]] = field(default_factory=set)

    def add(self, where: str, found: Iterable[Found]) -> None:
        """Keep what was found at a place."""
        for one in found:
            if isinstance(one, str):
                self.texts.setdefault(one, where)
            else:
                self.numbers.setdefault(one, where)

    def readings(self) -> dict[float, str]:
        """Return every number that anything collected may be read to hold → where it was seen."""
        told = dict(self.numbers)
        for text, where in self.texts.items():
            for number in numbers_in(text):
                told.setdefault(number, where)
        return told

    def said(self) -> tuple[set[str], set[float]]:
        """Return all that was collected, but for names drawn by chance, ports and the time of day."""
        texts = {_drop_chance(text) for text, where in self.texts.items() if where not in _OF_THE_MACHINE}
        numbers = {number for number, where in self.numbers.items() if where not in _OF_THE_MACHINE}
        return texts, numbers

    def holds(self, wanted: Iterable[float]) -> dict[float, str]:
        """Return which of some numbers were collected, and where."""
        told = self.readings()
        return {number: told[number] for number in wanted if number in told}


@dataclass(frozen=True)
class Plan:
    """How far to go.

    Attributes:
        pairs: how many pairs of options (of two lists, drawn by chance) to try on each page, besides every
            option once.
        everything: try every combination of all the options instead.
        seed: of the chance.
        releases: numbers of the releases to ask for by address, besides the latest: of those, what the latest
            has not, and pairs.
        whole: addresses of the pages to walk through so; on the others every option is tried once, on the
            latest release, and the files are taken once a section. None walks through all of them so.
    """

    pairs: int = 20
    everything: bool = False
    seed: int = 0
    releases: Sequence[int] = ()
    whole: frozenset[str] | None = None


class Session(Visitor):
    """One visit, of which everything that arrives is kept."""

    def __init__(self, port: int, page: str, haul: Haul) -> None:
        super().__init__(port, page)
        self.haul = haul
        self.session_id = ""
        self.buttons: dict[str, str] = {}
        self.addresses: dict[str, None] = {}
        self.pages: dict[str, None] = {}
        self._shown: dict[str, None] = {}
        self._kept: dict[str, ForwardMsg] = {}

    @property
    def where(self) -> str:
        """The page and what its lists stand on, in words."""
        chosen = " ".join(f"{name(widget.id)}={self.values.get(widget.id, '')}" for widget in self.at_hand)
        return f"/{self.page} {chosen}"

    @property
    def at_hand(self) -> list[Selectbox]:
        """The lists of the page as it was last drawn, in order."""
        return [self.lists[key] for key in self._shown if key in self.lists]

    def take(self, message: ForwardMsg) -> bool:
        """Keep everything that a message holds, then do what a browser does."""
        if message.WhichOneof("type") == "ref_hash":
            self._look(self._kept.get(message.ref_hash, message))
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        found = list(in_message(message))
        self.haul.add(self.where, found)
        for text in found:
            if isinstance(text, str):
                self.addresses.update(dict.fromkeys(f"/{told}" for told in _ADDRESS.findall(text)))
        what = message.WhichOneof("type")
        if what == "new_session":
            self.session_id = message.new_session.initialize.session_id or self.session_id
            self._shown, self.buttons = {}, {}
        elif what == "navigation":
            self.pages = dict.fromkeys(page.url_pathname for page in message.navigation.app_pages)
        if not self._look(message):
            return False
        ended = super().take(message)
        self.haul.states += ended
        return ended

    def _look(self, message: ForwardMsg) -> bool:
        """Note the controls that a message brings; tell whether it is none of an error."""
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            return True
        element = message.delta.new_element
        kind = element.WhichOneof("type") or ""
        if not kind:
            return True
        one: Any = getattr(element, str(kind))
        if kind == "exception":
            self.haul.failures.append(f"{self.where}: {one.message}")
            return False
        if kind in ("selectbox", "button_group"):
            self._shown[one.id] = None
        elif kind == "text_input":
            self._shown[one.id] = None
            self.lists[one.id] = Selectbox(id=one.id, options=SEARCHES)
        elif kind == "download_button":
            figure = one.id.partition("-scarica-")[2] or name(one.id)
            self.buttons[f"{one.label} {figure}"] = one.deferred_file_id or one.url
        elif kind not in _ANSWERED_ELSEWHERE and hasattr(one, "id") and one.id:
            self.haul.undriven.add(kind)
        return True

    async def visit(self, query: str = "") -> None:
        """Open the page, with a query if any."""
        self.query = query
        await self.arrive()

    async def put(self, widget: str, option: str) -> None:
        """Put a list on an option."""
        self.values[widget] = option
        self.haul.options.add((self.page, name(widget), option))
        await self._run()

    async def take_home(self, *, drawings: bool = True) -> None:
        """Press every button that gives a file, read the files, and follow the addresses of the page.

        What a page shows as a picture is thrown away with the visit: nothing waits.

        Args:
            drawings: whether the pictures are taken too, which are drawn of what the page has already sent;
                those in pixels, which hold no words, once a page and figure.
        """
        for address in [one for one in self.addresses if one not in self.haul.followed]:
            self.haul.followed[address] = 0
            if not _OWN_FILES.match(address):
                status = await asyncio.to_thread(fetch, self.port, address, self.haul, f"GET {address}")
                self.haul.followed[address] = status
        for label, key in list(self.buttons.items()):
            kind = label.split()[0]
            if kind in DRAWINGS and not drawings:
                continue
            if kind in PIXELS and (self.page, label) in self.haul.pixels:
                continue
            self.haul.pixels.add((self.page, label))
            address = key if key.startswith("/") else await self._file(key)
            self.haul.files[label] = self.haul.files.get(label, 0) + 1
            where = f"{self.where} [{label}]"
            self.haul.followed[address] = await asyncio.to_thread(fetch, self.port, address, self.haul, where)

    async def _file(self, key: str) -> str:
        """Ask for a file that is made on demand; return its address."""
        message = BackMsg()
        asked = message.backend_operation_request
        asked.request_id, asked.session_id, asked.deferred_file.file_id = key, self.session_id, key
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self._socket.recv())
            self.take(answer)
            if answer.WhichOneof("type") == "backend_operation_response":
                told = answer.backend_operation_response
                if told.error_msg:
                    self.haul.failures.append(f"{self.where}: {told.error_msg}")
                return str(told.deferred_file.url)


def name(widget: str) -> str:
    """Return the name of a list from its identifier."""
    return widget.rpartition("-")[2]


def fetch(port: int, address: str, haul: Haul, where: str, headers: Sequence[tuple[str, str]] = ()) -> int:
    """Ask for an address, and keep the answer: headers (cookies among them) and content.

    Returns:
        The status of the answer; 0 when there was none.
    """
    if not address:
        return 0
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{quote(address, safe='/%?=&:+')}", headers=dict(headers)
    )
    try:
        with _OPENER.open(request, timeout=30) as answer:
            haul.add(where, [f"{key}: {value}" for key, value in answer.headers.items() if key not in _TIMES])
            haul.add(where, in_bytes(answer.read()))
            return int(answer.status)
    except urllib.error.HTTPError as error:
        haul.add(where, in_bytes(error.read()))
        return error.code
    except OSError:
        return 0


_TIMES = frozenset({"date", "content-length", "etag", "last-modified"})
"""Headers that hold a number of the server's own: what a length tells is asked of the content."""


async def crawl(port: int, plan: Plan | None = None) -> Haul:
    """Walk through the whole app of a server, and return what was collected."""
    plan, haul = plan or Plan(), Haul()
    door = Session(port, "", haul)
    await door.visit()
    await door.leave()
    for page in door.pages or {"": None}:
        if plan.whole is not None and page not in plan.whole:
            session = Session(port, page, haul)
            await session.visit()
            await session.take_home(drawings=False)
            await _every_option(session, files=False)
            await session.leave()
            continue
        for release in (None, *plan.releases):
            session = Session(port, page, haul)
            await session.visit("" if release is None else urlencode({"rilascio": release}))
            await _explore(session, plan)
            await session.leave()
        for query in WRONG_QUERIES:
            stranger = Session(port, page, haul)
            await stranger.visit(urlencode(query))
            await stranger.take_home()
            await stranger.leave()
        fetch(port, f"/{page}", haul, f"GET /{page}")
    for address in WRONG_ADDRESSES:
        fetch(port, address, haul, f"GET {address}")
    return haul


async def _explore(session: Session, plan: Plan) -> None:
    await session.take_home()
    if plan.everything:
        await _every_combination(session, ())
        return
    await _every_option(session)
    chance = random.Random(plan.seed)
    for _ in range(plan.pairs):
        lists = session.at_hand
        for widget in chance.sample(lists, min(2, len(lists))):
            if widget.id in {one.id for one in session.at_hand}:
                await session.put(widget.id, chance.choice(list(widget.options)))
        await session.take_home()


async def _every_option(session: Session, *, files: bool = True) -> None:
    """Put every list on every option, those that stand last on the page first: they depend on the others.

    Args:
        session: a visit that has begun.
        files: whether the files of the page are taken at every option.
    """
    while (untried := next(_untried(session), None)) is not None:
        await session.put(*untried)
        if files:
            await session.take_home(drawings=False)


def _untried(session: Session) -> Iterator[tuple[str, str]]:
    for widget in reversed(session.at_hand):
        for option in widget.options:
            if (session.page, name(widget.id), option) not in session.haul.options:
                yield widget.id, option


async def _every_combination(session: Session, decided: tuple[str, ...]) -> None:
    widget = next((one for one in session.at_hand if name(one.id) not in decided), None)
    if widget is None:
        await session.take_home()
        return
    for option in list(widget.options):
        if widget.id in {one.id for one in session.at_hand}:
            await session.put(widget.id, option)
            await _every_combination(session, (*decided, name(widget.id)))
