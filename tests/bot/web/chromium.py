"""A real headless Chromium: the system's, or Playwright's own."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What is there is found at once; a busy machine may need long to bring it.
PATIENCE_MS = 60_000
PHONE = (390, 844)
DESK = (1280, 800)
Scheme = Literal["light", "dark"]

expect.set_options(timeout=PATIENCE_MS)


@contextmanager
def chromium(folder: Path) -> Iterator[Browser]:
    """Run a browser until the block ends; skips where there is none."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=_executable(), args=list(FLAGS), env=_environment(folder)
            )
        except Error as exc:
            pytest.skip(f"no Chromium: set BOT_CHROMIUM or run playwright install ({exc.name})")
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, address: str, size: tuple[int, int], *, scheme: Scheme = "light"
) -> Iterator[Page]:
    """Open `address`; console errors and uncaught exceptions fail the test at the end.

    `scheme` is what the reader's device prefers, by day or by night.

    ``Failed to load resource`` is what the browser logs for an answer of 4xx or 5xx, which the
    page is meant to show in its own words.
    """
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=size == PHONE,
        is_mobile=size == PHONE,
        reduced_motion="reduce",
        color_scheme=scheme,
    )
    faults: list[str] = []
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: (
            faults.append(message.text)
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    page.goto(address)
    yield page
    context.close()
    assert faults == []


def loaded(page: Page) -> Page:
    """Wait for the page under way.

    A click returns once the answer has begun; until its first bytes are parsed the page has no
    root element to measure, and until its scripts have run it hears nothing.
    """
    page.wait_for_load_state("load")
    return page


def has_sideways_scroll(page: Page) -> bool:
    """Tell whether the page is wider than the screen."""
    return bool(
        loaded(page).evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )


def _executable() -> str | None:
    named = os.environ.get("BOT_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


def _environment(folder: Path) -> dict[str, str | float | bool]:
    # The browser's own words (选择文件) are Chinese where it has them (Debian: chromium-l10n).
    environment: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "zh_CN"}
    # A machine without Chinese fonts would show boxes; a package brings some along.
    found = importlib.util.find_spec("mplfonts")
    if found is None or found.origin is None:
        return environment
    fonts = Path(found.origin).parent / "fonts"
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>/usr/share/fonts</dir><dir>{fonts}</dir>"
        f"<cachedir>{folder / 'font-cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    environment["FONTCONFIG_FILE"] = str(configuration)
    return environment
