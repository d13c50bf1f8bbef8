from __future__ import annotations

import json
from pathlib import Path

from dashboard.data.store import FileStore
from dashboard.publishing import guarding
from tests import erewhon
from tests.erewhon import RowsLedger, people, published, small_ledger
from tests.publishing import guards


def test_the_report_beside_the_artefact_tells_no_interval_and_no_world(tmp_path: Path) -> None:
    published(tmp_path, small_ledger(), guard=guards.guard(audit=guarding.audit_cells))
    text = FileStore(erewhon.settings(tmp_path).releases_dir).attached(1, "pubblico", "audit")
    assert text is not None
    told = json.loads(text)
    assert told["threshold"] == 5
    (group,) = told["datasets"]["viandanti_stati"]["groups"]
    assert (group["populations"], group["published"], group["hidden"]) == (2, 2, 11)
    assert group["audit"]["safe"]
    assert not {"low", "high", "worlds", "cells"} & set(group["audit"])
    assert len(told["datasets"]["viandanti_stati"]["left_out"]) == 3


def test_the_full_report_is_for_the_data_office_alone(tmp_path: Path) -> None:
    evidence = tmp_path / "evidence"
    published(tmp_path, small_ledger(), guard=guards.guard(evidence=evidence))
    (report,) = evidence.glob("audit-0001-*.json")
    lines = json.loads(report.read_text())
    assert len(lines) == 11
    assert {"cell", "low", "high", "safe"} == set(lines[0])
    assert report.stat().st_mode & 0o077 == 0


def test_what_lies_in_no_row_is_told_by_the_artefact_hidden_or_not(tmp_path: Path) -> None:
    told = erewhon.catalogue().datasets["viandanti_stati"].model_dump()
    area = {**told["dimensions"][0], "levels": ["regno", "distretto"]}
    dataset = type(erewhon.catalogue().datasets["viandanti_stati"]).model_validate(
        {**told, "dimensions": [area, *told["dimensions"][1:]], "example": {}}
    )
    datasets = {**erewhon.catalogue().datasets, "viandanti_stati": dataset}
    definitions = erewhon.catalogue().model_copy(update={"datasets": datasets})
    for number, expected in ((8, {8, 0}), (2, {None})):
        state = tmp_path / str(number)
        rows = people(
            ("ERE", "avvistato", "f", "giovani", number), ("D0101", "avvistato", "f", "giovani", 30)
        )
        published(state, RowsLedger({"viandanti_stati": rows}), definitions=definitions)
        artefact = FileStore(erewhon.settings(state).releases_dir).read(1, "pubblico")
        (rests,) = artefact.parts["protection"].frame()["rests"]
        assert set(json.loads(str(rests)).values()) == expected
