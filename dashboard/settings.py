"""Every setting of the program in one table: name, default, help.

A setting is read from the environment variable of the same name. Nothing else in the code reads
the environment, so that `python -m dashboard settings` is the whole truth.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent


class SettingError(ValueError):
    """A setting with a value that makes no sense: its name, the value and what is expected (Italian)."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"Impostazione {name}: trovato «{value}»; atteso: {expected}.")


def _whole(least: int, most: int | None = None) -> Callable[[str], bool]:
    def fits(text: str) -> bool:
        found = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
        return found >= least and (most is None or found <= most)

    return fits


def _address(text: str) -> bool:
    """Whether a text is the address of a database that the program can use."""
    try:
        parts = urlsplit(text)
        named = bool(parts.port is None or parts.port) and len(parts.path) > 1
    except ValueError:
        return False
    postgresql = parts.scheme in ("postgres", "postgresql", "postgresql+psycopg")
    return named and (parts.scheme == "sqlite" or (postgresql and "//" in text))


def _without_password(text: str) -> str:
    return re.sub(r"(//[^:/@]*):.*@", r"\1:***@", text)


@dataclass(frozen=True)
class Setting:
    """One line of the table of settings.

    Attributes:
        name: of the environment variable.
        default: value when there is none.
        help: a sentence (Italian).
        fits: whether a value makes sense; the default always does.
        expected: what makes sense (Italian).
    """

    name: str
    default: str
    help: str
    fits: Callable[[str], bool] = bool
    expected: str = ""


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "PORT",
        "8501",
        "Porta su cui il cruscotto risponde (http://localhost:PORT).",
        _whole(1, 65_535),
        "un numero intero da 1 a 65535",
    ),
    Setting("AUDIENCE", "pubblico", "Pubblico a cui si rivolge il processo: pubblico, cabina, referente:16."),
    Setting("STATE_DIR", "var", "Cartella dei dati caricati: registro, rilasci, territori importati."),
    Setting(
        "DATABASE_URL",
        "",
        "Indirizzo SQLAlchemy di PostgreSQL; vuoto = file SQLite in STATE_DIR.",
        _address,
        "un indirizzo come postgresql://utente:password@server:5432/database, o vuoto",
    ),
    Setting("DEFINITIONS_DIR", "", "Cartella del catalogo; vuoto = quello fornito con il programma."),
    Setting("TERRITORIES_DIR", "", "Cartella dei territori; vuoto = quella fornita con il programma."),
    Setting(
        "RELEASE",
        "",
        "Numero del rilascio da aprire; vuoto = l'ultimo non sotto embargo.",
        _whole(1),
        "il numero di un rilascio (1, 2, …), o vuoto",
    ),
    Setting(
        "THRESHOLD",
        "5",
        "Soglia delle tabelle pubbliche di persone: i conteggi più piccoli non si pubblicano (mai sotto 3).",
        _whole(3),
        "un numero intero, almeno 3",
    ),
    Setting(
        "AUDIT_SECONDS",
        "300",
        "Secondi per verificare un gruppo di tabelle di persone; ciò che allora non è provato resta fuori.",
        _whole(1),
        "un numero intero di secondi, almeno 1",
    ),
    Setting("OPERATOR", "", "Chi carica o pubblica, scritto nel registro; vuoto = utente di sistema."),
    Setting(
        "MAX_UPLOAD_MB",
        "200",
        "Dimensione massima, in MB, di un file da caricare (anche scompattato).",
        _whole(1),
        "un numero intero di MB, almeno 1",
    ),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The settings at work, read once from a mapping (the environment by default).

    Args:
        environ: names and values; unknown names are ignored, missing ones take the default.

    Raises:
        KeyError: a name that is not in `SETTINGS` is asked for.
    """

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        source = os.environ if environ is None else environ
        self._values = {one.name: source.get(one.name) or one.default for one in SETTINGS}

    def __getitem__(self, name: str) -> str:
        """Return the text of one setting.

        Raises:
            KeyError: no setting has this name.
            SettingError: its value makes no sense.
        """
        value, setting = self._values[name], _BY_NAME[name]
        if value != setting.default and not setting.fits(value):
            raise SettingError(name, _without_password(value), setting.expected)
        return value

    def shown(self, name: str) -> str:
        """Return the value of a setting as it may be printed: whatever it is, without a password."""
        return _without_password(self._values[name])

    def check(self) -> None:
        """Look at every value, and for the folders that must be there, before anything is done.

        Raises:
            SettingError: the first value that makes no sense.
        """
        for name in _BY_NAME:
            self[name]
        for name, folder in (
            ("DEFINITIONS_DIR", self.definitions_dir),
            ("TERRITORIES_DIR", self.territories_dir),
        ):
            if not folder.is_dir():
                raise SettingError(name, str(folder), "una cartella che esiste")
        if self.state_dir.exists() and not self.state_dir.is_dir():
            raise SettingError("STATE_DIR", str(self.state_dir), "una cartella")

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
    def evidence_dir(self) -> Path:
        """Folder of what proves that published tables cannot be undone: for the data office alone."""
        return self.state_dir / "evidence"

    @property
    def releases_dir(self) -> Path:
        """Folder of the release files (SQLite), one per release and audience."""
        return self.state_dir / "releases"

    @property
    def max_upload_bytes(self) -> int:
        """The most bytes, packed or unpacked, that intake accepts in one file."""
        return int(self["MAX_UPLOAD_MB"]) * 1_000_000
