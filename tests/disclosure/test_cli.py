"""The commands: what is safe is written, what is not is told, what is wrong is a sentence."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.disclosure import cli
from dashboard.disclosure.problem import Pattern, Problem, ProblemError, Rule, World
from dashboard.disclosure.tidy import named

TABLE = """area,state,n
Nord,active,20
Nord,closed,3
Centro,active,12
Centro,closed,9
Sud,active,30
Sud,closed,15
"""
SQUARE = {f"area={area}, state={state}" for area in ("Nord", "Centro") for state in ("active", "closed")}
LONE = {"area=Nord, state=closed"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text(TABLE)
    return tmp_path


@pytest.fixture
def hiding(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Take the place of the protector, to see what the command does with what it finds."""

    def install(cells: set[str], unproven: tuple[int, ...] = ()) -> None:
        def found(problem: Problem, rule: Rule, options: object) -> Pattern:
            assert problem.layout is not None
            names = [named(problem.layout, cell) for cell in range(len(problem))]
            truth = World(problem.inner, problem.counts)
            hidden = np.array([name in cells for name in names])
            return Pattern(hidden, problem.sensitive, (truth,), unproven)

        monkeypatch.setattr(cli, "_protected", found)

    return install


def protect(*words: str) -> int:
    return cli.main(["protect", "table.csv", "--count", "n", "-o", "out.csv", *words])


def test_a_small_table_is_protected_and_passes_its_audit(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect("--explain", "why.json", "--worlds", "worlds.json") == 0
    lines = (folder / "out.csv").read_text().splitlines()
    assert lines[0] == "area,state,count,status"
    assert len(lines) == 13
    hidden = [line for line in lines if line.endswith(",,hidden")]
    assert "Nord,closed,,hidden" in hidden
    assert f"12 celle, {len(hidden)} nascoste" in capsys.readouterr().out
    for name in ("why.json", "worlds.json"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert len(json.loads((folder / "why.json").read_text())["why"]) == len(hidden)
    assert cli.main(["audit", "out.csv"]) == 0
    assert f"12 celle, {len(hidden)} nascoste" in capsys.readouterr().out
    assert cli.main(["audit", "out.csv", "--worlds", "worlds.json", "--explain", "why.json"]) == 0


def test_the_exact_search_says_when_nothing_less_is_possible(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect("--exact") == 0
    assert "12 celle, 4 nascoste (33%)" in (said := capsys.readouterr().out)
    assert "È dimostrato che di meno non si può." in said


def test_insiders_are_protected_from_and_audited(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert protect("--insider", "area") == 0
    assert cli.main(["audit", "out.csv", "--insider", "area", "--own", "table.csv", "--count", "n"]) == 0
    assert "in parte" not in capsys.readouterr().err
    cli.main(["audit", "out.csv", "--insider", "area"])
    assert "in parte" in capsys.readouterr().err


def test_an_outsider_s_pattern_fails_before_an_insider(
    folder: Path, hiding: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    hiding(SQUARE)
    assert protect("--insider", "area") == 1  # Centro knows its own, and so Nord's
    said = capsys.readouterr()
    assert "(per area=Centro)" in said.out
    assert "Nessun file scritto." in said.err
    assert not (folder / "out.csv").exists()


def test_what_fails_its_audit_is_not_written(
    folder: Path, hiding: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    hiding(LONE)
    (folder / "out.csv").write_text("before")
    assert protect("--explain", "why.json") == 1
    said = capsys.readouterr()
    assert "  area=Nord, state=closed: esattamente 3\n" in said.out
    assert said.err == "Nessun file scritto.\n"
    assert (folder / "out.csv").read_text() == "before"
    assert not (folder / "why.json").exists()


def test_without_an_audit_the_protector_must_have_its_proof(
    folder: Path, hiding: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    hiding(SQUARE, (1, 2))
    assert protect("--no-audit") == 1
    assert "Per 2 celle nascoste manca la prova." in capsys.readouterr().err
    hiding(SQUARE)
    assert protect("--no-audit") == 0
    assert "Senza verifica indipendente." in capsys.readouterr().out


def test_a_large_marked_cell_that_can_be_computed_fails(
    folder: Path, hiding: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "table.csv").write_text("area,n,p\na,50,1\nb,60,0\n")
    hiding({"area=a"})
    assert protect("--primary", "p") == 1
    assert "area=a: esattamente 50" in capsys.readouterr().out


def test_a_large_marked_cell_is_hidden_well(folder: Path) -> None:
    (folder / "table.csv").write_text("area,n,p\na,50,1\nb,60,0\nc,70,0\n")
    assert protect("--primary", "p") == 0
    assert (folder / "out.csv").read_text().count(",,hidden") == 2
    assert cli.main(["audit", "out.csv"]) == 0


def test_marked_cells_are_protected_by_an_interval(folder: Path) -> None:
    (folder / "table.csv").write_text("area,n,p\na,50,1\nb,60,0\n")
    assert protect("--primary", "p", "--interval", "1,1") == 0
    assert (folder / "out.csv").read_text().count(",,hidden") == 2
    assert cli.main(["audit", "out.csv", "--interval", "1,1"]) == 0


def test_figures_of_insiders_that_are_not_those_of_the_table_are_bad_input(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect() == 0
    (folder / "table.csv").write_text(TABLE.replace("Sud,active,30", "Sud,active,31"))
    capsys.readouterr()
    assert cli.main(["audit", "out.csv", "--insider", "area", "--own", "table.csv", "--count", "n"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("Errore: table.csv: le cifre proprie di area=Sud non sono quelle")
    assert said.out == ""


def test_a_published_small_count_is_not_safe(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out.csv").write_text("area,count,status\na,3,published\nb,8,published\nTotal,11,published\n")
    assert cli.main(["audit", "out.csv"]) == 1
    said = capsys.readouterr().out
    assert said == ("Non sicura: celle nascoste 0, non protette 1.\n  area=a: pubblicata, sotto la soglia\n")
    assert cli.main(["audit", "out.csv", "--threshold", "3"]) == 0
    assert capsys.readouterr().out == "Sicura: 3 celle, nessuna nascosta.\n"


def test_an_audit_by_interval_without_the_reasons_says_what_it_leaves_open(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert protect("--interval", "1,1", "--explain", "why.json") == 0
    capsys.readouterr()
    assert cli.main(["audit", "out.csv", "--interval", "1,1"]) == 0
    assert "ci vuole --explain" in capsys.readouterr().err
    assert cli.main(["audit", "out.csv", "--interval", "1,1", "--explain", "why.json"]) == 0
    assert capsys.readouterr().err == ""


def test_an_unsafe_table_lists_its_cells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out.csv").write_text("area,count,status\na,,hidden\nb,8,published\nTotal,11,published\n")
    assert cli.main(["audit", "out.csv", "--report", "report.json"]) == 1
    assert capsys.readouterr().out == (
        "Non sicura: celle nascoste 1, non protette 1.\n  area=a: esattamente 3\n"
    )
    (told,) = json.loads((folder / "report.json").read_text())["cells"]
    assert (told["cell"], told["low"], told["high"], told["safe"]) == ({"area": "a"}, 3, 3, False)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["protect", "table.csv", "--count", "n"], "manca l’opzione -o"),
        (["protect", "none.csv", "--count", "n", "-o", "out.csv"], "«none.csv»: non esiste"),
        (["protect", "table.csv", "--count", "m", "-o", "out.csv"], "la colonna «m»"),
        (["protect", "table.csv", "--count", "n", "-o", "table.csv"], "«table.csv» è nominato due volte"),
        (["protect", "table.csv", "--count", "n", "-o", "o", "--explain", "o"], "«o» è nominato due volte"),
        (["protect", "table.csv", "--count", "n", "-o", "no/out.csv"], "la cartella non esiste"),
        (["protect", "table.csv", "--count", "n", "-o", "."], "è una cartella"),
        (
            ["protect", "table.csv", "--count", "n", "-o", "out.csv", "--interval", "0,0"],
            "l’intervallo vuole",
        ),
        (["protect", "table.csv", "--count", "n", "-o", "out.csv", "--threshold", "1"], "da 2 in su"),
        (["protect", "table.csv", "--count", "n", "-o", "out.csv", "--hierarchies", "table.csv"], "ci vuole"),
        (["protect", "table.csv", "--count", "n", "-o", "out.csv", "--menu", "none"], "«none»: non esiste"),
        (["protect", "table.csv", "--count", "n", "-o", "out.csv", "--sensitive", "x"], "--sensitive: «x»"),
        (
            ["protect", "table.csv", "--count", "n", "-o", "out.csv", "--insider", "area@7"],
            "--insider area@7",
        ),
        (
            ["protect", "table.csv", "--count", "n", "-o", "out.csv", "--dimensions", "area"],
            "c’è già nella riga 2",
        ),
        (["audit", "table.csv"], "la colonna «status»"),
        (["audit", "table.csv", "--own", "table.csv"], "--own serve solo con --insider"),
    ],
)
def test_bad_input_is_one_sentence(
    folder: Path, words: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.startswith("Errore: ")
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert sorted(path.name for path in folder.iterdir()) == ["table.csv"]


def failing(error: Exception) -> Callable[..., Pattern]:
    def fail(*_: object) -> Pattern:
        raise error

    return fail


def test_what_the_protector_refuses_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "_protected", failing(ProblemError("troppe celle da pubblicare")))
    assert protect() == 2
    assert capsys.readouterr().err == "Errore: troppe celle da pubblicare.\n"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (KeyError("secret 3"), "(KeyError)"),
        (ValueError("secret 3"), "(ValueError)"),
        (MemoryError(), "la memoria"),
    ],
)
def test_a_fault_of_the_program_tells_no_figure(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    says: str,
) -> None:
    monkeypatch.delenv("DISCLOSURE_TRACEBACK", raising=False)
    monkeypatch.setattr(cli, "_protected", failing(error))
    assert protect() == 2
    said = capsys.readouterr().err
    assert says in said
    assert "secret" not in said
    assert not (folder / "out.csv").exists()
    monkeypatch.setenv("DISCLOSURE_TRACEBACK", "1")
    with pytest.raises(type(error)):
        protect()


def test_an_interruption_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> Pattern:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_protected", stop)
    assert protect() == 130
    assert "Interrotto: nessun file scritto." in capsys.readouterr().err
    assert not (folder / "out.csv").exists()


def test_relabelled_and_reordered_rows_hide_as_many(folder: Path) -> None:
    assert protect() == 0
    first = (folder / "out.csv").read_text().count(",,hidden")
    head, *rows = TABLE.splitlines()
    turned = "\n".join([head, *rows[::-1]]).replace("Nord", "Zeta").replace("active", "x")
    (folder / "table.csv").write_text(turned)
    assert protect() == 0
    assert (folder / "out.csv").read_text().count(",,hidden") == first


def test_hierarchies_and_menus_are_used_by_both_commands(folder: Path) -> None:
    (folder / "h.yaml").write_text("area: {Italia: [North, South], North: [Nord, Centro], South: [Sud]}")
    (folder / "m.yaml").write_text("- [area@1, state]\n- [area]\n- []\n")
    about = ["--hierarchies", "h.yaml", "--menu", "m.yaml"]
    assert protect(*about) == 0
    assert "North,active,32,published" in (folder / "out.csv").read_text()
    assert cli.main(["audit", "out.csv", *about]) == 0
    assert cli.main(["audit", "out.csv"]) == 2


@pytest.mark.slow
def test_a_longer_table_is_safe_whatever_the_options(folder: Path) -> None:
    rows = [
        f"{a},{s},{z},{(7 * a + 5 * s + 3 * z) % 11}" for a in range(4) for s in range(3) for z in range(2)
    ]
    (folder / "table.csv").write_text("\n".join(["a,s,z,n", *rows]))
    assert protect("--zeros", "sensitive", "--sensitive", "s", "--threshold", "3", "--workers", "2") == 0
    assert cli.main(["audit", "out.csv", "--threshold", "3", "--zeros", "sensitive"]) == 0


WORDS = [
    "protect",
    "audit",
    "table.csv",
    "out.csv",
    "--count",
    "n",
    "-o",
    "--menu",
    "--zeros",
    "x",
    "--seconds",
    "",
]


@pytest.fixture
def idle(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cli, "_protected", failing(ProblemError("no")))
    monkeypatch.setattr(cli, "_audited", failing(ProblemError("no")))
    yield


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), max_size=8))
def test_any_words_give_an_exit_code(folder: Path, idle: None, words: list[str]) -> None:
    assert cli.main(words) == 2
