"""Whom a release is made for: the public, the Cabina di regia, or the referente of one area."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.data.definitions.models import AUDIENCE_KINDS, AudienceKind

_ALIASES: dict[str, AudienceKind] = {"public": "pubblico"}


class AudienceError(ValueError):
    """A text that names no audience; the message is in Italian."""


@dataclass(frozen=True, order=True)
class Audience:
    """An audience: its kind and, for a referente, the code of the own area.

    Raises:
        AudienceError: a referente without area, or an area where there must be none.
    """

    kind: AudienceKind
    area: str = ""

    def __post_init__(self) -> None:
        """Refuse what names no audience."""
        if self.kind not in AUDIENCE_KINDS or (self.kind == "referente") != bool(self.area):
            raise AudienceError(
                f"«{self}» non è un pubblico: scrivere pubblico, cabina oppure referente:CODICE, "
                "con il codice di un territorio (es. referente:16)"
            )

    @staticmethod
    def parse(text: str) -> Audience:
        """Read an audience from text: `pubblico`, `cabina`, `referente:16` (also as a key, `referente-16`).

        Raises:
            AudienceError: the text names none.
        """
        kind, _, area = text.strip().replace("-", ":", 1).partition(":")
        kind = kind.strip().lower()
        return Audience(_ALIASES.get(kind, kind), area.strip())  # type: ignore[arg-type]

    @property
    def key(self) -> str:
        """The audience in file names and cache keys: `pubblico`, `cabina`, `referente-16`."""
        return f"{self.kind}-{self.area}" if self.area else self.kind

    @property
    def is_public(self) -> bool:
        """Whether it is the public."""
        return self.kind == "pubblico"

    def __str__(self) -> str:
        return f"{self.kind}:{self.area}" if self.area else self.kind


PUBLIC = Audience("pubblico")
CABINA = Audience("cabina")
