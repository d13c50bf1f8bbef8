"""Cruscotto: the dashboard of the Italian Care Leavers experiment and its sibling programmes."""
