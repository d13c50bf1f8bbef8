"""What pages are made of: pure figures (table in, figure out), and the shell that touches Streamlit."""
