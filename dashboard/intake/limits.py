"""How much of a file intake is willing to read: what is beyond is refused, never half read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on one file, so that a hostile one costs bounded time and memory.

    Attributes:
        bytes: most bytes of the file, packed and unpacked.
        ratio: most unpacked bytes for each packed byte, for any part above `small_part`.
        small_part: bytes below which the ratio of a part is not looked at.
        entries: most parts of a workbook.
        other_part: most bytes of a workbook's part that is neither a sheet nor the shared texts.
        other_tags: most XML tags of all those parts together.
        rows: most rows of data.
        columns: most columns.
        blank_rows: most blank rows in succession.
        shared_texts: most shared texts of a workbook.
        row_bytes: most bytes of one row, in a sheet's XML or in a CSV file.
        batch: rows of one batch.
    """

    bytes: int = 200_000_000
    ratio: int = 150
    small_part: int = 1_000_000
    entries: int = 1_000
    other_part: int = 4_000_000
    other_tags: int = 500_000
    rows: int = 5_000_000
    columns: int = 200
    blank_rows: int = 10_000
    shared_texts: int = 1_500_000
    row_bytes: int = 1_000_000
    batch: int = 50_000
