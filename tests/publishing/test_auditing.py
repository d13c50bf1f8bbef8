from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.data.artefact import Artefact, Part
from dashboard.data.store import FileStore
from dashboard.publishing import guarding
from dashboard.publishing.auditing import AlteredError, Outcome, audit_artefact, read_online
from dashboard.publishing.guarding import Guard
from tests import erewhon
from tests.erewhon import published, small_ledger
from tests.publishing import guards


def on_line(state: Path, guard: Guard) -> Artefact:
    published(state, small_ledger(), guard=guard)
    return FileStore(erewhon.settings(state).releases_dir).read(1, "pubblico")


def audited(artefact: Artefact, guard: Guard) -> list[Outcome]:
    return audit_artefact(artefact, guard)


def changed(artefact: Artefact, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Artefact:
    """The artefact with one part changed, by somebody who also mended the digests."""
    part = Part.of(name, change(artefact.parts[name].frame()))
    return Artefact(artefact.meta, {**artefact.parts, name: part})


def name_of(artefact: Artefact, chosen: str) -> str:
    frame = artefact.parts["tables"].frame()
    mine = frame[(frame["dataset"] == "viandanti_stati") & (frame["chosen"] == chosen)]
    return str(mine["name"].iloc[0])


@pytest.fixture
def real(tmp_path: Path) -> Guard:
    return guards.guard(
        audit=guarding.audit_cells, evidence=tmp_path / "evidence", insider_levels=("contea",)
    )


def test_what_is_on_line_is_proven_again_with_the_evidence_and_without(tmp_path: Path, real: Guard) -> None:
    artefact = on_line(tmp_path, real)
    (found,) = audited(artefact, real)
    assert (found.safe, found.unsafe, found.witnessed) == (True, 0, True)
    assert found.hidden == 11
    (alone,) = audited(artefact, replace(real, evidence=None))
    assert (alone.safe, alone.witnessed) == (True, False)


def test_a_careless_release_does_not_pass_when_it_is_audited_again(tmp_path: Path, real: Guard) -> None:
    careless = guards.guard(protect=guards.hide_only_primaries)
    (found,) = audited(on_line(tmp_path, careless), real)
    assert not found.safe
    assert 0 < found.unsafe <= found.hidden


def test_another_threshold_than_that_at_work_is_told(tmp_path: Path) -> None:
    (found,) = audited(on_line(tmp_path, guards.guard()), guards.guard(threshold=6))
    assert not found.safe
    assert "soglia 5" in found.why
    assert all(one.safe for one in audited(on_line(tmp_path, guards.guard()), guards.guard(threshold=4)))


def test_a_number_that_somebody_changed_is_noticed(tmp_path: Path) -> None:
    artefact = on_line(tmp_path, guards.guard())
    name = name_of(artefact, "distretto")

    def one_more(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(value=frame["value"] + 1)

    (found,) = audited(changed(artefact, name, one_more), guards.guard())
    assert found.why == "le cifre non sono quelle protette"
    assert audited(artefact, guards.guard())[0].safe


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda f: f.assign(status="valid"), "ha un numero"),
        (lambda f: pd.concat([f, f.iloc[:1]]), "due volte"),
        (lambda f: pd.concat([f, f.iloc[:1].assign(stato="altro")]), "nessuna protezione conosce"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    tmp_path: Path, change: Callable[[pd.DataFrame], pd.DataFrame], reason: str
) -> None:
    artefact = on_line(tmp_path, guards.guard())
    with pytest.raises(AlteredError, match=reason):
        list(read_online(changed(artefact, name_of(artefact, "distretto"), change)))


def test_a_table_of_people_without_protection_is_refused(tmp_path: Path) -> None:
    artefact = on_line(tmp_path, guards.guard())
    bare = Artefact(artefact.meta, {n: p for n, p in artefact.parts.items() if n != "protection"})
    with pytest.raises(AlteredError, match="senza protezione: viandanti_stati"):
        list(read_online(bare))
    with pytest.raises(AlteredError, match="manca la tabella «distretto»"):
        list(read_online(changed(artefact, "tables", lambda f: f[f["chosen"] != "distretto"])))


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    artefact = on_line(tmp_path, guards.guard())
    audit_artefact(artefact, guards.guard(), progress=lambda done, of, what: told.append(what))
    assert told == ["verifica indipendente"]
