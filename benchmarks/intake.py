"""How long a big file takes from CSV to ledger, and how much memory: `python -m benchmarks.intake [ROWS]`.

An invented dataset of an invented country (tests/fixtures/erewhon), written to a temporary folder, loaded by
the real path in a process of its own, on SQLite. Nothing is asserted: the figures are printed.
"""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

EREWHON = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "erewhon"
DATASET = "viandanti_stati"
ROWS = 1_000_000


def write_big_csv(path: Path, rows: int) -> None:
    """Write a valid file of the invented dataset with as many different keys as rows."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(
            "Distretto;Data di riferimento;Stato raggiunto;Genere;Fascia d'età;Numero di viandanti;"
            "Origine;Fonte;Nota\r\n"
        )
        for number, (area, day, state, gender, age) in enumerate(itertools.islice(_keys(), rows)):
            note = "ritorno tardivo; «confermato»" if number % 50 == 0 else ""
            note = f'"{note}"' if note else ""
            stream.write(
                f"{area};{day:%d/%m/%Y};{state};{gender};{age};{number % 1500};dimostrativo;"
                f"Registro dei lampionai;{note}\r\n"
            )


def _keys() -> Iterator[tuple[str, date, str, str, str]]:
    areas = ("D0101", "D0102", "D0201", "D0202", "D0301")
    days = (date(1973, 1, 1) + timedelta(days=n) for n in range(40_000))
    for day in days:
        rest = itertools.product(
            areas, ("avvistato", "con_lanterna", "arrivato"), ("f", "m"), ("giovani", "adulti")
        )
        for area, state, gender, age in rest:
            yield area, day, state, gender, age


def load_big_csv(path: Path, url: str) -> dict[str, float | str]:
    """Load a file as the command does; return seconds, rows and the peak of memory of this process."""
    from dashboard.data.definitions import load_catalogue
    from dashboard.data.territories.model import Territories
    from dashboard.intake import Intake, Ledger, load_files

    start = time.perf_counter()
    ledger = Ledger(url)
    intake = Intake(
        load_catalogue(EREWHON / "definitions"), Territories.load(EREWHON / "territories"), ledger=ledger
    )
    [(report, result)] = load_files([path], intake)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"esito": result.status, "righe": result.rows, "errori": report.errors, "s": seconds, "MB": peak}


def measure(rows: int = ROWS) -> dict[str, float | str]:
    """Generate the file and load it in a subprocess.

    Returns:
        Outcome, rows, errors, seconds of the load, peak resident memory (MB), size of the file (MB).
    """
    with tempfile.TemporaryDirectory(prefix="bench-intake-") as folder:
        path = Path(folder) / f"{DATASET}__grande.csv"
        write_big_csv(path, rows)
        url = f"sqlite:///{Path(folder) / 'ledger.sqlite'}"
        command = [sys.executable, "-m", "benchmarks.intake", "--load", str(path), url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found: dict[str, float | str] = json.loads(done.stdout)
        return {**found, "MB_file": path.stat().st_size / 1e6}


def main(arguments: list[str]) -> None:
    """Print the figures; with `--load FILE URL`, load one file and print them as JSON."""
    if arguments[:1] == ["--load"]:
        print(json.dumps(load_big_csv(Path(arguments[1]), arguments[2])))
        return
    found = measure(int(arguments[0]) if arguments else ROWS)
    print(
        f"intake: {found['righe']} righe ({found['MB_file']:.0f} MB) {found['esito']} in {found['s']:.1f} s, "
        f"memoria massima {found['MB']:.0f} MB (obiettivo: 1.000.000 righe in meno di 60 s e 1 GB)"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
