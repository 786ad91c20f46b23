"""At which level of government a document was issued, and for which region, from its issuer."""

from __future__ import annotations

import re

from retrieval.documents.metadata import TextField
from retrieval.documents.prefecture_cities import PREFECTURE_CITIES
from retrieval.text_form import folded

_NATIONAL = re.compile(
    r"国务院|中共中央|中央(?:军委|办公厅|纪委)|全国人民代表大会|全国人大|中华人民共和国|最高人民(?:法院|检察院)"
    r"|国家(?!级|高新|经济|大学)[\u4e00-\u9fa5]{2,14}(?:局|委|委员会|办公室|部|署|银行)"
    r"|(?:外交|国防|发展改革|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源(?:和)?社会保障|自然资源|生态环境"
    r"|环境保护|住房(?:和)?城乡建设|交通运输|交通|水利|农业|农业农村|商务|文化|文化和旅游|卫生|应急管理|建设|人事|劳动保障"
    r"|信息产业|铁道|国土资源)部|海关总署|税务总局|市场监管总局|人民银行|证监会|银监会|银保监会"
)
_MUNICIPALITY = re.compile(r"(?:北京|上海|天津|重庆)市?")
_PROVINCE = re.compile(r"[\u4e00-\u9fa5]{2,6}?(?:省|自治区)|省(?!级)")
_CITY = re.compile(
    r"[\u4e00-\u9fa5]{2,8}?(?:市(?!场)|自治州|地区|盟)"
    r"|市(?!场)(?=政府|人民政府|委|[\u4e00-\u9fa5]{1,12}(?:局|委|办))"
)
_INNER_CITY = re.compile(r"[\u4e00-\u9fa5]{2,4}?市(?=政府|人民政府)")
_DISTRICT = re.compile(r"[\u4e00-\u9fa5]{2,8}?(?:区|县|旗)(?!长)")
# Cities of the province at county level; a 市 on neither list has a level its name does not tell.
_COUNTY_CITIES = frozenset(
    (
        *("江阴", "宜兴", "新沂", "邳州", "溧阳", "常熟", "张家港", "昆山", "太仓", "启东", "如皋"),
        *("海安", "东台", "仪征", "高邮", "丹阳", "扬中", "句容", "靖江", "泰兴", "兴化"),
    )
)
_TOWN = re.compile(r"(?:[镇乡]|街道)(?:人民政府|办事处|党委)")
_REGION = re.compile(
    r"(?:[\u4e00-\u9fa5]{2,6}?(?:省|自治区))?(?:[\u4e00-\u9fa5]{2,8}?(?:市|自治州|地区|盟))?"
    r"(?:[\u4e00-\u9fa5]{2,8}?(?:区|县|旗))?(?=人民|政府|[\u4e00-\u9fa5])"
)


def level_of(issuer: TextField) -> TextField:
    """国家级, 省级, 市级, 县级 or 乡级; null where the issuer's name does not tell."""
    name = re.split("、", folded(issuer.value or ""))[0]
    level = _level(name)
    return _from(issuer, level)


def region_of(issuer: TextField) -> TextField:
    """The place in the issuer's name (泰州市 of 泰州市人民政府); null for national offices."""
    name = re.split("、", folded(issuer.value or ""))[0]
    level = _level(name)
    if level == "国家级" or (level is None and not _CITY.match(_PROVINCE.sub("", name, count=1))):
        return TextField()
    found = _REGION.match(name)
    return _from(issuer, found.group() if found and len(found.group()) > 2 else None)


def _level(name: str) -> str | None:
    if not name:
        return None
    if _NATIONAL.match(name):
        return "国家级"
    if _TOWN.search(name):
        return "乡级"
    rest = _PROVINCE.sub("", name, count=1)
    if _MUNICIPALITY.match(rest):
        return "县级" if _DISTRICT.search(_MUNICIPALITY.sub("", rest, count=1)) else "省级"
    if city := _CITY.match(rest):
        inner = rest[city.end() :]
        is_inside = _DISTRICT.match(inner) or (city.group() != "市" and _INNER_CITY.match(inner))
        if city.group().rstrip("市") in _COUNTY_CITIES or is_inside:
            return "县级"
        is_city = city.group().endswith("市") and city.group() != "市"
        is_known = not is_city or city.group().rstrip("市") in PREFECTURE_CITIES
        return "市级" if is_known else None
    if _DISTRICT.match(rest):
        return "县级"
    return "省级" if rest != name else None


def _from(issuer: TextField, value: str | None) -> TextField:
    if value is None:
        return TextField()
    place = f"由发文机关“{issuer.value}”判断"
    return TextField(value=value, read_from=place, start=issuer.start, end=issuer.end)
