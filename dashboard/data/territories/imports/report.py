"""What an import found: nothing that did not match is dropped without being said."""

from __future__ import annotations

from dataclasses import dataclass, field

LABELS = {
    "incomplete": "Righe incomplete o illeggibili, non usate",
    "unmatched": "Codici non trovati, non usati",
    "inconsistent": "Righe che si contraddicono (vale la prima)",
    "duplicate": "Doppi",
    "detached": "Staccati dal resto",
    "unassigned": "Non assegnati",
    "recoded": "Ricodificati",
    "already": "Già noti e assenti dalla tabella (restano)",
    "added": "Nuovi",
    "removed": "Soppressi",
    "repaired": "Confini riparati",
}
"""Kinds of findings, in the order in which they are told, with their Italian heading."""
ERRORS = ("incomplete", "unmatched", "inconsistent", "duplicate")
"""Kinds that ask for a correction of the file; the others are for information."""


@dataclass(frozen=True)
class Finding:
    """One thing to know: its kind, what it is about (Italian) and the row of the file, where there is one."""

    kind: str
    text: str
    row: int | None = None

    def __str__(self) -> str:
        return self.text if self.row is None else f"riga {self.row}: {self.text}"


@dataclass
class ImportReport:
    """All the findings of one import.

    Attributes:
        subject: what was read.
        summary: sentences that say what came in.
        findings: everything that is not as expected.
    """

    subject: str
    summary: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: str, text: str, row: int | None = None) -> None:
        """Record a finding of one of the kinds of `LABELS`."""
        if kind not in LABELS:
            raise ValueError(kind)
        self.findings.append(Finding(kind, text, row))

    def of(self, kind: str) -> list[Finding]:
        """Return the findings of a kind."""
        return [finding for finding in self.findings if finding.kind == kind]

    @property
    def clean(self) -> bool:
        """Whether the file needs no correction."""
        return not any(finding.kind in ERRORS for finding in self.findings)

    def text(self, *, at_most: int = 20) -> str:
        """Write the report in Italian.

        Args:
            at_most: findings shown of each kind; the rest is counted.
        """
        lines = [self.subject, *self.summary]
        for kind, label in LABELS.items():
            found = self.of(kind)
            if found:
                lines.append(f"{label}: {len(found)}")
                lines += [f"  - {finding}" for finding in found[:at_most]]
                if len(found) > at_most:
                    lines.append(f"  … e altri {len(found) - at_most}")
        lines.append("Nessuna correzione necessaria." if self.clean else "Il file va corretto dove indicato.")
        return "\n".join(lines)
