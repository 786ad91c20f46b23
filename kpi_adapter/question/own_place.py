"""我们区, said by an official of a district, is that district. Pure."""

from __future__ import annotations

import re

from kpi_adapter.access import Viewer
from kpi_adapter.catalogue.model import Catalogue

# 我们市 is the whole city, said by an official of a county-level one too: the answer names it.
_OWN = re.compile(r"(?:我们|咱们|咱|我|本)区(?!域|间|别)|(?<![一-鿿])区里")


def with_own_place(question: str, viewer: Viewer, catalogue: Catalogue) -> str:
    """``question`` with the name of the viewer's own district for 我们区; unchanged for others."""
    own = next((r.name for r in catalogue.districts if r.code == viewer.department_code), "")
    return _OWN.sub(own, question) if own.endswith("区") else question
