"""Streamlit's scripts and style sheets as we serve them: packed, in Italian, and silent towards the net.

Streamlit sends its bundles unpacked, has no translation of its own furniture (menus, place-holders, tool
tips), asks two addresses of the net, and fills the history of the browser. All is mended in one pass over
the bytes of each bundle, once per process. Every string replaced is looked for in the installed Streamlit by
a test, so that an upgrade that changes one is noticed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from streamlit import config, file_util
from streamlit.url_util import make_url_path

from dashboard.packed import pack

KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}
"""Folders of the bundles and the media type of what is in them."""

OUTSIDE = {
    "https://fonts.gstatic.com/s/i/short-term/release/materialsymbolsrounded/": "icona/",
    "https://cdn.plot.ly/un/": "app/static/topojson/",
}
"""Addresses of the net, and the ones of ours that stand in for them: the icon of a page as a favicon, and
the world map under every Plotly map."""

ITALIAN = {
    # navigation and frame
    "`App pages`": "`Pagine del cruscotto`",
    "`View less`": "`Mostra meno`",
    "`Expand sidebar`": "`Apri la barra laterale`",
    "`Collapse sidebar`": "`Chiudi la barra laterale`",
    "`Skip to main content`": "`Vai al contenuto principale`",
    "`Navigate to home page`": "`Torna alla prima pagina`",
    "`Main menu`": "`Menu principale`",
    "label:`Rerun`": "label:`Aggiorna`",
    "label:`Print`": "label:`Stampa`",
    "`Use system setting`": "`Come il sistema`",
    "`Link to heading`": "`Collegamento al titolo`",
    '"aria-label":`Sidebar`': '"aria-label":`Barra laterale`',
    '"aria-label":`Running...`': '"aria-label":`In corso…`',
    '"aria-label":`Notifications`': '"aria-label":`Avvisi`',
    '"aria-label":`Close`': '"aria-label":`Chiudi`',
    # when something goes wrong
    "`Page not found`": "`Pagina non trovata`",
    "`The page that you have requested does not seem to exist`": "`La pagina richiesta non esiste`",
    ". Running the app's main page.`": ". Si apre la prima pagina.`",
    "`You have requested page /${e}, but no corresponding file was found in the app's pages/ directory`": (
        "`La pagina /${e} non esiste`"
    ),
    "`Connection error`": "`Errore di connessione`",
    "`Connection timed out.`": "`Il server non risponde.`",
    "`Please wait...`": "`Attendere…`",
    "`Try again`": "`Riprova`",
    "`This field is required.`": "`Campo obbligatorio.`",
    "`Unexpected error. Please try again.`": "`Errore imprevisto. Riprovare.`",
    # lists
    "`Choose an option`": "`Scegli`",
    "`Choose options`": "`Scegli`",
    "`Add an option`": "`Aggiungi`",
    "`Add options`": "`Aggiungi`",
    "`Choose or add an option`": "`Scegli o aggiungi`",
    "`Choose or add options`": "`Scegli o aggiungi`",
    "`No options to select`": "`Nessuna scelta possibile`",
    "`No results`": "`Nessun risultato`",
    "`Select all`": "`Seleziona tutto`",
    "`Clear all`": "`Svuota`",
    "`Clear value`": "`Svuota`",
    '"aria-label":`Open`': '"aria-label":`Apri`',
    "`Clear selection`": "`Annulla la selezione`",
    "`Remove ${": "`Togli ${",
    "`Selected values`": "`Valori scelti`",
    "`Selectbox options`": "`Scelte possibili`",
    "`Multiselect options`": "`Scelte possibili`",
    "`Press Enter to ${e}`": "`Premi Invio per confermare`",
    "`Help for ${": "`Aiuto: ${",
    "?`Help`:": "?`Aiuto`:",
    # tables, charts, files
    "`Download as CSV`": "`Scarica in CSV`",
    "label:`Search`": "label:`Cerca`",
    "`Type to search`": "`Scrivi per cercare`",
    "`Close Search`": "`Chiudi la ricerca`",
    "`Previous Result`": "`Risultato precedente`",
    "`Next Result`": "`Risultato successivo`",
    "`Show/hide columns`": "`Mostra o nascondi colonne`",
    "`Sort ascending`": "`Ordina dal più piccolo`",
    "`Sort descending`": "`Ordina dal più grande`",
    "`Pin column`": "`Blocca la colonna`",
    "`Unpin column`": "`Sblocca la colonna`",
    "`Hide column`": "`Nascondi la colonna`",
    "`Copy column name`": "`Copia il nome della colonna`",
    "`Dataframe column menu`": "`Menu della colonna`",
    "`Scrollable table`": "`Tabella che scorre`",
    "`Copy to clipboard`": "`Copia`",
    "label:`Fullscreen`": "label:`Schermo intero`",
    "`Close fullscreen`": "`Esci dallo schermo intero`",
    "`Drag and drop a file here`": "`Trascina qui un file`",
    "`Drag and drop files here`": "`Trascina qui i file`",
    "`Download failed`": "`Scaricamento non riuscito`",
    "`Scroll tabs left`": "`Schede precedenti`",
    "`Scroll tabs right`": "`Schede successive`",
    "`Previous page`": "`Pagina precedente`",
    "`Next page`": "`Pagina successiva`",
}
"""Streamlit's own words, as they are written in its bundles, and ours in their place."""

MARKUP = {
    'c(RC,{"data-testid":`stSidebarNavItems`,': 'c(RC,{as:`div`,"data-testid":`stSidebarNavItems`,',
    "n&&t]})": "n&&c(`ul`,{style:{listStyle:`none`,margin:0,padding:0},children:t})]})",
}
"""Markup that a screen reader would stumble on: the sections of the navigation were a list whose children
are no list items (WCAG 1.3.1); now each section holds a list of its own."""

HISTORY = {
    "n=document.location.pathname+(t?`?${t}`:``);t!==ut(document.location.search)&&"
    "(this.historyNavigationEpoch===null?"
    "window.history.pushState({},``,n):window.history.replaceState({},``,n)),": (
        "n=setTimeout(()=>{t!==ut(document.location.search)&&"
        "window.history.replaceState({},``,document.location.pathname+(t?`?${t}`:``))});"
    ),
}
"""What the browser remembers: each filter that a page wrote in the address was a step of its history, so that
going back took as many presses. Now a page is one step and its filters are part of it; they are written
after its path, or they would fall on the page before."""

CHARTS = {
    "let n=t.getElementState(e.id,`figure`);return n?ve(n):Le(O,e.theme,c)": "return Le(O,e.theme,c)",
    "u7=5,d7=10,f7=500,p7=`linear`": "u7=5,d7=10,f7=0,p7=`linear`",
    "[e.id,e.config,l,a,I,L,R,p,f]": "[e.config,l,a,I,L,R,p,f]",
    "return i(be,{ref:_,isSizeContained:A,": (
        "let[drawing,draw]=(0,P.useState)(!1);(0,P.useLayoutEffect)(()=>{"
        "let at=_.current?.getBoundingClientRect();if(!at||at.top<innerHeight&&at.bottom>0){draw(!0);return}"
        "let wait=setTimeout(()=>draw(!0),200);return()=>clearTimeout(wait)},[]);"
        "return i(be,{ref:_,isSizeContained:A,"
    ),
    "children:i(q,{data:N.data,": (
        'children:!drawing?i(`div`,{"data-testid":`stSkeleton`,style:{height:U}}):i(q,{data:N.data,'
    ),
    "(0,P.useEffect)(()=>{F(t=>Le(t,e.theme,c))},[e.id,c,e.theme])": (
        "let drawn=(0,P.useRef)([O,c,e.theme]);(0,P.useEffect)(()=>{let of=[O,c,e.theme];"
        "if(of.every((x,i)=>x===drawn.current[i]))return;drawn.current=of;"
        "let draw=()=>F(Le(O,e.theme,c)),at=_.current?.getBoundingClientRect();"
        "if(!at||at.top<innerHeight&&at.bottom>0){draw();return}"
        "let wait=setTimeout(draw,200);return()=>clearTimeout(wait)},[O,c,e.theme])"
    ),
}
"""A chart that keeps its name (`components/steady.py`) and gets new content: Streamlit would show the old.
What it holds is drawn when it comes, once, and a moment later where it is out of sight; so is a new chart.
The buttons of a chart are not made anew, which would make Plotly begin from nothing; the bands of a flow do
not fade in for half a second."""

MAPS = {
    "fetch:{type:`function`,value:(e,{propName:t,layer:n,loaders:r,loadOptions:i,signal:a})=>{": (
        "fetch:{type:`function`,value:(e,{propName:t,layer:n,loaders:r,loadOptions:i,signal:a})=>{"
        "if(t===`data`){let kept=globalThis.cruscottoKept??=new Map,one=kept.get(e);"
        "if(!one){one={},kept.set(e,one),"
        "one.coming=Xi(e,r||n.props.loaders,i||n.getLoadOptions()).then(data=>one.here=data),"
        "one.coming.catch(()=>kept.delete(e))}return one.here??one.coming}"
    ),
    "return(0,Z.useEffect)(()=>{if(!oe(k.views,w.current))": (
        "return(0,Z.useLayoutEffect)(()=>{if(!oe(k.views,w.current))"
    ),
}
"""A map that gets other figures and another place to look at was drawn twice: with the new figures where it
looked before, then where it looks now; and once more as each file of boundaries came. Now it looks where it
should at once, and what was fetched is kept, read, for the next map that asks for it: it is there before the
first drawing. Each drawing costs a tenth of a second without a graphics card."""

LISTS = {
    "H=(0,O.useRef)(!1),U=(0,O.useRef)(!1)": "late=(0,O.useRef)(0),H=(0,O.useRef)(!1),U=(0,O.useRef)(!1)",
    "_e(()=>{j(t),N(t??``),F(!1)},[t])": "_e(()=>{j(t),N(t??``),whole()},[t])",
    "z.current=P;let B=": (
        "z.current=P;let whole=(0,O.useCallback)(()=>{clearTimeout(late.current);"
        "late.current=setTimeout(()=>{late.current=0,F(!1)},600)},[]),B="
    ),
    "$=(0,O.useCallback)(e=>{j(e),N(e??``),F(!1),": "$=(0,O.useCallback)(e=>{j(e),N(e??``),whole(),",
    "Je=(0,O.useCallback)(e=>{W.current=e},[])": (
        "Je=(0,O.useCallback)(e=>{W.current=e;"
        "if(e&&late.current)clearTimeout(late.current),late.current=0,F(!1)},[])"
    ),
    "Ye=(0,O.useCallback)(e=>{let t=B.current??``,": (
        "Ye=(0,O.useCallback)(e=>{clearTimeout(late.current),late.current=0;let t=B.current??``,"
    ),
}
"""A list that was searched and has closed made all its hundred options again at once, before the page could
show what was chosen. Now it does so a moment later, or when it is opened."""

_SAME_ELEMENT = (
    "((a,b)=>{for(let k in a)if(k!==`node`&&a[k]!==b[k])return!1;let x=a.node,y=b.node;"
    "return x.element===y.element&&x.fragmentId===y.fragmentId&&x.activeScriptHash===y.activeScriptHash"
    "&&!x.element.hasOneShotEffect})"
)
_FLUSH = (
    "()=>{this.sendUpdateWidgetsMessage(this.scheduledFragmentId),"
    "this.pendingTriggerIds.forEach(e=>this.deleteWidgetState(e)),this.pendingTriggerIds.clear(),"
    "this.triggerFlushResolvers.forEach(e=>e()),this.triggerFlushResolvers=[],this.flushScheduled=!1,"
    "this.scheduledFragmentId=void 0,this.hasFragmentIdConflict=!1}"
)

RENDERING = {
    # nothing fades for being of the run before, so nothing is rendered again for it
    "function Zf(e,t,n,r){return t===G.RERUN_REQUESTED?!0:t===G.RUNNING||t===G.STOP_REQUESTED?"
    "r?.length?!!(e.fragmentId&&r.includes(e.fragmentId)&&e.scriptRunId!==n):e.scriptRunId!==n:!1}": (
        "function Zf(){return!1}"
    ),
    # an element that did not change is not rendered again; a block asks what runs only for a dialog
    "Bg=e=>{let{scriptRunState:t,scriptRunId:n,fragmentIdsThisRun:r}=(0,U.useContext)(wo),{node:i}=e,"
    "a=Xf(i.element.type??``,t),o=Qf(a,i,t,n,r);return c(mh.Provider,{value:e.isRetained===!0,"
    "children:c(Zp,{enable:a,children:c(zg,{...e,isStale:o})})})},": (
        "Bg=(0,U.memo)(e=>c(mh.Provider,{value:e.isRetained===!0,"
        f"children:c(Zp,{{enable:!0,children:c(zg,{{...e,isStale:!1}})}})}}),{_SAME_ELEMENT}),"
    ),
    "o_=e=>{let{node:t}=e,{scriptRunState:n,scriptRunId:r,fragmentIdsThisRun:i}=(0,U.useContext)(wo),": (
        "o_=e=>{let{node:t}=e,{scriptRunState:n,scriptRunId:r,fragmentIdsThisRun:i}="
        "t.deltaBlock.dialog?(0,U.useContext)(wo):{},"
    ),
    # what a run sends lands at once, when it has ended or when some time has gone by
    "let e=this.lastDispatchedMessageIndex+1;this.args.onMessage(i),": (
        "let e=this.lastDispatchedMessageIndex+1;this.land(i),"
    ),
    "async handleMessage(e){let t=this.nextMessageIndex;": (
        "land(e){let kept=this.kept??=[];kept.push(e);"
        "let all=()=>{clearTimeout(this.landing),this.landing=void 0;"
        "kept.splice(0).forEach(e=>this.args.onMessage(e))};"
        "if(e.type===`newSession`||e.sessionStatusChanged?.scriptIsRunning)this.running=!0;"
        "if(e.type===`scriptFinished`)this.running=!1;"
        "if(this.running)this.landing??=setTimeout(all,120);else all()}"
        "async handleMessage(e){let t=this.nextMessageIndex;"
    ),
    # a choice is told to the server before the page is rendered for it
    f"setTimeout({_FLUSH},0)": f"queueMicrotask({_FLUSH})",
    "return r({widgetMgr:s,element:o,onFormCleared:h}),[m,p]}": (
        "let g=(0,a.useCallback)(e=>{e?.fromUser&&!o.formId?(p(null),d(e.value),i(o,s,e,c)):p(e)},[i,o,s,c]);"
        "return r({widgetMgr:s,element:o,onFormCleared:h}),[m,g]}"
    ),
    # what is folded away or out of sight comes after the rest
    "function h({body:e}){let t=(0,a.useMemo)(()=>m(e),[e]);return t?n(u,{": (
        "function h({body:now}){let at=(0,a.useRef)(null),kept=(0,a.useRef)(now),[,again]=(0,a.useState)(0),"
        "away=e=>{if(e.closest(`details:not([open])`))return!0;let t=e.getBoundingClientRect();"
        "return t.top>innerHeight||t.bottom<0};"
        "kept.current!==now&&at.current&&away(at.current)||(kept.current=now);let e=kept.current;"
        "(0,a.useEffect)(()=>{if(e===now)return;"
        "let wait=setTimeout(()=>{kept.current=now,again(e=>e+1)},200);"
        "return()=>clearTimeout(wait)},[e,now]);"
        "let t=(0,a.useMemo)(()=>m(e),[e]);return t?n(u,{ref:at,"
    ),
}
"""How a page is rendered: Streamlit renders every element anew at each step of a run, the run before fading
meanwhile, and tells the server of a choice when the list of choices has closed."""


def base_path() -> str:
    """Return the path under which the server answers, from `/` to `/` (setting of Streamlit)."""
    return make_url_path(config.get_option("server.baseUrlPath") or "", "")


@cache
def packed_bundle(name: str) -> bytes | None:
    """Return one bundle as we serve it, gzipped, or None where there is no such file.

    Args:
        name: `js/<file>` or `css/<file>`.
    """
    path = folder() / name
    return pack(mended(path.read_bytes(), base=base_path())) if path.is_file() else None


def pack_all() -> None:
    """Pack every bundle ahead of the first visitor (a few seconds of one core, smallest first)."""
    for path in sorted(folder().glob("*/*.*"), key=lambda file: file.stat().st_size):
        if path.parent.name in KINDS:
            packed_bundle(f"{path.parent.name}/{path.name}")


def folder() -> Path:
    """Return the folder of the installed Streamlit that holds its bundles."""
    return Path(file_util.get_static_dir()) / "static"


def mended(content: bytes, *, base: str = "/") -> bytes:
    """Return a bundle with our words and our addresses in it.

    Args:
        content: the bundle as Streamlit ships it.
        base: path under which the server answers, from `/` to `/`.
    """
    for outside, ours in OUTSIDE.items():
        content = content.replace(outside.encode(), f"{base}{ours}".encode())
    for theirs, ours in (ITALIAN | MARKUP | HISTORY | CHARTS | LISTS | MAPS | RENDERING).items():
        content = content.replace(theirs.encode(), ours.encode())
    return content
