"""Which documents a question names: by 《title》, by number, or by the words of a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from retrieval.documents.document_number import document_numbers_in
from retrieval.documents.metadata import DocumentMetadata
from retrieval.search.aid import AID
from retrieval.search.as_of import without_day
from retrieval.search.document_facts import without_fact_words
from retrieval.search.needs import without_common_words
from retrieval.search.places import containing, places_in
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised, pairs_of

_QUOTED = re.compile(r"《([^《》]{4,})》")
_NUMBERED = re.compile(r"\d{4}年第\d+号")
_WRAPPING = re.compile(
    r"^.*?关于(?:印发|发布|公布|下发|转发)?《?|^印发《?|》?的?(?:通知|公告|决定)$|》"
    r"|\((?:试行|暂行|修订|\d{4}[年本版]*(?:修[订正])?|\d{4}[-—]\d{4}年?)\)|\d{4}$|^[0-9a-f]{8}_"
    r"|^中华人民共和国"
)
# People leave it out: 城市规划法.
_OF_THE_STATE = re.compile("^中华人民共和国")
_OF_A_PLACE = re.compile("^(?:[省市区县州盟]|(?:壮族|回族|维吾尔)?自治[区州县])")
_SHORTEST = 5
_TITLES_KEPT = 20_000
# What a title goes on with that is no end of it: 劳动合同法实施条例, 渔船管理办法补充规定.
_OF_ITS_OWN = "的?(?:实施(?:办法|细则|意见|条例|方案)|补充(?:规定|办法|通知|意见)|细则|解释)"
_GOES_ON = "[\u4e00-\u9fa5]{0,4}(?:办法|条例|规定|细则|意见|方案|解释|措施|通知)"
# 东莞人才入户办法 for 东莞市人才入户管理办法: what is said ends in the kind of document.
_KIND = r"(?:办法|条例|规定|方案|意见|细则|措施|规划|决定|法)"
_CALLED = re.compile(rf"[\u4e00-\u9fa5]{{2,}}?{_KIND}(?!律|规|院|制|人)")
# 关于修改《某办法》的通知 has the title of the rule within its own, and is not what is called so.
_OF_ANOTHER = re.compile(r"关于(?:修改|修订|废止|停止执行|延长|解读|贯彻|落实|实施)[^《]{0,6}《")
_OF_IT = "(?:废止|停止执行|延长|解读|贯彻|落实|实施)"
_ENDS_OR_KEEPS = re.compile(rf"关于{_OF_IT}[^《〈]{{0,6}}[《〈]")
_LEADING = re.compile(
    r"^(?:请问|想问一?下?|问一?下|我想知道|按照?|根据|依据|关于|那个?|这个?|现在|目前|(?:19|20)\d\d年的?)+"
)
_AROUND_A_MATTER = re.compile(rf"(?:管理|实施|暂行|试行|若干|申请|办理|保障|工作|服务)*{_KIND}$")
_RULE = re.compile(r"(?:办法|条例|规定|细则|规则|法)$")
_SHORTEST_NAME = 3  # characters before the kind
# 外贸意见第二条 is of one document, however short its name.
_ITS_CLAUSE = re.compile(r"(?:的|里的?|中的?)?第[一二三四五六七八九十百\d]+(?:条|部分|点|大点)")
_ON_A_MATTER = re.compile(r"关于([\u4e00-\u9fa5]{2,16}?)的(?:通知|公告|批复|文件)")
_SHORTEST_MATTER = 2
_OF_ANY_DOCUMENT = re.compile(
    r"[最更][新近后]|现行|上述|上面|刚才|原来|以前|之前|有效|正式|配套|实施|出台|印发|制定|发布|公布|废止|取代|"
    r"替代|修订|修改|[旧新该本此同份个条句原老还哪又]|后来|另外|其他|别的|类似|相应|这样|那样|按|照|看|查|找|说"
)
_MOST_OF_A_TITLE = 0.75
_HALF = 0.5


def documents_named(question: str, records: Mapping[str, DocumentRecord]) -> frozenset[str]:
    """The ids of the documents a question names; of several, those it names most fully."""
    form = normalised(question)
    pairs = frozenset(pairs_of(form))
    numbers = {normalised(number) for number in document_numbers_in(form)}
    strength = {
        record.id: max(
            _named_by_number(record.metadata, numbers),
            _named_by_title(record.metadata, form, pairs),
        )
        for record in records.values()
    }
    best = max(strength.values(), default=0.0)
    if best > 0:
        return frozenset(key for key, value in strength.items() if value == best)
    return _called(form, records)


def is_not_meant(question: str, title: str) -> bool:
    """Whether a document only shares words with the name of the one that a question means: by its
    title it is about that one (废止《甲》的决定), or its own title begins the name (甲实施细则)."""
    form, named = normalised(question), normalised(title)
    core = core_of(title)
    if core in form and not re.search(f"{re.escape(core)}(?!{_OF_ITS_OWN})", form):
        return True
    if not _ENDS_OR_KEEPS.search(named):
        return False
    return any(
        _is_named_in(form, core) and not re.search(f"{_OF_IT}[《〈]?{re.escape(core)}", form)
        for inner in _QUOTED.findall(named.replace("〈", "《").replace("〉", "》"))
        for core in (inner, core_of(inner))
    )


def strange_title(question: str, records: Iterable[DocumentRecord]) -> str | None:
    """A 《title》 in a question that neither names a document held nor stands in one."""
    held = list(records)
    for title in _QUOTED.findall(normalised(question)):
        if not any(title in _all_words(record) for record in held):
            return str(title)
    return None


def spoken_of(question: str, records: Iterable[DocumentRecord]) -> frozenset[str]:
    """The titles and numbers, as those held write them, of the documents that a question names and
    that those held speak of. Whoever names a place may leave it out of a title."""
    form = normalised(question)
    places = places_in(form)
    names = [*_QUOTED.findall(form), *_NUMBERED.findall(form), *document_numbers_in(form)]
    found: set[str] = set()
    for text in map(_all_words, records):
        found |= {name for name in names if name in text}
        found |= {
            title
            for title in _QUOTED.findall(text)
            for core in (title, _OF_THE_STATE.sub("", title), _without_its_place(title, places))
            if len(core) >= _SHORTEST and _is_named_in(form, core)
        }
    return frozenset(found)


def _is_named_in(form: str, core: str) -> bool:
    """Whether a text has a title that is not the beginning of another: 劳动合同法实施条例."""
    # Looked for first: every title that any document held quotes would be a pattern of its own.
    return core in form and re.search(f"{re.escape(core)}(?!{_GOES_ON})", form) is not None


def _without_its_place(title: str, places: Iterable[str]) -> str:
    """A title that begins with one of the places, without it: 渔船办法 of 天津市渔船办法."""
    for place in places:
        if title.startswith(place):
            return _OF_A_PLACE.sub("", title.removeprefix(place))
    return title


def _all_words(record: DocumentRecord) -> str:
    metadata = record.metadata
    return normalised(f"{metadata.title.value}\n{metadata.short_title}\n{record.text}")


def core_of(title: str) -> str:
    """A title without the words that wrap it: 关于印发…的通知, (试行), the year."""
    form = normalised(title)
    while (stripped := _WRAPPING.sub("", form)) != form and stripped:
        form = stripped
    return form


def lays_down_a_rule(title: str) -> bool:
    """Whether a document is, by its title, a rule that holds in all of the place it is from, and
    no notice of what was done there."""
    return _RULE.search(core_of(title)) is not None


def names_its_matter(question: str, title: str) -> bool:
    """Whether a question names the place of a title and the matter it is about: 成都居住证 for
    成都市居住证管理实施办法."""
    form = normalised(question)
    core = core_of(title)
    places = places_in(core)
    matter = _AROUND_A_MATTER.sub("", core)
    for place in places:
        matter = re.sub(rf"^{place}[省市区县]?", "", matter)
    return (
        bool(places)
        and places <= places_in(form)
        and len(matter) >= _SHORTEST_NAME
        and matter in form
    )


def calls_another(question: str, title: str, text: str) -> bool:
    """Whether a question calls a document by what it is about (养犬管理办法), and that is neither
    in a title nor, as it is called, in a text."""
    # 2021年的时候这个方案 is called by no 时候.
    form = normalised(without_day(question))
    held = frozenset(pairs_of(normalised(title)))
    called = [_LEADING.sub("", found.group()) for found in _CALLED.finditer(form)]
    for name in (*called, *_ON_A_MATTER.findall(form)):
        matter = matter_of(name)
        matter = _OF_ANY_DOCUMENT.sub("", without_common_words(without_fact_words(matter)))
        is_named = len(matter) >= _SHORTEST_MATTER
        if is_named and held.isdisjoint(pairs_of(matter)) and matter not in normalised(text):
            return True
    return False


def may_follow(other: DocumentMetadata, than: DocumentMetadata) -> bool:
    """Whether a document's title and origin let it be a later rule on what another is about:
    where both are of one place, or the other of what that place is part of."""
    theirs, ours = (
        places_in(f"{m.title.value} {m.region.value} {m.issuer.value}") for m in (other, than)
    )
    one, two = (frozenset(pairs_of(matter_of(m.title.value or ""))) for m in (other, than))
    shared = len(one & two)
    return theirs <= containing(ours) and shared >= max(_HALF * min(len(one), len(two)), 1)


def narrower_matter(question: str, title: str, quotes: Iterable[str]) -> str | None:
    """The matter of a title where an aid is asked for what only begins it, and nothing that is
    quoted speaks of that by itself: 人才公寓 where 人才补贴 is asked for; else None."""
    form, matter = normalised(question), matter_of(title)
    if matter in form:
        return None
    apart = "".join(normalised(quote).replace(matter, "") for quote in quotes)
    for end in range(_SHORTEST_MATTER, len(matter) - 1):
        wider, rest = matter[:end], matter[end:]
        is_asked = re.search(f"{re.escape(wider)}的?{AID}", form) is not None
        if is_asked and wider not in apart and not re.search(AID, rest):
            return matter
    return None


def matter_of(title: str) -> str:
    """What a title is about: 居住证 of 天津市居住证管理办法."""
    core = re.sub(r"\(.*?\)|\d", "", core_of(title))
    for place in places_in(core):
        core = re.sub(rf"{place}[省市区县]?", "", core)
    return _AROUND_A_MATTER.sub("", core)


def _called(form: str, records: Mapping[str, DocumentRecord]) -> frozenset[str]:
    """The document that a question calls by its title with characters left out; none where
    several may be meant."""
    for found in _CALLED.finditer(form):
        name = _LEADING.sub("", found.group())
        kind = re.search(rf"{_KIND}$", name)
        is_of_a_clause = _ITS_CLAUSE.match(form, found.end()) is not None
        shortest = _SHORTEST_MATTER if is_of_a_clause else _SHORTEST_NAME
        if kind is None or kind.start() < shortest:
            continue
        titles = {record.id: record.metadata.title.value or "" for record in records.values()}
        held = frozenset(
            key
            for key, title in titles.items()
            if not _OF_ANOTHER.search(title)
            and any(
                core.endswith(kind.group()) and _is_shortened(name, core)
                for core, _ in _cores(title)
            )
        )
        if len(held) == 1:
            return held
    return frozenset()


def _is_shortened(name: str, title: str) -> bool:
    """Whether a name is a title with characters left out."""
    characters = iter(title)
    return all(character in characters for character in name)


def _named_by_number(metadata: DocumentMetadata, numbers: set[str]) -> float:
    own = _plain_number(metadata.document_number.value or "") if numbers else ""
    return 1_000.0 if own and any(own in number or number in own for number in numbers) else 0.0


def _named_by_title(metadata: DocumentMetadata, form: str, pairs: frozenset[str]) -> float:
    cores = _cores(metadata.title.value or "") | _cores(metadata.short_title or "")
    return max((_share(core, own, form, pairs) for core, own in cores if own & pairs), default=0.0)


@lru_cache(maxsize=_TITLES_KEPT)
def _plain_number(number: str) -> str:
    return normalised(number)


@lru_cache(maxsize=_TITLES_KEPT)
def _cores(title: str) -> frozenset[tuple[str, frozenset[str]]]:
    """The forms by which a title may be named, each with its pairs of characters."""
    forms = (core_of(title), normalised(title))
    return frozenset((core, frozenset(pairs_of(core))) for core in forms if len(core) >= _SHORTEST)


def _share(core: str, own: frozenset[str], form: str, pairs: frozenset[str]) -> float:
    """How much of a title a question holds, if it is most of it; else nothing."""
    held = len(own & pairs)
    if held == len(own) and core in form:
        return float(len(core))
    return float(held) if held >= max(_MOST_OF_A_TITLE * len(own), _SHORTEST) else 0.0
