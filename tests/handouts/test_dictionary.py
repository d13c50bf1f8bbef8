"""The data dictionary."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from dashboard.data.cells import Status
from dashboard.data.release import Release
from dashboard.handouts import dictionary
from tests import erewhon


def test_the_dictionary_explains_every_column_code_and_status(public: Release) -> None:
    catalogue = erewhon.catalogue()
    made = dictionary.sheets(public, catalogue)
    columns = set(zip(made["colonne"]["dataset"], made["colonne"]["colonna"], strict=True))

    for code, dataset in catalogue.datasets.items():
        if public.has(code):
            assert {(code, name) for name in dataset.columns} <= columns
    assert set(made["stati"]["stato"]) == {str(s) for s in Status}
    assert set(made["indicatori"]["indicatore"]) == set(catalogue.indicators)
    assert dictionary.to_xlsx(made)[:2] == b"PK"


def test_a_column_is_explained_with_its_list_and_every_list_named_is_there(public: Release) -> None:
    made = dictionary.sheets(public, erewhon.catalogue())
    columns = made["colonne"].set_index(["dataset", "colonna"]).to_dict("index")

    gender = columns["viandanti_stati", "genere"]
    assert (gender["colonna_sdmx"], gender["tipo"], gender["elenco"]) == ("GENERE", "codice", "genere")
    assert columns["viandanti_stati", "viandanti"]["ruolo"] == "misura"
    assert set(made["colonne"]["elenco"]) - {""} <= set(made["codici"]["elenco"])


def test_a_mark_of_the_screen_is_explained_with_its_code_of_the_standard(public: Release) -> None:
    states = dictionary.sheets(public, erewhon.catalogue())["stati"].set_index("stato")

    assert states.loc["suppressed", "segno_sullo_schermo"] == "c"
    assert states.loc["suppressed", "obs_status"] == "Q"
    assert states.loc["valid", "segno_sullo_schermo"] == "(il numero)"


def test_the_workbook_holds_the_same_texts_and_no_formula(public: Release) -> None:
    made = dictionary.sheets(public, erewhon.catalogue())
    made["codici"].loc[0, "descrizione"] = "=1+1"

    book = load_workbook(io.BytesIO(dictionary.to_xlsx(made)))

    assert book.sheetnames == list(made)
    for name, frame in made.items():
        head, *lines = [[cell.value or "" for cell in row] for row in book[name].iter_rows()]
        assert head == list(frame) and lines == frame.to_numpy().tolist(), name
    assert {cell.data_type for row in book["codici"].iter_rows() for cell in row} <= {"s", "n"}
