"""Chinese time expressions: 去年十二月第一周, 三个月以来, 每月4号, 大年初一. Pure."""

from kpi_adapter.time_words.expression import Kind, Reference, TimeExpression, Unit
from kpi_adapter.time_words.reading import find_times, read_time

__all__ = ["Kind", "Reference", "TimeExpression", "Unit", "find_times", "read_time"]
