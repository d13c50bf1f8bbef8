"""Territories: levels, areas, groups with dates of validity, and their boundaries."""

from .model import Area, Level, Membership, Territories, TerritoryError, UnknownAreaError

__all__ = ["Area", "Level", "Membership", "Territories", "TerritoryError", "UnknownAreaError"]
