"""Which places a text names."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

from retrieval.text_form import normalised

_NOT_PART_OF_A_NAME = (
    r"(?!大学|学院|[东南西北中]?路|街|银行|"
    r"(?:理工|医科|师范|农业|林业|工业|科技|交通|航空航天)大学)"
)


def places_in(text: str) -> frozenset[str]:
    """The provinces and cities named, without 省 and 市."""
    return frozenset(_pattern().findall(normalised(text)))


@cache
def _pattern() -> re.Pattern[str]:
    source = files("retrieval.search").joinpath("places.yaml").read_text("utf-8")
    names = " ".join(yaml.safe_load(source)).split()
    longest_first = sorted(names, key=len, reverse=True)
    # 中山路, 朝阳产业, 长春花: some names are also words; those count with 市 or 省 only.
    ambiguous = {
        "中山",
        "朝阳",
        "白银",
        "大同",
        "文山",
        "红河",
        "保山",
        "黄山",
        "海东",
        "白山",
        "凉山",
    }
    # 南京大学 and 北京路 are no cities.
    return re.compile(
        "|".join(
            f"{name}(?=[市省])" if name in ambiguous else f"{name}{_NOT_PART_OF_A_NAME}"
            for name in longest_first
        )
    )
