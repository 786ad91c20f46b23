"""What words of a question narrow down the documents it may be answered from: pure."""

from __future__ import annotations

import re
from datetime import date

from retrieval.documents.validity import ValidityStatus
from retrieval.search.filters import Filters
from retrieval.search.places import place_at_the_end
from retrieval.text_form import normalised

# Whose rules are asked for, when it is neither a place nor an office: 国家对用地怎么规定.
_LAID_DOWN_BY = (
    r"(?:层面|政府|一级)?(?:[里上]面?)?"
    r"(?:对(?!接)|关于|有(?!限)|出台|的(?:政策|规定|文件|办法|补贴|补助|奖励)"
    r"|(?:是)?怎么|如何|给(?!予)|呢)"
)
_LEVELS = (
    ("国家级", re.compile(rf"(?:^|[,。?!那])(?P<who>国家|中央|国务院|部委|部里){_LAID_DOWN_BY}")),
    ("省级", re.compile(rf"(?:^|[,。?!那])(?P<who>省里?|省政府|我省|本省|全省){_LAID_DOWN_BY}")),
)
_TEXTS = r"(?:政策|文件|规定|办法)(?!支持|扶持|性|资金|红利|环境|落实)"
_ISSUED = r"(?:出台|印发|制定|发布|下发|颁布|公布)"
# What the texts are about may stand before them, but nothing that is done or asked: 江苏省的企业能
# 享受什么政策 asks about enterprises.
_MATTER = r"(?:(?![有能可是想享受申要吗怎哪对把给按据符什])[\u4e00-\u9fa5])"
_OF_A_PLACE = re.compile(
    rf"(?P<kind>自治区|[省市区县])?(?:本级|里)?(?:的|{_ISSUED}过?的|(?<=本级))(?={_MATTER}{{0,8}}?{_TEXTS})"
)
# 省级的专精特新政策 is about what bears that name, whoever issued it.
_BEARS_A_NAME = r"(?!专精|小巨人|高新|众创|孵化|工程|园区|龙头|示范|单项|制造|企业|重点)"
_OF_A_LEVEL = re.compile(
    r"(?:(?P<national>国家|中央)(?:层面|级)?|(?P<province>省里|省级|我省|本省|全省)"
    r"|(?P<city>(?<!省)市里|(?<!省)市级|我市|本市|全市)"
    r"|(?P<county>(?<![园发新片社中术港业税])[区县]里|区级|县级|[我本全][区县]))"
    rf"(?:(?:的|{_ISSUED}过?的){_BEARS_A_NAME}(?={_MATTER}{{0,6}}?{_TEXTS})|(?<=[级里])(?={_TEXTS}))"
)
_LEVEL_NAMES = {"national": "国家级", "province": "省级", "city": "市级", "county": "县级"}
# 落实国家的政策 is something to be done, and says nothing of whose documents are asked for.
_IS_DONE = re.compile(r"(?:落实|对接|执行|贯彻|争取|衔接|符合|享受|利用|配合|从|来自|去|到|赴)$")
_ONLY = r"(?:请|麻烦)?(?:只|仅)(?:看|要|查|列|说|限|讲)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})年"
_AND_LATER = r"(?:以后|之后|以来|后|起)"
_SINCE = re.compile(rf"(?:{_ONLY})?{_YEAR}{_AND_LATER}(?:仍然?|还|继续|依然|一直)?有效的(?!吗|么)")
# 2019年以后市政府的文件, 2018年印发的人才政策: 2018年的政策 may be what applied then. Who goes by
# the rules of an office (企业按市政府的办法) has not issued them.
_OF_AN_OFFICE = r"(?:(?![按照据依享受企业司能可符给把对在])[\u4e00-\u9fa5])"
_WHO_ISSUED = (
    rf"(?:{_OF_AN_OFFICE}{{0,10}}?(?:政府|办公[厅室]|委员会|[局委办部厅院省市区县](?:里|本级)?))?"
)
_ISSUED_THEN = rf"(?:最?新)?{_ISSUED}过?的"
_ISSUED_WHEN = re.compile(
    rf"(?:{_ONLY})?(?:(?P<first>(?:19|20)\d{{2}})年?(?:到|至|[-—–~～]))?{_YEAR}"
    rf"(?:(?P<from>{_AND_LATER})|(?P<before>[以之]?前)|(?P<until>底[以之]?前|及[以之]前))?"
    rf"(?:{_ISSUED_THEN}(?={_MATTER}{{0,8}}?{_TEXTS})|(?={_WHO_ISSUED}{_ISSUED_THEN}?{_MATTER}{{0,8}}?{_TEXTS})"
    rf"|(?<=[后来起前])(?={_WHO_ISSUED}的(?:政策|文件|办法)))"
)
_IN_FORCE = re.compile(
    r"(?:只|仅)(?:(?:看|要|查|列|说|限|讲)[^,。?]{0,6})?(?:现行|有效)|"
    r"(?:现行|目前|现在|当前|仍然?|还)有效的(?!吗|么|吧|[?]|$)|现行的?(?:政策|文件|规定)(?:里|中|有|对)"
)
_NARROWING = re.compile(
    rf"{_ONLY}(?:现行有效|有效|现行)的?(?:政策|文件|规定)?(?:里|中)?[::,,]?|"
    r"(?:现行|目前|现在|当前|仍然?|还)有效的(?:政策|文件|规定)?(?:里|中)?[::,,]?"
)
_ISSUER = re.compile(
    r"(?:^|[,。;!?]|只看|只要|想看|看看|请问|由|查一?下?|关于|按照?|根据)?"
    r"(?P<who>[\u4e00-\u9fa5]{2,14}?(?:人民政府|政府|办公[室厅]|委员会|[局委办部厅院]))"
    r"(?:印发|发布|出台|制定|下发|颁布|公布|发)(?:的|过)"
)
# 给领导小组办公室下发的通知 names who it was sent to.
_NO_OFFICE = re.compile(r"哪|什么|谁|这|那|部门|我们|咱们|给|向|^政府$")
_LEADING = re.compile(
    r"^(?:只看|只要|想看|看看|请问|由|查一?下?|关于|按照?|根据|有没有|有|是|是不是|把|在|和|与|给我"
    r"|年(?:以[后来前]|之[后前]|后|起|前|底前)?)+"
)


def filters_in(question: str) -> Filters:
    """The filters a question states in its own words."""
    form = normalised(question)
    since = _SINCE.search(form)
    issued = _ISSUED_WHEN.search(form)
    return Filters(
        status=ValidityStatus.IN_FORCE if _IN_FORCE.search(form) else None,
        issuer=_issuer_in(form),
        region=_region_in(form),
        level=level_asked(form) or _level_in(form),
        valid_since=date(int(since["year"]), 1, 1) if since else None,
        issued_from=_first_day(issued) if issued else None,
        issued_until=_last_day(issued) if issued else None,
    )


def _first_day(issued: re.Match[str]) -> date | None:
    # A year alone is where it both begins and ends.
    is_open = issued["before"] or issued["until"]
    first = issued["first"] or (None if is_open else issued["year"])
    return date(int(first), 1, 1) if first else None


def _last_day(issued: re.Match[str]) -> date | None:
    year = int(issued["year"])
    if issued["from"]:
        return None
    return date(year - 1 if issued["before"] else year, 12, 31)


def level_asked(question: str) -> str | None:
    """The level of government that a question asks about as who lays something down (国家对用地
    怎么规定), in the words of the metadata."""
    form = normalised(question)
    return next((level for level, pattern in _LEVELS if pattern.search(form)), None)


def without_filters(question: str) -> str:
    """A question without the words on validity and level that only narrow down its documents."""
    form = _ISSUED_WHEN.sub("", _SINCE.sub("", normalised(question)))
    rest = _NARROWING.sub("", form) if _IN_FORCE.search(form) else form
    if level := _level_words(rest):
        rest = rest[: level.start()] + rest[level.end() :]
    return rest if rest.strip("的,:。?") else question


def without_narrowing(question: str) -> str:
    """A question without anything that narrows down its documents, who lays down what it asks
    about included."""
    form = normalised(without_filters(question))
    if place := _place_words(form):
        form = form[: place[0]] + form[place[1] :]
    for _, pattern in _LEVELS:
        if found := pattern.search(form):
            form = form[: found.start("who")] + form[found.end("who") :]
    office = next((found for found in _ISSUER.finditer(form) if _office(found)), None)
    if office:
        form = form[: office.start()] + form[office.end() :]
    return form if form.strip("的,:。?") else question


def _issuer_in(form: str) -> str | None:
    return next((who for found in _ISSUER.finditer(form) if (who := _office(found))), None)


def _office(found: re.Match[str]) -> str | None:
    who = _LEADING.sub("", found["who"])
    return None if _NO_OFFICE.search(who) else who


def _level_in(form: str) -> str | None:
    found = _level_words(form)
    return _LEVEL_NAMES[found.lastgroup or ""] if found else None


def _region_in(form: str) -> str | None:
    words = _place_words(form)
    return words[2] if words else None


def _place_words(form: str) -> tuple[int, int, str] | None:
    """Where a question names the place whose documents it asks for, and the place as it is
    written (江苏省)."""
    for found in _OF_A_PLACE.finditer(form):
        end = found.end("kind") if found["kind"] else found.start()
        start = place_at_the_end(form[:end])
        if start is None:
            continue
        # 江苏省泰州市出台的: the wider place goes with it.
        above = place_at_the_end(form[:start])
        begin = start if above is None else above
        if not _IS_DONE.search(form[:begin]):
            return begin, found.end(), form[start:end]
    return None


def _level_words(form: str) -> re.Match[str] | None:
    for found in _OF_A_LEVEL.finditer(form):
        before = form[: found.start()]
        # 重庆市里的文件 are those of the place, whatever its rank is.
        is_of_a_place = found.group()[1] == "里" and place_at_the_end(before) is not None
        if not is_of_a_place and not _IS_DONE.search(before):
            return found
    return None
