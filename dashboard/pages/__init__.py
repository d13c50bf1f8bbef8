"""The doors: every page is declared here, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard.components import wording
from dashboard.data.definitions.models import AUDIENCE_KINDS, AudienceKind
from dashboard.pages import (
    ascolto,
    confronto,
    context,
    coorti,
    esiti,
    formazione,
    frame,
    metodologia,
    panoramica,
    programmi,
    qualita,
    rete,
    risorse,
    servizi,
    territori,
)


@dataclass(frozen=True)
class Door:
    """A page: its address, its name, what people come to do there, and who may open it."""

    address: str
    title: str
    section: str
    icon: str
    show: Callable[[], None]
    audiences: tuple[AudienceKind, ...] = AUDIENCE_KINDS


DOORS: tuple[Door, ...] = (
    Door("panoramica", "Panoramica", "In sintesi", ":material/dashboard:", panoramica.show),
    Door("territori", "Territori", "In sintesi", ":material/map:", territori.show),
    Door("coorti", "Coorti", "Ragazze e ragazzi", ":material/route:", coorti.show),
    Door("esiti", "Esiti", "Ragazze e ragazzi", ":material/flag:", esiti.show),
    Door("formazione", "Formazione", "Operatori e servizi", ":material/school:", formazione.show),
    Door("servizi", "Servizi e copertura", "Operatori e servizi", ":material/home_health:", servizi.show),
    Door("rete", "Rete e governance", "Governo", ":material/hub:", rete.show),
    Door("risorse", "Risorse", "Governo", ":material/euro:", risorse.show),
    Door("programmi", "Programmi", "Governo", ":material/view_timeline:", programmi.show),
    Door("confronto", "Confronto", "Capire", ":material/compare_arrows:", confronto.show),
    Door("ascolto", "Ascolto e buone prassi", "Capire", ":material/forum:", ascolto.show),
    Door("qualita", "Qualità dei dati", "Fidarsi", ":material/fact_check:", qualita.show),
    Door("metodologia", "Metodologia e open data", "Fidarsi", ":material/menu_book:", metodologia.show),
)


def warm_up() -> None:
    """Open the release and make the first page, before the first visitor comes."""
    opened = context.current()
    panoramica.warm_up(opened, frame.first_selections(opened)[0])


def warm_up_programmes() -> None:
    """Make the first page of the other programmes."""
    opened = context.current()
    for selection in frame.first_selections(opened)[1:]:
        panoramica.warm_up(opened, selection)


def navigation() -> StreamlitPage:
    """Set the frame of the app and return the page that the visitor asked for.

    Only the doors that the audience may open are declared: the others do not exist for it.
    """
    st.set_page_config(page_title=wording.APP, layout="wide", initial_sidebar_state="auto")
    st.logo("static/logo.svg", size="large")
    try:
        kind = context.current().release.audience.kind
    except frame.CANNOT_OPEN as error:
        reason = str(error)

        def closed() -> None:
            frame.closed(reason)

        return st.navigation([st.Page(closed, title=wording.APP)])
    sections: dict[str, list[StreamlitPage]] = {}
    for door in DOORS:
        if kind in door.audiences:
            page = st.Page(
                door.show,
                title=door.title,
                icon=door.icon,
                url_path=door.address,
                default=door is DOORS[0],
            )
            sections.setdefault(door.section, []).append(page)
    return st.navigation(sections)
