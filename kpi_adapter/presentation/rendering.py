"""`render`: one result in, one answer out. Each kind of result registers its own renderer."""

from __future__ import annotations

from functools import singledispatch

from kpi_adapter.answer import KpiAnswer
from kpi_adapter.catalogue.model import Catalogue


@singledispatch
def render(result: object, catalogue: Catalogue) -> KpiAnswer:
    raise TypeError(f"no renderer for {type(result).__name__} with {catalogue}")
