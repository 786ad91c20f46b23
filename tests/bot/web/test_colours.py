"""What is written can be read by day and by night: the contrast of each pair of colours."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STATIC = files("bot.web").joinpath("static")
SHEETS = {
    entry.name: entry.read_text(encoding="utf-8")
    for entry in sorted(STATIC.iterdir(), key=lambda item: item.name)
    if entry.name.endswith(".css")
}
COLOURS = SHEETS["colours.css"]
NAMED = r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch)\(|:\s*(?:white|black|gr[ae]y|red)\b"
# WCAG 2.1, 1.4.3 and 1.4.11.
OF_TEXT, OF_SIGNS = 4.5, 3.0

# Inks that stand on any of the grounds below without naming one themselves.
GROUNDS = ("ground", "paper", "hover", "field", "head")
INKS = ("ink", "ink-soft", "blue", "blue-deep", "green", "green-ink", "amber", "red", "red-ink")
# Inks that inherit their ground or that a rule names in another place.
TEXT = (
    ("ink", "blue-soft"),
    ("ink", "mark"),
    ("ink", "green-soft"),
    ("ink-soft", "blue-soft"),
    ("ink", "grey-soft"),
    ("blue", "blue-soft"),
    ("blue", "amber-soft"),
    ("blue-deep", "hover"),
    ("on-fill", "fill-deep"),
    *((ink, ground) for ink in INKS for ground in GROUNDS),
)
# Each lamp has its word beside it, or yellow would be too pale by day.
SIGNS = (
    *((sign, ground) for sign in ("edge", "blue") for ground in ("ground", "paper", "field")),
    ("on-fill", "fill"),
    ("lamp-green", "paper"),
    ("lamp-blue", "paper"),
    ("lamp-red", "paper"),
    ("lamp-off", "paper"),
    ("lamp-red", "track"),
)


def written(text: str) -> dict[str, str]:
    """Return the colours that a part of the sheet sets, by name."""
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6});", text))


DAY_TEXT, _, NIGHT_TEXT = COLOURS.partition("@media screen and (prefers-color-scheme: dark)")
SCHEMES = {"day": written(DAY_TEXT), "night": written(NIGHT_TEXT)}


def met_in_a_rule() -> set[tuple[str, str]]:
    """Return the ink and the ground of every rule that names both."""
    pairs = set()
    for sheet in SHEETS.values():
        for rule in re.findall(r"\{([^{}]*)\}", sheet):
            ground = re.search(r"background(?:-color)?:\s*var\(--([\w-]+)\)", rule)
            ink = re.search(r"(?<![\w-])color:\s*var\(--([\w-]+)\)", rule)
            if ground and ink:
                pairs.add((ink[1], ground[1]))
    return pairs


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours as WCAG counts it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    wide = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    red, green, blue = (int(wide[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), sorted({*TEXT, *met_in_a_rule()}))
def test_text_can_be_read_on_its_ground(scheme: str, ink: str, ground: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[ink], colours[ground]) >= OF_TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGNS)
def test_edges_and_lamps_can_be_seen(scheme: str, sign: str, ground: str) -> None:
    colours = SCHEMES[scheme]
    assert contrast(colours[sign], colours[ground]) >= OF_SIGNS


def test_the_contrast_is_the_one_of_the_standard() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_the_night_has_every_colour_of_the_day() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"--([\w-]+):", text))

    assert names(DAY_TEXT) == names(NIGHT_TEXT)


@pytest.mark.parametrize("name", sorted(SHEETS.keys() - {"colours.css"}))
def test_no_other_sheet_names_a_colour(name: str) -> None:
    assert re.findall(NAMED, SHEETS[name]) == []


def test_every_name_that_a_sheet_uses_is_set_somewhere() -> None:
    everything = "\n".join(SHEETS.values())
    used = set(re.findall(r"var\(--([\w-]+)", everything))
    assert used - set(re.findall(r"--([\w-]+):", everything)) == set()
