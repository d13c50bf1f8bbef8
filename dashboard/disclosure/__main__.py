"""`python -m dashboard.disclosure`."""

import sys

from dashboard.disclosure.cli import main

if __name__ == "__main__":
    sys.exit(main())
