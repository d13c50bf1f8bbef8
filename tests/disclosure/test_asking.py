from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest

from dashboard.disclosure import asking
from dashboard.disclosure.asking import Asked, ask
from dashboard.disclosure.auditor_job import Published
from dashboard.disclosure.problem import Problem, Rule
from tests.disclosure.auditing import job_of, layout_of

WRITES = """
import hashlib, json, sys, time, zipfile

for line in sys.stdin:
    job, target, share, shares = json.loads(line)
    print(json.dumps([share, shares, "al lavoro"]), flush=True)
    data = open(job, "rb").read()
    meta = json.dumps({"digest": hashlib.sha256(data).hexdigest(), "share": share}).encode()
    head = "{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }" % len(meta)
    head = head.ljust(117) + chr(10)
    with zipfile.ZipFile(target, "w") as out:
        out.writestr("meta.npy", bytes([147]) + b"NUMPY" + bytes([1, 0, 118, 0]) + head.encode() + meta)
    print('"done"', flush=True)
"""
"""A quick auditor that answers nothing, in the right form."""


@pytest.fixture
def asked() -> Asked:
    problem = Problem.of(layout_of((2, 2)), np.arange(4), np.array([1, 9, 9, 1]), Rule())
    return Asked(job_of(Published.of(problem, problem.sensitive), Rule(), seconds=0.5))


def at_work(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    monkeypatch.setattr(asking, "_command", lambda: [sys.executable, "-c", program])


def test_the_shares_of_a_job_come_together_in_their_order(
    monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    at_work(monkeypatch, WRITES)
    told: list[tuple[int, int, int, str]] = []
    jobs = [asked, Asked(asked.job, 3)]
    found = dict(ask(jobs, workers=2, said=lambda *word: told.append(word)))
    assert [[one and one["meta"]["share"] for one in found[number]] for number in (0, 1)] == [[0], [0, 1, 2]]
    assert sorted(told) == [(0, 0, 1, "al lavoro"), *((1, share, 3, "al lavoro") for share in range(3))]


LATE = """
import os, time

if not os.path.exists({mark!r}):
    open({mark!r}, "w")
    while True:
        {does}
"""


@pytest.mark.parametrize("does", ["time.sleep(1)", "print([1, 2], flush=True)"], ids=["silent", "chatting"])
def test_one_that_is_late_is_ended_and_another_is_asked_the_rest(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: Asked, does: str
) -> None:
    at_work(monkeypatch, LATE.format(mark=str(tmp_path / "been here"), does=does) + WRITES)
    monkeypatch.setattr(asking, "_PATIENCE", 6.0)
    found = [(number, answers[0] is not None) for number, answers in ask([asked, asked, asked])]
    assert found == [(0, False), (1, True), (2, True)]


def test_who_stops_listening_leaves_no_process_and_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: Asked
) -> None:
    at_work(monkeypatch, WRITES + "    time.sleep(60)\n")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    started = time.monotonic()
    answers = ask([asked, asked], workers=1)
    assert next(answers)[0] == 0
    answers.close()
    assert list(tmp_path.iterdir()) == []
    assert time.monotonic() - started < 30
