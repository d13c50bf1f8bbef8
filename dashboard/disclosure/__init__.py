"""Disclosure control for tables of counts: `protect` hides, `audit` proves; see README.md.

The package imports nothing but numpy, scipy, PyYAML, click, tqdm, HiGHS and OR-Tools, and could live alone.
The names below are fetched when they are first used: HiGHS, which protects, and OR-Tools, which audits,
cannot be loaded in one process, and importing the package loads neither. The function `audit` is not among
them because its module has that name: `from dashboard.disclosure.audit import audit`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashboard.disclosure.audit import Published, Report
    from dashboard.disclosure.layout import Axis, Layout, LayoutError
    from dashboard.disclosure.primary import combine, group_disclosure
    from dashboard.disclosure.problem import Insider, Pattern, Problem, ProblemError, Rule, World, insiders_at
    from dashboard.disclosure.protecting import protect

__all__ = [
    "Axis",
    "Insider",
    "Layout",
    "LayoutError",
    "Pattern",
    "Problem",
    "ProblemError",
    "Published",
    "Report",
    "Rule",
    "World",
    "combine",
    "group_disclosure",
    "insiders_at",
    "protect",
]

_HOMES = {
    "audit": ("Published", "Report"),
    "layout": ("Axis", "Layout", "LayoutError"),
    "primary": ("combine", "group_disclosure"),
    "problem": ("Insider", "Pattern", "Problem", "ProblemError", "Rule", "World", "insiders_at"),
    "protecting": ("protect",),
}


def __getattr__(name: str) -> Any:
    """Return a public name, loading the module it lives in."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
