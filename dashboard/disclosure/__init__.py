"""Disclosure control for tables of counts: `protect` hides, `audit` proves; see README.md.

The package imports nothing but numpy, scipy, pandas, PyYAML, click, HiGHS and OR-Tools, and could live alone.
"""
