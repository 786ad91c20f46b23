"""Which documents a question may be answered from: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from retrieval.departments import departments
from retrieval.documents.metadata import DocumentMetadata
from retrieval.documents.validity import ValidityStatus, validity_of
from retrieval.search.places import places_in
from retrieval.store import DocumentRecord
from retrieval.text_form import normalised


@dataclass(frozen=True, slots=True)
class Filters:
    """An empty field excludes nothing.

    `status` is the validity on the day asked about; `issuer` a part of the issuing office's name,
    under an older or newer name too; `region` a place a document is from or names in its title;
    `industry` a word that its metadata, title or text holds.
    """

    status: ValidityStatus | None = None
    issuer: str | None = None
    region: str | None = None
    industry: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.status or self.issuer or self.region or self.industry)

    def admits(self, record: DocumentRecord, on: date) -> bool:
        """Whether a document passes all of them on a day."""
        metadata = record.metadata
        if self.status and not _has(self.status, validity_of(metadata, on).status):
            return False
        if self.issuer and not (issued_by(metadata, self.issuer) or _may_be(record, self.issuer)):
            return False
        if self.region and not _is_from(metadata, self.region):
            return False
        return not self.industry or _concerns(record, self.industry)

    def over(self, weaker: Filters) -> Filters:
        """These, with the other's where these are silent."""
        return replace(
            self,
            status=self.status or weaker.status,
            issuer=self.issuer or weaker.issuer,
            region=self.region or weaker.region,
            industry=self.industry or weaker.industry,
        )


NO_FILTERS = Filters()

_IN_FORCE = re.compile(
    r"(?:只|仅)(?:看|要|查|列|说|限|讲)?[^,。?]{0,6}(?:现行|有效)|"
    r"(?:现行|目前|现在|当前|仍然?|还)有效的(?!吗|么|吧|[?]|$)|现行的?(?:政策|文件|规定)(?:里|中|有|对)"
)
_NARROWING = re.compile(
    r"(?:请|麻烦)?(?:只|仅)(?:看|要|查|列|说|限|讲)?(?:现行有效|有效|现行)的?(?:政策|文件|规定)?(?:里|中)?[::,,]?|"
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
    r"^(?:只看|只要|想看|看看|请问|由|查一?下?|关于|按照?|根据|有没有|有|是|是不是|把|在|和|与|给我)+"
)


def filters_in(question: str) -> Filters:
    """The filters a question states in its own words."""
    form = normalised(question)
    status = ValidityStatus.IN_FORCE if _IN_FORCE.search(form) else None
    issuer = None
    for found in _ISSUER.finditer(form):
        who = _LEADING.sub("", found["who"])
        if not _NO_OFFICE.search(who):
            issuer = who
            break
    return Filters(status=status, issuer=issuer)


def without_filters(question: str) -> str:
    """A question without the words that only narrow down its documents."""
    form = normalised(question)
    rest = _NARROWING.sub("", form) if filters_in(form).status else form
    return rest if rest.strip("的,:。?") else question


def issued_by(metadata: DocumentMetadata, office: str) -> bool:
    """Whether a document was issued by an office, under any of the names it has had: 市经信委 of
    the document's own city, never of another."""
    issuer = _plain(metadata.issuer.value or "")
    theirs = places_in(f"{metadata.issuer.value} {metadata.region.value}")
    if not issuer or (theirs and not places_in(office) <= theirs):
        return False
    names = {_plain(office), *(_plain(n) for n in _other_names(office))}
    return any(name in issuer or issuer.endswith(name) for name in names if name)


def _has(wanted: ValidityStatus, status: ValidityStatus) -> bool:
    # What is amended in part is in force in the rest.
    is_in_force = wanted is ValidityStatus.IN_FORCE and status is ValidityStatus.AMENDED
    return status is wanted or is_in_force


def _may_be(record: DocumentRecord, office: str) -> bool:
    """Whether a document that does not say who issued it at least speaks of an office."""
    return record.metadata.issuer.value is None and _plain(office) in normalised(record.text)


def _other_names(office: str) -> Iterable[str]:
    asked = _plain(office)
    for entry in departments():
        names = [*entry.names]
        names += [entry.successor] if entry.successor else []
        if any(_plain(name) == asked for name in names):
            yield from names


def _plain(office: str) -> str:
    """An office's name without the place before it: 泰州市经信委 and 市经信委 are one."""
    form = normalised(office)
    for place in sorted(places_in(form), key=len, reverse=True):
        form = re.sub(rf"^{place}(?=[省市区县])", "", form)
    return form.replace("市政府", "市人民政府").replace("省政府", "省人民政府")


def _is_from(metadata: DocumentMetadata, region: str) -> bool:
    stated = f"{metadata.region.value} {metadata.title.value} {metadata.issuer.value}"
    return normalised(region).rstrip("省市区县") in normalised(stated)


def _concerns(record: DocumentRecord, industry: str) -> bool:
    word = normalised(industry)
    named = [w for i in record.metadata.industries for w in (i.code, i.name, *i.words)]
    return any(word in normalised(w) for w in named) or word in normalised(record.text)
