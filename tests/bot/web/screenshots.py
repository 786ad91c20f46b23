"""Takes the pictures of docs/screenshots from a running demonstration.

``python -m tests.bot.web.screenshots http://127.0.0.1:8000 docs/screenshots``
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.bot.web.chromium import DESK, PHONE, chromium, opened
from tests.retrieval.documents.formats.made_files import photograph

HOW_SOON = "企业有困难向政府反映，多久能有回音？"
SOUGHT = "专精特新"
OFFICIAL = "u007"
LEADER = "u001"
ADMINISTRATOR = "u038"
CANTEEN = "食堂补贴怎么领？"
NOTICE = (
    "市政府办公室关于印发泰州市推进五大主导产业",
    "高质量发展工作方案（2018—2020年）的通知",
    "各市（区）人民政府，市各委、办、局，市各直属单位：",
    "《泰州市推进五大主导产业高质量发展的工作方案》",
    "已经市政府第18次常务会议讨论通过，现印发你们。",
    "泰州市人民政府办公室",
    "2018年9月14日",
)
MARGIN = 24
GROUND = "#dfe5ee"
COLOURS = 255


def take_all(browser: Browser, address: str, folder: Path) -> None:
    """Take every picture; each starts from a fresh visit."""
    with opened(browser, address, PHONE) as page:
        save(page, folder / "chat-start-phone.png")
        ask(page, HOW_SOON)
        save(page, folder / "chat-answer-phone.png")
        page.locator(".citation-clause").first.click()
        expect(page.locator("mark.sentence")).to_be_in_viewport()
        save(page, folder / "clause-phone.png")
    with opened(browser, address, PHONE, scheme="dark") as page:
        ask(page, HOW_SOON)
        save(page, folder / "chat-answer-dark-phone.png")
    with opened(browser, address, PHONE) as page:
        page.locator("#person").select_option(OFFICIAL)
        page.get_by_role("button", name="新对话").click()
        ask(page, "五个产业分别完成多少,列个表")
        save(page, folder / "chat-table-phone.png")
    with opened(browser, address, PHONE) as page:
        picture = photograph(*NOTICE)
        page.locator("#attach").set_input_files(
            {"name": "通知.jpg", "mimeType": "image/jpeg", "buffer": picture}
        )
        expect(page.locator(".answer-tools")).to_be_visible(timeout=120_000)
        save(page, folder / "notice-phone.png")
    with opened(browser, address, PHONE) as page:
        page.locator("#person").select_option(OFFICIAL)
        page.get_by_role("button", name="对话记录").click()
        page.get_by_role("button", name="督办提醒").click()
        expect(page.locator(".answer-alert").first).to_be_visible()
        save(page, folder / "reminders-phone.png")
    with opened(browser, f"{address}/signin", PHONE) as page:
        save(page, folder / "signin-phone.png")
    with opened(browser, address, DESK) as page:
        page.locator("#person").select_option(OFFICIAL)
        page.get_by_role("button", name="新对话").click()
        ask(page, "1到10月五大产业产值多少")
        ask(page, "离8家百亿企业还差几家")
        save(page, folder / "chat-figure-desk.png")
        page.locator(".citation-clause").last.click()
        expect(page.locator("mark.sentence")).to_be_in_viewport()
        save(page, folder / "clause-desk.png")

    for width, size in (("phone", PHONE), ("desk", DESK)):
        with opened(browser, f"{address}/documents?q={SOUGHT}&region=泰州市", size) as page:
            save(page, folder / f"documents-{width}.png")

    take_board(browser, address, folder)
    take_console(browser, address, folder)
    overview(folder, folder / "overview.png")


def take_board(browser: Browser, address: str, folder: Path) -> None:
    """Take the board as a leader of the city sees it."""
    pages = {
        "indicators": "/board",
        "figure": "/board/figure?indicator=M09&industry=IND&place=321200",
        "deliverables": "/board/deliverables",
        "projects": "/board/projects?amount=5",
        "tasks": "/board/tasks",
    }
    for width, size in (("phone", PHONE), ("desk", DESK)):
        for name, path in pages.items():
            joint = "&" if "?" in path else "?"
            with opened(browser, f"{address}{path}{joint}user={LEADER}", size) as page:
                save(page, folder / f"board-{name}-{width}.png")


def take_console(browser: Browser, address: str, folder: Path) -> None:
    """Take the console as its administrator sees it, with something waiting in it."""
    for question in (CANTEEN, "请问食堂补贴怎么领啊", "小车队班车几点开？"):
        with opened(browser, address, PHONE) as page:
            ask(page, question)
    pages = {
        "home": "/console",
        "documents": "/console/documents",
        "questions": "/console/questions",
        "question": f"/console/questions/one?q={CANTEEN}",
        "indicator": "/console/catalogue/K01",
    }
    for width, size in (("phone", PHONE), ("desk", DESK)):
        for name, path in pages.items():
            joint = "&" if "?" in path else "?"
            with opened(browser, f"{address}{path}{joint}user={ADMINISTRATOR}", size) as page:
                save(page, folder / f"console-{name}-{width}.png")
        with opened(browser, f"{address}/console/documents?user={ADMINISTRATOR}", size) as page:
            page.locator(".shelf a").first.click()
            save(page, folder / f"console-document-{width}.png")
            page.get_by_role("link", name="上传新版本").click()
            save(page, folder / f"console-version-{width}.png")


def overview(folder: Path, path: Path) -> None:
    """Set a phone and a desk side by side: the one picture that shows what this is."""
    phone, desk = (
        Image.open(folder / name).convert("RGB")
        for name in ("chat-answer-phone.png", "board-indicators-desk.png")
    )
    height = max(phone.height, desk.height)
    picture = Image.new("RGB", (phone.width + desk.width + 3 * MARGIN, height + 2 * MARGIN), GROUND)
    picture.paste(phone, (MARGIN, MARGIN))
    picture.paste(desk, (phone.width + 2 * MARGIN, MARGIN))
    picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)


def ask(page: Page, question: str) -> None:
    """Ask and wait for the whole answer."""
    page.get_by_label("输入问题").fill(question)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".exchange:last-child .answer-tools")).to_be_visible(timeout=60_000)


def save(page: Page, path: Path) -> None:
    """Save the visible part with few colours, which keeps the file small."""
    page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(path, optimize=True)


def main() -> None:
    """Read the address and the folder from the command line."""
    address, folder = sys.argv[1], Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as scratch, chromium(Path(scratch)) as browser:
        take_all(browser, address, folder)


if __name__ == "__main__":
    main()
