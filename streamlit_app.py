"""Who is it? → navigation → page.

The same file is two things: the script that Streamlit runs for every visitor (and for every AppTest), and
the module from which the web server takes its application.
"""

import streamlit as st

if __name__ == "__main__":
    from dashboard.pages import navigation
    from dashboard.tidying import tidier

    with tidier.at_work():
        navigation().run()
else:
    from dashboard import server

    app = st.App(__file__, **server.options())
