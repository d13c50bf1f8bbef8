"""Every setting of the program in one table: name, default, help.

A setting is read from the environment variable of the same name. Nothing else in the code reads
the environment, so that `python -m dashboard settings` is the whole truth.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent


@dataclass(frozen=True)
class Setting:
    """One line of the table of settings: its name, the default and a sentence of help (Italian)."""

    name: str
    default: str
    help: str


SETTINGS: tuple[Setting, ...] = (
    Setting("PORT", "8501", "Porta su cui il cruscotto risponde (http://localhost:PORT)."),
    Setting("AUDIENCE", "pubblico", "Pubblico a cui si rivolge il processo: pubblico, cabina, referente:16."),
    Setting("STATE_DIR", "var", "Cartella dei dati caricati: registro, rilasci, territori importati."),
    Setting("DATABASE_URL", "", "Indirizzo SQLAlchemy di PostgreSQL; vuoto = file SQLite in STATE_DIR."),
    Setting("DEFINITIONS_DIR", "", "Cartella del catalogo; vuoto = quello fornito con il programma."),
    Setting("TERRITORIES_DIR", "", "Cartella dei territori; vuoto = quella fornita con il programma."),
    Setting("RELEASE", "", "Numero del rilascio da aprire; vuoto = l'ultimo non sotto embargo."),
    Setting("OPERATOR", "", "Chi carica o pubblica, scritto nel registro; vuoto = utente di sistema."),
    Setting("MAX_UPLOAD_MB", "200", "Dimensione massima, in MB, di un file da caricare (anche scompattato)."),
)
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


class Settings:
    """The settings at work, read once from a mapping (the environment by default).

    Args:
        environ: names and values; unknown names are ignored, missing ones take the default.

    Raises:
        KeyError: a name that is not in `SETTINGS` is asked for.
    """

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        source = os.environ if environ is None else environ
        self._values = {name: source.get(name) or default for name, default in _DEFAULTS.items()}

    def __getitem__(self, name: str) -> str:
        """Return the text of one setting."""
        return self._values[name]

    @property
    def state_dir(self) -> Path:
        """Folder of the ledger, the releases and the imported territories."""
        path = Path(self["STATE_DIR"])
        return path if path.is_absolute() else ROOT / path

    @property
    def database_url(self) -> str:
        """SQLAlchemy address of the ledger: `DATABASE_URL`, or a SQLite file in the state folder."""
        url = self["DATABASE_URL"]
        if url.startswith("postgres://"):
            url = "postgresql://" + url.removeprefix("postgres://")
        if url.startswith("postgresql://"):
            url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
        return url or f"sqlite:///{self.state_dir / 'ledger.sqlite'}"

    @property
    def uses_postgresql(self) -> bool:
        """Whether ledger and releases live in PostgreSQL instead of files."""
        return self.database_url.startswith("postgresql")

    @property
    def definitions_dir(self) -> Path:
        """Folder of the catalogue (YAML)."""
        return Path(self["DEFINITIONS_DIR"] or PACKAGE / "data" / "definitions")

    @property
    def territories_dir(self) -> Path:
        """Folder of the territories and their boundaries."""
        return Path(self["TERRITORIES_DIR"] or PACKAGE / "data" / "territories")

    @property
    def imported_territories_dir(self) -> Path:
        """Folder where imported Ambiti are kept, beside the ones shipped with the program."""
        return self.state_dir / "territories"

    @property
    def demonstration_dir(self) -> Path:
        """Folder of the generated demonstration files, with their territories in a folder of their own."""
        return self.state_dir / "demo"

    @property
    def territory_dirs(self) -> tuple[Path, ...]:
        """Every folder of territories, later ones over earlier ones: shipped, demonstration, imported."""
        return (self.territories_dir, self.demonstration_dir / "territories", self.imported_territories_dir)

    @property
    def releases_dir(self) -> Path:
        """Folder of the release files (SQLite), one per release and audience."""
        return self.state_dir / "releases"

    @property
    def max_upload_bytes(self) -> int:
        """The most bytes, packed or unpacked, that intake accepts in one file."""
        return int(self["MAX_UPLOAD_MB"]) * 1_000_000
