"""Boundaries by address (`/confini/…`), so that a page holds values only: areas, or their borders alone."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.bundles import base_path
from dashboard.data.release import ReleaseError, open_release
from dashboard.data.territories import Territories, TerritoryError
from dashboard.data.territories.boundaries import Boundaries, load_boundaries, load_credits
from dashboard.packed import packed_response
from dashboard.settings import Settings

RELEASE_EDITION = "rilascio-"
_BOUNDARY_NAME = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)?")


def routes() -> list[Route]:
    """Return the addresses at which boundaries are answered."""
    return [
        Route(f"{base_path()}confini/{{edition}}/{{name:path}}.geojson", boundary),
        Route(f"{base_path()}confini/{{edition}}/{{name:path}}.linee.json", lines),
        Route(f"{base_path()}confini/{{edition}}/{{name:path}}.linee-{{between}}.json", lines_between),
    ]


def pack_all() -> None:
    """Pack the borders of all the boundaries that are shipped, ahead of the first visitor."""
    base = Settings().territories_dir
    folder = base / "boundaries"
    for path in sorted(folder.rglob("*.geojson")):
        level, _, within = path.relative_to(folder).with_suffix("").as_posix().partition("/")
        try:
            found = load_boundaries(base, level, within or None)
            _ = found.packed_lines
            if within and _territories(base).has_role("province"):
                _between(base, found, _territories(base).level(role="province").code)
        except TerritoryError as error:
            print(error)


def packed_boundary(edition: str, name: str) -> bytes | None:
    """Return the GeoJSON of some boundaries, gzipped, or None where there are none of that name.

    Args:
        edition: year of the boundaries shipped with the program, or `rilascio-<number>` for the groups
            drawn in a release; part of the address, so that an answer can be kept for ever.
        name: level, or level and the area that holds it (`comune/01`).
    """
    settings = Settings()
    if edition.startswith(RELEASE_EDITION):
        return _release_boundaries(settings, edition.removeprefix(RELEASE_EDITION), name)
    found = _shipped_boundaries(settings, edition, name)
    return found.packed if found else None


def packed_lines(edition: str, name: str) -> bytes | None:
    """Return the borders alone of the same boundaries, gzipped, or None where there are none of that name."""
    settings = Settings()
    if edition.startswith(RELEASE_EDITION):
        packed = _release_boundaries(settings, edition.removeprefix(RELEASE_EDITION), name)
        return _lines_of(packed) if packed else None
    found = _shipped_boundaries(settings, edition, name)
    return found.packed_lines if found else None


def packed_lines_between(edition: str, name: str, between: str) -> bytes | None:
    """Return the borders of the areas that the shipped ones of that name form, gzipped, or None.

    Args:
        edition: year of the boundaries.
        name: level and the area that holds it (`comune/01`).
        between: level of the areas that they form (`provincia`).
    """
    settings = Settings()
    found = _shipped_boundaries(settings, edition, name)
    return _between(settings.territories_dir, found, between) if found else None


@lru_cache(maxsize=1)
def _territories(base: Path) -> Territories:
    return Territories.load(base)


@lru_cache(maxsize=64)
def _between(base: Path, found: Boundaries, level: str) -> bytes | None:
    territories = _territories(base)
    if level not in {one.code for one in territories.levels}:
        return None
    above = {code: territories.ancestor(code, level) for code in found.codes if code in territories}
    return found.packed_lines_between({code: area.code for code, area in above.items() if area})


@lru_cache(maxsize=64)
def _lines_of(packed: bytes) -> bytes:
    return Boundaries("", (), gzip.decompress(packed)).packed_lines


def _shipped_boundaries(settings: Settings, edition: str, name: str) -> Boundaries | None:
    level, _, within = name.partition("/")
    try:
        if str(load_credits(settings.territories_dir).year) != edition:
            return None
        return load_boundaries(settings.territories_dir, level, within or None)
    except TerritoryError:
        return None


def _release_boundaries(settings: Settings, number: str, name: str) -> bytes | None:
    """Return boundaries out of a release that this process may open (its audience's, not under embargo)."""
    try:
        release = open_release(settings, settings["AUDIENCE"], int(number))
    except (ReleaseError, ValueError):
        return None
    return release.boundaries(name)


async def boundary(request: Request) -> Response:
    """Answer `/confini/{edition}/{name}.geojson`."""
    return await _by_name(request, packed_boundary, "application/geo+json")


async def lines(request: Request) -> Response:
    """Answer `/confini/{edition}/{name}.linee.json`."""
    return await _by_name(request, packed_lines, "application/json")


async def lines_between(request: Request) -> Response:
    """Answer `/confini/{edition}/{name}.linee-{between}.json`."""
    return await _by_name(request, packed_lines_between, "application/json")


async def _by_name(request: Request, find: Callable[..., bytes | None], media_type: str) -> Response:
    asked: dict[str, str] = request.path_params
    packed = None
    if all(_BOUNDARY_NAME.fullmatch(one) for one in asked.values()):
        packed = await run_in_threadpool(find, **asked)
    if packed is None:
        return Response("Confini non trovati.", status_code=404, media_type="text/plain")
    return packed_response(request.scope, packed, media_type)
