"""Which places a text names, and which of them it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import yaml

from retrieval.text_form import normalised

_NOT_PART_OF_A_NAME = (
    r"(?!大学|学院|[东南西北中]?路|街|银行|"
    r"(?:理工|医科|师范|农业|林业|工业|科技|交通|航空航天)大学)"
)
# 中山路, 朝阳产业, 长春花: some names are also words; those count with 市, 省 or 区 only.
_AMBIGUOUS = frozenset(
    [
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
        "高港",
        "海安",
        "东阳",
        "永康",
        "来宾",
        "德州",
        "日照",
    ]
)


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """`within` leads from a place to the one it is part of."""

    pattern: re.Pattern[str]
    within: dict[str, str]


def places_in(text: str) -> frozenset[str]:
    """The provinces, cities and county-level places named, without 省, 市 and 区.

    Of 扬州泰兴 or 江苏泰州 only the smaller is meant.
    """
    form = normalised(text)
    found = list(_gazetteer().pattern.finditer(form))
    smaller = {
        before.start()
        for before, after in pairwise(found)
        if re.fullmatch("[省市的]?", form[before.end() : after.start()])
        and _rank(after.group()) > _rank(before.group())
    }
    return frozenset(match.group() for match in found if match.start() not in smaller)


# A place one comes from or goes to is not the one whose rules are asked for.
_FROM = re.compile(r"(?:从|来自|由|自)$")
_TO = re.compile(r"(?:去|到|赴|在)$")
_COMING = re.compile(
    r"^[省市]?的?(?:那边)?(?:团队|专家|博士|教授|人才|客户|高校|公司|企业|分公司|厂|项目)?(?:想|要|准备|打算|正)?"
    r"(?:搬|迁|引进|过来|来泰|挖|回来|回流|聘)"
)
_GOING = re.compile(r"^[省市]?的?(?:参展|参加|开会|办展|招聘|招人|招商|路演|设|建|对接|合作|学习)")


def places_asked_about(text: str) -> frozenset[str]:
    """The places a question is about: 从苏州搬来 and 去上海参展 name one and ask about another."""
    form = normalised(text)
    passing = {
        match.group()
        for match in _gazetteer().pattern.finditer(form)
        if _FROM.search(form[: match.start()])
        or _COMING.search(form[match.end() :])
        or (_TO.search(form[: match.start()]) and _GOING.search(form[match.end() :]))
    }
    return places_in(text) - passing


def containing(places: frozenset[str]) -> frozenset[str]:
    """The places themselves and all they are part of: 泰兴, 泰州, 江苏."""
    everything = set(places)
    for place in places:
        above = _gazetteer().within.get(place)
        while above:
            everything.add(above)
            above = _gazetteer().within.get(above)
    return frozenset(everything)


def parts_of(places: frozenset[str]) -> frozenset[str]:
    """The county-level places that belong to one of the cities named."""
    within = _gazetteer().within
    return frozenset(p for p, above in within.items() if above in places and _rank(p) == _COUNTY)


_PROVINCE, _CITY, _COUNTY = range(3)


def _rank(place: str) -> int:
    above = _gazetteer().within.get(place)
    if above is None:
        return _PROVINCE
    return _CITY if _gazetteer().within.get(above) is None else _COUNTY


@cache
def _gazetteer() -> _Gazetteer:
    source = files("retrieval.search").joinpath("places.yaml").read_text("utf-8")
    table = yaml.safe_load(source)
    within = {
        place: above
        for level in ("provinces", "counties")
        for above, places in table[level].items()
        for place in places.split()
    }
    names = {*table["provinces"], *within}
    # 南京大学 and 北京路 are no cities.
    pattern = "|".join(
        f"{name}(?=[市省区])" if name in _AMBIGUOUS else f"{name}{_NOT_PART_OF_A_NAME}"
        for name in sorted(names, key=len, reverse=True)
    )
    return _Gazetteer(re.compile(pattern), within)
