"""Takes pictures of the console's pages, for people to look at.

Run `python -m tests.bot.web.console_shots FOLDER [PART…]`: every page of the demonstration
city's console on a telephone and on a desk, or those whose address holds a PART.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime
from pathlib import Path

from bot.clock import BUSINESS_ZONE, ManualClock
from bot.demo.prepare import prepare_demo
from bot.settings import load_settings
from bot.wiring import Parts
from tests.bot.web.chromium import chromium, opened
from tests.bot.web.console import ADMIN, console_app
from tests.bot.web.serving import served

SIZES = {"phone": (390, 844), "desk": (1440, 900)}
NOW = datetime(2019, 11, 15, 9, 0, tzinfo=BUSINESS_ZONE)
PATHS = (
    "",
    "/tasks",
    "/tasks?light=red",
    "/tasks/new",
    "/tasks/new/check?title=编制图谱&basis_clause=三-1&owner_user_id=u007&co=KJJ",
    "/tasks/new/check?title=&basis_clause=乱&owner_user_id=nobody",
    "/tasks/no/42",
    "/tasks/no/42/transfer",
    "/tasks/no/42/set_deadline",
    "/tasks/no/42/withdraw",
    "/tasks/import",
    "/tasks?q=没有这样的任务",
    "/appeals",
    "/appeals?state=all",
    "/messages",
    "/messages/scan",
    "/messages/unreachable",
    "/people",
    "/people/of/u007",
    "/people/of/u007/edit",
    "/people/of/u006/deactivate",
    "/people/of/u007/code",
    "/people/new",
    "/people/departments",
    "/people/departments/edit?code=JXW",
    "/people/import",
    "/calendar",
    "/calendar/import",
    "/audit",
    "/audit?kind=tasks",
    "/audit?kind=figures",
    "/health",
    "/health/now",
)


def city(folder: Path) -> Parts:
    """Return the demonstration city with its appeals."""
    settings = load_settings(data_dir=folder, demo=True, retrieval={"model": "hashing"})
    parts = Parts(settings, clock=ManualClock(NOW))
    prepare_demo(parts, say=lambda _: None)
    return parts


def main(target: Path, wanted: list[str]) -> None:
    """Write one picture a page and size into `target`."""
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        parts = city(Path(folder) / "city")
        parts.launch()
        with served(console_app(parts)) as url, chromium(Path(folder)) as browser:
            appeal = parts.appeals.service.find(parts.directory.require(ADMIN))[0].appeal_no
            paths = (*PATHS, f"/appeals/no/{appeal}", f"/appeals/no/{appeal}/answer")
            for path in paths:
                if wanted and not any(part in path for part in wanted):
                    continue
                joiner = "&" if "?" in path else "?"
                for size, pixels in SIZES.items():
                    address = f"{url}/console{path}{joiner}user={ADMIN}"
                    with opened(browser, address, pixels) as page:
                        name = path.strip("/").replace("/", "_").replace("?", "-") or "home"
                        page.screenshot(path=target / f"{name[:60]}.{size}.png", full_page=True)
        parts.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
