"""First paint and weight of every page of a running demonstration, in a fresh browser each.

``python -m tests.benchmarks.pages http://127.0.0.1:8000``
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tests.bot.web.chromium import PHONE, chromium
from tests.end_to_end.test_browser_weight import transferred

ROUNDS = 5
ADMIN, LEADER = "u038", "u001"
BOARD = ("", "/deliverables", "/projects", "/tasks")
SECTIONS = (
    "",
    "/documents",
    "/questions",
    "/catalogue",
    "/tasks",
    "/appeals",
    "/messages",
    "/people",
    "/calendar",
    "/audit",
    "/health",
)
PATHS = (
    "/",
    "/documents",
    "/signin",
    *(f"/board{path}?user={LEADER}" for path in BOARD),
    f"/board/figure?indicator=M09&industry=IND&place=321200&user={LEADER}",
    *(f"/console{path}?user={ADMIN}" for path in SECTIONS),
)


def first_paint(browser: Browser, url: str) -> float:
    """Return the milliseconds from asking for `url` to its first contentful paint."""
    # Waiting evaluates text in the page, which its own policy rightly forbids.
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, bypass_csp=True)
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    found = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return float(found)


def say(line: str) -> None:
    """Write a line at once: a page may take a while."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(address: str) -> None:
    """Print one line a page: median and worst of the rounds, and what a first visit loads."""
    say(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as scratch, chromium(Path(scratch)) as browser:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}/documents")
        clause = page.locator("main a[href^='/documents/']").first.get_attribute("href")
        context.close()
        for path in (*PATHS, clause or "/documents"):
            paints = [first_paint(browser, address + path) for _ in range(ROUNDS)]
            weight = transferred(browser, address + path) / 1000
            shown = f"{statistics.median(paints):6.0f} ms {max(paints):6.0f} ms {weight:6.0f} kB"
            say(f"{shown}  {path}")


if __name__ == "__main__":
    main(sys.argv[1])
