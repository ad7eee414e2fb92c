"""Derivatives as tests ask for them."""

from datetime import date

from stoppress.pictures.addresses import QUALITY, Derivative


def wanted(*, box=(0, 0, 1600, 1200), width=480, format="jpg", id=1, version="0a1b2c3d"):
    return Derivative(id, date(2025, 12, 7), box, width, QUALITY[format], version, format)
