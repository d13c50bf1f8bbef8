from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.intake import Intake, Ledger, Severity, check_files, load_files
from tests.intake.helpers import row, workbook

Deliver = Callable[..., Path]
MONEY = ("programma", "ref_area", "annata", "stanziato", "speso", "origine", "nota")


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    yield ledger
    ledger.close()


def seen(**changes: object) -> tuple[object, ...]:
    return row(stato="avvistato", **changes)


def lit(**changes: object) -> tuple[object, ...]:
    return row(stato="con_lanterna", **changes)


def test_more_on_the_left_than_on_the_right_warns_and_keeps_nothing_out(
    intake: Intake, deliver: Deliver
) -> None:
    path = deliver("viandanti_stati.csv", [seen(viandanti=5), lit(viandanti=4), lit(genere="m", viandanti=3)])
    [report] = check_files([path], intake)
    [problem] = report.problems
    assert report.valid and problem.severity is Severity.WARNING and report.warnings == 1
    assert (
        problem.row == 3
        and "7 contro 5" in problem.found
        and "Distretto: Selvabianca (D0101)" in problem.found
    )
    assert "è stato prima avvistato" in problem.expected and "2 righe" in problem.remedy


def test_as_many_on_both_sides_or_one_side_unknown_is_no_reason_to_warn(
    intake: Intake, deliver: Deliver
) -> None:
    equal = deliver("viandanti_stati__a.csv", [seen(viandanti=5), lit(viandanti=5)])
    alone = deliver("viandanti_stati__b.csv", [lit(viandanti=5, ref_area="D0102")])
    assert all(not r.problems for r in check_files([equal, alone], intake))


def test_a_note_silences_the_check_that_allows_it(intake: Intake, deliver: Deliver) -> None:
    rows = [
        ("lanterne", "ERE", "1971", 5, 9, "rilevato", ""),
        ("lanterne", "ERE", "1972", 5, 9, "rilevato", "acconto"),
    ]
    [report] = check_files([deliver("risorse.csv", rows, MONEY)], intake)
    assert [p.row for p in report.problems] == [2] and "«Nota»" in report.problems[0].remedy


def test_files_of_one_call_are_checked_together(intake: Intake, deliver: Deliver) -> None:
    one = deliver("viandanti_stati__a.csv", [seen(viandanti=5)])
    two = deliver("viandanti_stati__b.csv", [lit(viandanti=6)])
    first, second = check_files([one, two], intake)
    assert not first.problems and [p.file for p in second.problems] == [two.name]


def test_a_file_is_checked_over_what_the_ledger_holds_and_blames_the_row_that_is_new(
    intake: Intake, sqlite: Ledger, deliver: Deliver
) -> None:
    ready = replace(intake, ledger=sqlite)
    load_files([deliver("viandanti_stati__a.csv", [seen(viandanti=9), lit(viandanti=6)])], ready)
    [report] = check_files([deliver("viandanti_stati__b.csv", [seen(genere="m"), seen(viandanti=2)])], ready)
    assert not report.problems  # 10 + 2 seen, 6 lit
    [report] = check_files([deliver("viandanti_stati__c.csv", [seen(viandanti=2)])], ready)
    assert [p.row for p in report.problems] == [2] and "6 contro 2" in report.problems[0].found
    [report] = check_files([deliver("viandanti_stati__d.csv", [seen(ref_area="D0102")])], ready)
    assert not report.problems  # what the file does not touch is not told again


def test_the_delivery_that_a_file_replaces_no_longer_counts_in_its_check(
    intake: Intake, sqlite: Ledger, deliver: Deliver
) -> None:
    ready = replace(intake, ledger=sqlite)
    load_files([deliver("viandanti_stati__a.csv", [seen(viandanti=9), lit(genere="m", viandanti=9)])], ready)
    path = deliver("viandanti_stati__b.csv", [seen(viandanti=5), lit(viandanti=4)])
    [report] = check_files([path], ready)
    assert report.warnings == 1
    [(report, result)] = load_files([path], ready, replaces=1)
    assert report.warnings == 0 and result.status == "loaded"


def test_a_file_with_errors_takes_no_part(intake: Intake, deliver: Deliver) -> None:
    wrong = deliver("viandanti_stati__a.csv", [seen(viandanti=1), seen(genere="x")])
    right = deliver("viandanti_stati__b.csv", [lit(viandanti=6)])
    _, report = check_files([wrong, right], intake)
    assert not report.problems


def test_a_load_that_must_stop_on_warnings_does(intake: Intake, sqlite: Ledger, deliver: Deliver) -> None:
    ready = replace(intake, ledger=sqlite)
    path = deliver("viandanti_stati.csv", [seen(viandanti=1), lit(viandanti=6)])
    [(_, result)] = load_files([path], ready, stop_on_warnings=True)
    assert result.status == "refused" and "confermare" in result.message and sqlite.deliveries() == ()
    [(_, result)] = load_files([path], ready)
    assert result.status == "loaded" and len(sqlite.deliveries()[0].warnings) == 1


def test_a_load_wants_a_ledger_and_one_file_for_one_replacement(
    intake: Intake, sqlite: Ledger, deliver: Deliver
) -> None:
    path = deliver("viandanti_stati.csv", [seen()])
    with pytest.raises(ValueError, match="no ledger"):
        load_files([path], intake)
    with pytest.raises(ValueError, match="one file"):
        load_files([path, path], replace(intake, ledger=sqlite), replaces=1)


def test_a_warning_speaks_in_labels_and_names_the_sheet(intake: Intake, tmp_path: Path) -> None:
    rows = [MONEY, ("lanterne", "ERE", "1971", 5, 9, "rilevato", "")]
    [report] = check_files([workbook(tmp_path / "risorse.xlsx", rows)], intake)
    [problem] = report.problems
    assert (problem.sheet, problem.row, problem.column) == ("Dati", 2, "E «Speso»")
    assert "Programma: Lanterne" in problem.found and "Erewhon (ERE)" in problem.found
    assert "«Speso» non maggiore di «Stanziato»" in problem.expected
    assert "colonna G «Nota»" in problem.remedy
