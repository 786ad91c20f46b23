"""What every page owes its readers: axe's rules, and targets a thumb can hit."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.bot.web.chromium import loaded

# WCAG 2.1, 2.5.5. Links inside text and cards whose whole surface is the link are let pass; so
# is the table of contents on a desk, where a mouse points.
_SMALL_TARGETS = r"""() => {
  const least = matchMedia('(min-width: 1024px)').matches ? 36 : 44;
  const controls = document.querySelectorAll('a[href], button, select, textarea, summary');
  return [...controls].filter((control) => {
    if (!control.checkVisibility({checkVisibilityCSS: true})) return false;
    if (control.classList.contains('skip')) return false;
    if (control.tagName === 'A') {
      const covers = getComputedStyle(control, '::after').position === 'absolute';
      if (covers || getComputedStyle(control).display === 'inline') return false;
    }
    const {width, height} = control.getBoundingClientRect();
    return width < least || height < least;
  }).map((control) => control.outerHTML.slice(0, 80));
}"""


def small_targets(page: Page) -> list[str]:
    """Return the controls that are too small to be touched."""
    found: list[str] = loaded(page).evaluate(_SMALL_TARGETS)
    return found


def axe_violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong, of whatever impact; skips without its package."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python"
    )
    response = axe.Axe().run(loaded(page)).response
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']}"
        for violation in response["violations"]
        for node in violation["nodes"]
    ]
