"""The filters bar: what is chosen is chosen once, kept on every page and written in the address.

The address holds codes, never labels, so that a link outlives a change of name. What a link asks for and
this release does not know is said on screen, never replaced in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from dashboard.components import wording

_CHOICES = "scelte"
_ADDRESS = "indirizzo"
_PAGE = "pagina"
_STANDING = "filtri_a_posto"
_MOST_LETTERS = 80


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, its label, and its options as code → label, in order."""

    name: str
    label: str
    options: Mapping[str, str]
    default: str
    help: str = ""


@dataclass(frozen=True)
class Resolved:
    """What one filter stands on, and what the address asked for in vain (empty when nothing)."""

    value: str
    unknown: str = ""


def resolve(choice: Choice, *, kept: str | None, asked: str | None) -> Resolved:
    """Decide what a filter stands on.

    Args:
        choice: the filter.
        kept: what the visitor chose before on any page; None on the first one.
        asked: what somebody wrote in the address since the program did; None when nobody wrote anything.

    Returns:
        The address when somebody changed it, else what was kept, else the default; always an option.
    """
    if asked is not None:
        if asked in choice.options:
            return Resolved(asked)
        return Resolved(_known(choice, kept), unknown=asked)
    return Resolved(_known(choice, kept))


def _known(choice: Choice, value: str | None) -> str:
    return value if value is not None and value in choice.options else choice.default


def choose(choice: Choice, *, width: int | Literal["stretch"] = "stretch") -> str:
    """Show one filter as a list to choose from, kept on every page and in the address.

    Returns:
        The code of the chosen option.
    """
    standing = _standing(choice)
    st.selectbox(
        choice.label,
        list(choice.options),
        format_func=lambda code: choice.options.get(code, code),
        key=_stand(choice.name, standing, choice.label, tuple(choice.options.items())),
        help=choice.help or None,
        width=width,
        on_change=_keep,
        args=(choice.name,),
    )
    remember(choice.name, standing)
    return standing


def choose_one(choice: Choice) -> str:
    """Show one filter as a row of buttons, for few options; kept in the address like the others.

    Returns:
        The code of the chosen option.
    """
    standing = _standing(choice)
    st.segmented_control(
        choice.label,
        list(choice.options),
        format_func=lambda code: choice.options.get(code, code),
        key=_stand(choice.name, standing, choice.label, tuple(choice.options.items())),
        required=True,
        help=choice.help or None,
        label_visibility="collapsed",
        on_change=_keep,
        args=(choice.name,),
    )
    remember(choice.name, standing)
    return standing


def search(name: str, label: str, *, example: str, help: str = "") -> str:
    """Show a box to write words in, kept in the address.

    Args:
        name: its name in the address.
        label: its label.
        example: what it shows while it is empty.
        help: how it searches.

    Returns:
        What is written, without spaces around it.
    """
    asked = _newly_asked(name)
    standing = (kept(name) or "") if asked is None else asked
    st.text_input(
        label,
        key=_stand(name, standing, label, example),
        placeholder=example,
        help=help or None,
        max_chars=_MOST_LETTERS,
        on_change=_keep,
        args=(name,),
    )
    remember(name, standing)
    return standing.strip()


def choose_many(choice: Choice) -> tuple[str, ...]:
    """Show one filter of which several options stand at once, as buttons; kept in the address, with commas.

    Args:
        choice: the filter; its default is the codes that stand at first, with commas.

    Returns:
        The codes that stand, in the order of the options; those of the default when none is left.
    """
    asked, before = _newly_asked(choice.name), kept(choice.name)
    told = asked if asked is not None else choice.default if before is None else before
    wanted = told.split(",")
    unknown = [code for code in wanted if code and code not in choice.options]
    if asked is not None and unknown:
        st.warning(
            f"Il collegamento chiede «{wording.listing(unknown)}» per «{choice.label}», che qui non c'è.",
            icon=":material/link_off:",
        )
    standing = [code for code in choice.options if code in wanted]
    standing = standing or [code for code in choice.options if code in choice.default.split(",")]
    st.pills(
        choice.label,
        list(choice.options),
        selection_mode="multi",
        format_func=lambda code: choice.options.get(code, code),
        key=_stand(choice.name, standing, choice.label, tuple(choice.options.items())),
        help=choice.help or None,
        on_change=_keep_many,
        args=(choice.name,),
    )
    remember(choice.name, ",".join(standing))
    return tuple(standing)


def _standing(choice: Choice) -> str:
    """Return the option that a filter stands on; say on screen what a link asked for in vain."""
    resolved = resolve(choice, kept=kept(choice.name), asked=_newly_asked(choice.name))
    if resolved.unknown:
        st.warning(
            f"Il collegamento chiede «{resolved.unknown}» per «{choice.label}», che questo rilascio non "
            f"conosce: si mostra «{choice.options[resolved.value]}».",
            icon=":material/link_off:",
        )
    return resolved.value


def _newly_asked(name: str) -> str | None:
    """Return what the address asks for, None when it says nothing or what the program itself wrote in it."""
    written: dict[str, str] = st.session_state.get(_ADDRESS, {})
    asked = st.query_params.get(name)
    return None if asked == written.get(name) else asked


def begin(page: str) -> None:
    """Begin a page, before its first filter.

    On a page that one comes back to, the state still holds the value of a filter as it was there, but
    Streamlit makes the filter anew and would put it on its first option: there all filters are set again.
    """
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state[_STANDING] = {}


def _stand(name: str, value: object, *made_of: object) -> str:
    """Set what a filter shows, and return its key.

    What stands already is left alone: to set a filter sends its whole list to the browser again.

    Args:
        name: its name in the address.
        value: what it shows.
        made_of: what else it is made of; Streamlit makes another filter of the same name anew.
    """
    key = _key(name)
    made: dict[str, object] = st.session_state.setdefault(_STANDING, {})
    if made.get(key) != made_of or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
        made[key] = made_of
    return key


def _key(name: str) -> str:
    return f"filtro_{name}"


def _keep(name: str) -> None:
    """Keep what the visitor has just chosen, before the page is drawn."""
    remember(name, str(st.session_state[_key(name)]))


def _keep_many(name: str) -> None:
    remember(name, ",".join(st.session_state[_key(name)]))


def remember(name: str, value: str) -> None:
    """Keep a choice for every page, and write it in the address when it is not there."""
    st.session_state.setdefault(_CHOICES, {})[name] = value
    st.session_state.setdefault(_ADDRESS, {})[name] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


def kept(name: str) -> str | None:
    """Return what was chosen before for a filter, on any page; None when nothing was."""
    choices: dict[str, str] = st.session_state.get(_CHOICES, {})
    return choices.get(name)


def territory_options(areas: Sequence[tuple[str, str, str]], *, root: tuple[str, str]) -> dict[str, str]:
    """List the territories to choose from: the whole country, then each area with its own ones under it.

    Args:
        areas: (code, name, code of the area above) of the two levels, in any order; an area whose area
            above is not listed stands in the first rank.
        root: code and name of the whole.

    Returns:
        code → label, in alphabetical order of the wider areas; the narrower ones read `above › name`.
    """
    known = {code for code, _, _ in areas}
    above = sorted((item for item in areas if item[2] not in known), key=lambda item: item[1])
    options = {root[0]: root[1]}
    for code, name, _ in above:
        options[code] = name
        below = sorted((item for item in areas if item[2] == code), key=lambda item: item[1])
        options.update({child: f"{name} › {child_name}" for child, child_name, _ in below})
    return options


def narrowed(
    codes: Sequence[tuple[str, str, str | None]], *, parent: str | None, everything: str = wording.ANY
) -> dict[str, str]:
    """List the codes of a clock, those of one period only when one is chosen; first comes «all of them».

    Args:
        codes: (code, label, code of the wider period) in order.
        parent: the wider period chosen; None or empty for all.
        everything: label of the first option, whose code is empty.
    """
    options = {"": everything}
    options.update({code: label for code, label, above in codes if not parent or above in (parent, None)})
    return options
