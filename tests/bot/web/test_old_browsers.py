"""Offices keep browsers for years: no page but the console needs a newer one than Chromium 90."""

from __future__ import annotations

from importlib.resources import files

import pytest

# What came later (caniuse.com), as it would be written. `text-wrap` and `field-sizing` only
# make things prettier and are ignored elsewhere.
TOO_NEW = {
    ".css": (":has(", "@container", "@layer", "color-mix(", "oklch(", "subgrid", "@starting-style"),
    ".js": (
        ".at(",
        ".findLast",
        ".toSorted(",
        ".toReversed(",
        "structuredClone(",
        "Object.hasOwn(",
        "Object.groupBy(",
        "Promise.withResolvers",
        "static {",
        "showPopover(",
    ),
}
STATIC = sorted(
    entry.name
    for entry in files("bot.web").joinpath("static").iterdir()
    if entry.name.endswith(tuple(TOO_NEW)) and not entry.name.startswith("console")
)


@pytest.mark.parametrize("name", STATIC)
def test_no_file_needs_a_newer_browser(name: str) -> None:
    text = files("bot.web").joinpath("static", name).read_text(encoding="utf-8")
    suffix = name[name.rfind(".") :]
    assert [word for word in TOO_NEW[suffix] if word in text] == []


@pytest.mark.parametrize("name", STATIC)
def test_no_file_is_long(name: str) -> None:
    text = files("bot.web").joinpath("static", name).read_text(encoding="utf-8")
    assert text.count("\n") <= 400
