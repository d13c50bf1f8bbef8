"""What is written of protection and audit: inside the public artefact, beside it, and for the data office."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from dashboard.publishing.evidence import Evidence
from dashboard.publishing.guarding import Guard
from dashboard.publishing.protection import METHOD, DatasetProtection

AUDIT = "audit"
"""Name of the report beside the public artefact."""
PROTECTION_COLUMNS = ("dataset", "measure", "number", "shape", "passed", "rests", "sha256")


def protection_part(
    protections: Mapping[str, DatasetProtection], made: Callable[[str], bool]
) -> pd.DataFrame:
    """List what an audit of the artefact alone needs: the shape of each group, and what is in no row.

    Args:
        protections: by dataset.
        made: whether a dataset is in the artefact.

    Returns:
        `PROTECTION_COLUMNS`: `shape` and `rests` (the published values of the cells in no row, by position)
        are JSON; `passed` lists the populations that are published; `sha256` names the evidence.
    """
    lines = []
    for code, one in protections.items():
        if not made(code):
            continue
        for number, (group, audited) in enumerate(zip(one.groups, one.audited, strict=True)):
            rests = {
                str(cell): None if np.isnan(group.values[cell]) else int(group.values[cell])
                for cell in group.shape.unlisted().tolist()
            }
            passed = [i for i, fine in enumerate(group.passed) if fine]
            lines.append(
                (
                    code,
                    group.shape.measure,
                    number,
                    json.dumps(group.shape.to_json(), ensure_ascii=False),
                    json.dumps(passed),
                    json.dumps(rests),
                    audited.digest,
                )
            )
    return pd.DataFrame(lines, columns=list(PROTECTION_COLUMNS)).astype({"number": "int64"})


def audit_summary(protections: Mapping[str, DatasetProtection], threshold: int) -> str:
    """Return the report that stands beside the public artefact, as JSON.

    It says what was checked and how it ended; no interval stands in it. An interval of the full report is
    what the worlds of the protection show, with the truth among them: it may be narrower than what anybody
    can work out from the tables, and would tell more than they do. Nor does the artefact hold a digest of the
    full report, by which a guess at the truth could be tried.
    """
    told = {
        "threshold": threshold,
        "method": METHOD,
        "datasets": {
            code: {
                "left_out": list(one.left_out),
                "groups": [
                    {
                        "measure": group.shape.measure,
                        "populations": len(group.passed),
                        "published": sum(group.passed),
                        "cells": len(group.values),
                        "hidden": int(np.isnan(group.values).sum()),
                        "evidence": audited.digest,
                        "audit": audited.summary,
                    }
                    for group, audited in zip(one.groups, one.audited, strict=True)
                ],
            }
            for code, one in protections.items()
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def keep_reports(protections: Mapping[str, DatasetProtection], guard: Guard, number: int) -> None:
    """Keep the full reports of a release, with the intervals, where only the data office reads them."""
    evidence = Evidence(guard.evidence)
    for code, one in protections.items():
        for order, audited in enumerate(one.audited):
            evidence.keep_report(f"audit-{number:04d}-{code}-{order}.json", audited.report)
