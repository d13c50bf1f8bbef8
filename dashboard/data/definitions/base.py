"""What every definition is made of: immutable, it knows all its fields, its code is a plain text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

CodeText = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_+.\-]*$")]


class Definition(BaseModel):
    """What all definitions have in common: they are immutable and know all their fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def repeated(codes: Iterable[str]) -> list[str]:
    """Return the codes that occur more than once, in order."""
    seen = list(codes)
    return sorted({code for code in seen if seen.count(code) > 1})
