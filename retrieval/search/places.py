"""Which places a text names, and which of them it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

import yaml

from retrieval.text_form import normalised

_NOT_PART_OF_A_NAME = (
    r"(?!大学(?!生(?![物命态化科]))|学院|[东南西北中一二三四五六七八九十]{0,2}路|[东南西北中]?街|[东南西北中]大街|银行|"
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


# 中山积分入户 opens with the city; 朝阳产业 and 白银价格 open with a word.
_ARE_WORDS = frozenset(["朝阳", "白银", "大同", "来宾", "日照"])
_OPENING = "(?:(?<![\u4e00-\u9fa5])|(?<=[在去到来]))"
_NOT_A_CITY = "(?!公园|装|陵|舰|先生|大道|医院|景区|旅游|风景)"

_NOT_BEHIND = {"雄安": "(?<!英)"}  # 英雄安葬
# 三明治, 四平八稳, 广安门, the health code 安康码: with these behind them they are other words.
_NOT_BEFORE = {
    "三明": "(?!治(?![理污沙安]|水(?!果)))", "四平": "(?!八稳)",
    "广安": "(?!门(?![诊槛面店户票市头禁窗]))", "安康": "(?!码(?!头))",
}  # fmt: skip


# Districts and counties count in full only: 和平 is a word, 静安区 a place. 合作市场 is no 合作市.
_COUNTY_KIND = re.compile(r"市(?!场)|区(?![域分块间])|[县旗](?![级域])")
_JOINED = re.compile(r"[省市的]?|[\u4e00-\u9fa5]{0,6}自治[区州]")


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """`within` leads from a place to the one it is part of; `full` from a district or county as it
    is written in full to its name; `longest` is the most characters one has before 区 or 县."""

    pattern: re.Pattern[str]
    within: dict[str, str]
    full: dict[str, str]
    longest: int


@dataclass(frozen=True, slots=True, order=True)
class _Named:
    """A place where a text names it: the characters from `start` to `end`."""

    start: int
    end: int
    name: str


def places_in(text: str) -> frozenset[str]:
    """The provinces, cities and county-level places named, without 省, 市, 区 and 县.

    Of 扬州泰兴 or 江苏泰州 only the smaller is meant.
    """
    form = normalised(text)
    found = _named_in(form)
    smaller = {
        before.start
        for before, after in pairwise(found)
        if _JOINED.fullmatch(form[before.end : after.start])
        and _rank(after.name) > _rank(before.name)
    }
    return frozenset(place.name for place in found if place.start not in smaller)


places_in_label = lru_cache(maxsize=16_384)(places_in)
"""`places_in` of titles, offices and regions, which every question asks about anew."""


def _named_in(form: str) -> list[_Named]:
    """Every place named, in the order of the text."""
    gazetteer = _gazetteer()
    found = [_Named(m.start(), m.end(), m.group()) for m in gazetteer.pattern.finditer(form)]
    for kind in _COUNTY_KIND.finditer(form):
        for size in range(gazetteer.longest, 1, -1):
            start = max(kind.start() - size, 0)
            name = gazetteer.full.get(form[start : kind.end()])
            if name:
                found.append(_Named(start, kind.start(), name))
                break
    return sorted(found)


# A place one comes from or goes to is not the one whose rules are asked for.
_FROM = re.compile(r"(?:从|来自|由|自)$")
_TO = re.compile(r"(?:去|到|赴|在)$")
_COMING = re.compile(
    r"^[省市]?的?(?:那边)?(?:团队|专家|博士|教授|人才|客户|高校|公司|企业|分公司|厂|项目)?(?:想|要|准备|打算|正)?"
    r"(?:搬|迁|引进|过来|来泰|挖|回来|回流|聘)"
)
_GOING = re.compile(
    r"^[省市]?的?(?:参展|参加(?!.{0,8}(?:医保|社保|保险|公积金|积分|[高中]考|考试))|开会|办展|招聘|招人|招商|路演|设|建|对接|合作|学习|"
    r"看病|就医|住院|治病|手术|出差|探亲)"
)


def places_asked_about(text: str) -> frozenset[str]:
    """The places a question is about: 从苏州搬来 and 去上海参展 name one and ask about another."""
    form = normalised(text)
    passing = {
        place.name
        for place in _named_in(form)
        if _FROM.search(form[: place.start])
        or _COMING.search(form[place.end :])
        or (_TO.search(form[: place.start]) and _GOING.search(form[place.end :]))
    }
    return places_in(text) - passing


def place_at_the_end(text: str) -> int | None:
    """Where the place begins that a text (in its normalised form) ends with; None without one."""
    for place in _named_in(text):
        if text[place.end :] in ("", "省", "市", "区", "县", "自治区"):
            return place.start
    return None


def containing(places: frozenset[str]) -> frozenset[str]:
    """The places themselves and all they are part of: 泰兴, 泰州, 江苏."""
    everything = set(places)
    for place in places:
        above = _gazetteer().within.get(place)
        while above:
            everything.add(above)
            above = _gazetteer().within.get(above)
    return frozenset(everything)


@lru_cache(maxsize=4_096)
def parts_of(places: frozenset[str]) -> frozenset[str]:
    """The county-level places that belong to one of the cities named."""
    within = _gazetteer().within
    return frozenset(p for p, above in within.items() if above in places and is_city(above))


def is_city(place: str) -> bool:
    """Whether a place is a city with districts or counties, as 北京 is and 江苏 is not."""
    return place in _MUNICIPALITIES or _rank(place) == _CITY


_PROVINCE, _CITY, _COUNTY = range(3)
_MUNICIPALITIES = frozenset(["北京", "天津", "上海", "重庆"])


def _rank(place: str) -> int:
    above = _gazetteer().within.get(place)
    if above is None:
        return _PROVINCE
    return _CITY if _gazetteer().within.get(above) is None else _COUNTY


@cache
def _gazetteer() -> _Gazetteer:
    table, districts = (
        yaml.safe_load(files("retrieval.search").joinpath(name).read_text("utf-8"))
        for name in ("places.yaml", "districts.yaml")
    )
    within = {
        place: above
        for level in ("provinces", "counties", "areas")
        for above, places in table[level].items()
        for place in places.split()
    }
    names = {*table["provinces"], *within}
    full: dict[str, str] = {}
    for above, written in districts["districts"].items():
        full |= {name: name[:-1] for name in written.split()}
        within |= {name[:-1]: above for name in written.split()}
    pattern = "|".join(_written(name) for name in sorted(names, key=len, reverse=True))
    return _Gazetteer(re.compile(pattern), within, full, max(map(len, full)) - 1)


def _written(name: str) -> str:
    """The pattern of a place's name. 南京大学 and 北京路 are no cities; 深圳大学生医保 is of the
    students of one."""
    if name in _AMBIGUOUS:
        in_full = f"{name}(?=[市省区])"
        alone = f"{_OPENING}{name}{_NOT_PART_OF_A_NAME}{_NOT_A_CITY}"
        return in_full if name in _ARE_WORDS else f"{in_full}|{alone}"
    around = _NOT_BEHIND.get(name, ""), _NOT_BEFORE.get(name, "")
    return f"{around[0]}{name}{around[1]}{_NOT_PART_OF_A_NAME}"
