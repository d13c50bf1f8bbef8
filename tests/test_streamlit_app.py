from __future__ import annotations

import importlib.util
from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.settings import ROOT

AppFor = Callable[[str], AppTest]


@pytest.mark.parametrize("audience", ["pubblico", "cabina", "referente:16"])
def test_the_first_page_runs_for_every_audience(audience: str, app: AppFor) -> None:
    page = app(audience).run()

    assert not page.exception
    assert page.title


def test_the_web_server_finds_the_application_in_the_same_file() -> None:
    spec = importlib.util.spec_from_file_location("app_for_the_server", ROOT / "streamlit_app.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert isinstance(module.app, st.App)
    assert module.app.script_path == ROOT / "streamlit_app.py"
