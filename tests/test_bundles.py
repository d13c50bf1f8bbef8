from __future__ import annotations

import gzip

import pytest

from dashboard import bundles

SHIPPED = {path.name: path.read_text(encoding="utf-8") for path in sorted(bundles.folder().glob("js/*.js"))}
ONCE = [*bundles.MARKUP, *bundles.HISTORY, *bundles.CHARTS, *bundles.LISTS, *bundles.MAPS, *bundles.RENDERING]


@pytest.mark.parametrize("theirs", [*bundles.OUTSIDE, *bundles.ITALIAN, *ONCE])
def test_every_string_that_we_replace_is_in_the_installed_streamlit(theirs: str) -> None:
    holders = [name for name, text in SHIPPED.items() if theirs in text]

    assert holders, "Streamlit è cambiato: la stringa non c'è più"


@pytest.mark.parametrize("theirs", ONCE)
def test_code_is_replaced_in_one_place_only(theirs: str) -> None:
    assert sum(text.count(theirs) for text in SHIPPED.values()) == 1


def test_no_bundle_as_served_asks_the_addresses_we_stand_in_for() -> None:
    for name, text in SHIPPED.items():
        served = bundles.mended(text.encode()).decode()
        assert not [address for address in bundles.OUTSIDE if address in served], name


def test_words_are_ours_and_every_other_byte_is_theirs() -> None:
    assert bundles.mended(b"f(`No results`,`No results!`)") == b"f(`Nessun risultato`,`No results!`)"


def test_addresses_of_ours_carry_the_path_of_the_server() -> None:
    mended = bundles.mended(b"get(`https://cdn.plot.ly/un/`)", base="/cruscotto/")

    assert mended == b"get(`/cruscotto/app/static/topojson/`)"


def test_a_bundle_is_packed_once_and_unpacks_to_what_is_served() -> None:
    name = f"js/{next(iter(SHIPPED))}"
    packed = bundles.packed_bundle(name)

    assert packed is not None
    assert gzip.decompress(packed) == bundles.mended((bundles.folder() / name).read_bytes())
    assert bundles.packed_bundle(name) is packed


def test_what_is_no_bundle_is_not_packed() -> None:
    assert bundles.packed_bundle("js/nothing.js") is None


def test_packing_ahead_covers_scripts_and_styles_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(bundles, "packed_bundle", asked.append)

    bundles.pack_all()

    assert {name.split("/")[0] for name in asked} == set(bundles.KINDS)
    assert len(asked) >= len(SHIPPED)
