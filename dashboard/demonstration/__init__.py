"""Demonstration data: invented, marked in every row, in agreement with what has been published.

This is the one place in the code where names of the country and of its programmes may stand.
"""

from .generate import SEED, generate

__all__ = ["SEED", "generate"]
