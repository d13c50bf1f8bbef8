"""Where the rows of a file wait, on disk and out of sight, until the whole file is known to be good."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO


@dataclass
class Rows:
    """Rows ready for the ledger, column-wise; the texts are JSON objects.

    Attributes:
        numbers: row numbers in the file.
        keys: dimensions, `{"code":"value",...}` in the order of the codes: the same text for the same key.
        measures, attributes: values by code; blank ones are left out.
    """

    numbers: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.numbers)


class Spool:
    """Batches of rows in an unnamed temporary file, which goes with the process however it ends."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self.rows = 0

    def write(self, rows: Rows) -> None:
        """Put a batch aside."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="intake-")  # noqa: SIM115 - closed by close()
        pickle.dump(rows, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self.rows += len(rows)

    def __iter__(self) -> Iterator[Rows]:
        """Yield the batches in the order in which they were written."""
        if self._file is None:
            return
        self._file.seek(0)
        while True:
            try:
                batch = pickle.load(self._file)  # written above by this very process
            except EOFError:
                return
            yield batch

    def close(self) -> None:
        """Forget all rows."""
        if self._file is not None:
            self._file.close()
            self._file = None
        self.rows = 0
