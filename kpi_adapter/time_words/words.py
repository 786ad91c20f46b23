"""Words for numbers and parts of the day in time expressions."""

from __future__ import annotations

DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
          "七": 7, "八": 8, "九": 9}  # fmt: skip
_UNITS = {"十": 10, "百": 100, "千": 1000}
N = r"(?:\d+|[〇零一二两三四五六七八九十百千]+)"
SMALL = r"(?:[0-5]?\d|[二三四五]?十[一二三四五六七八九]?|[〇零]?[〇零一二两三四五六七八九])"
# First hour and last hour (its last minute included) of each part of the day.
PARTS = {
    "凌晨": (0, 4), "半夜": (0, 4), "午夜": (0, 0), "前半夜": (0, 2), "上半夜": (0, 2),
    "后半夜": (2, 4), "下半夜": (2, 4), "黎明": (4, 6), "拂晓": (4, 6), "清晨": (5, 7),
    "清早": (5, 8), "一早": (5, 8), "早晨": (6, 9), "早上": (6, 9), "早间": (6, 9), "大早": (5, 8),
    "早": (6, 9), "上午": (7, 11), "中午": (12, 13), "正午": (12, 12), "午后": (13, 14),
    "午间": (12, 13), "下午": (13, 17), "傍晚": (17, 18), "黄昏": (17, 18), "晚上": (18, 23),
    "晚间": (20, 23), "夜间": (20, 23), "夜里": (20, 23), "夜晚": (20, 23), "深夜": (23, 23),
    "晚": (18, 23), "白天": (6, 17),
}  # fmt: skip
NOON = 12


def number(text: str) -> int:
    """Read what `N` matched: 十二, 二〇一九, 两千零四, 15. Raises ValueError otherwise."""
    if text.isdigit():
        return int(text)
    if not text or any(sign not in DIGITS and sign not in _UNITS for sign in text):
        raise ValueError(f"“{text}”不是数")
    if not any(sign in _UNITS for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in _UNITS:
            total += (digit or 1) * _UNITS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return total + digit


def hour_in(part: tuple[int, int] | None, hour: int) -> int:
    """The hour of 24 that a said hour means in a part of the day; 24 is the next midnight."""
    if part is None or hour > NOON:
        return hour
    first, last = part
    if first >= NOON and hour < NOON:
        return hour + NOON
    if hour == NOON and (last == 23 or first >= 18):
        return 24
    return 0 if hour == NOON and last < NOON else hour
