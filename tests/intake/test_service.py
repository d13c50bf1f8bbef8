from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.intake import Intake, Limits, check_files
from tests.intake.helpers import Deliver, check, row


def test_a_file_that_changes_while_it_is_read_is_refused(
    intake: Intake, deliver: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = iter([(1, 1), (2, 2)])
    monkeypatch.setattr("dashboard.intake.service._stamp", lambda path: next(stamps))
    assert "cambiato durante" in str(check(intake, deliver("viandanti_stati.csv", [row()])).problems[0])


def test_a_file_made_for_another_dataset_is_recognised(intake: Intake, deliver: Deliver) -> None:
    path = deliver("viandanti_stati.csv", [("lanterne", "ERE", "1971", "12,5", "9", "rilevato")],
                   ("programma", "ref_area", "annata", "stanziato", "speso", "origine"))  # fmt: skip
    report = check(intake, path)
    assert any("--dataset risorse" in p.remedy for p in report.problems)


def test_a_file_that_does_not_say_what_it_is_for_is_asked_with_a_guess(
    intake: Intake, deliver: Deliver
) -> None:
    path = deliver("consegna.csv", [row()])
    report = check(intake, path)
    assert not report.valid and "«viandanti_stati»" in report.problems[0].remedy
    assert check(intake, path, dataset="viandanti_stati").valid
    wrong = check(intake, path, dataset="adesione").problems[0]
    assert "«adesioni»" in wrong.remedy and "templates" in wrong.remedy


def test_the_catalogue_is_not_read_out_with_every_unknown_file(intake: Intake, deliver: Deliver) -> None:
    path = deliver("botega__x.csv", [("1",)], ("z",))
    [problem] = check(intake, path).problems
    assert "Forse «botteghe»?" in problem.remedy and "--dataset" in problem.remedy
    assert "adesioni" not in str(problem) and "viandanti_stati" not in str(problem)
    unlike = check(intake, deliver("qqq.csv", [("1",)], ("z",))).problems[0]
    assert "Forse" not in unlike.remedy and "templates" in unlike.remedy
    assert "Forse" not in check(intake, path, dataset="qqq").problems[0].remedy


def test_progress_goes_from_nothing_to_the_whole_file(intake: Intake, deliver: Deliver) -> None:
    path = deliver("viandanti_stati.csv", [row(reference_date=f"{1970 + n}-01-01") for n in range(60)])
    small = Intake(intake.catalogue, intake.areas, Limits(batch=7))
    seen: list[tuple[int, int]] = []
    check_files([path], small, progress=lambda done, total, what: seen.append((done, total)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size) and len(seen) > 5
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)
