"""What a report is made of: frozen values that whoever reads the store fills in. Pure."""

from __future__ import annotations
