"""Documents are tested like code."""

import re
from pathlib import Path

from bot.cli.settings import settings_page

REPOSITORY = Path(__file__).resolve().parent.parent


def test_the_settings_page_is_what_the_program_has() -> None:
    written = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == settings_page(), "make it anew: bot settings > docs/settings.md"


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for page in ("README.md", "README.zh-CN.md"):
        text = (REPOSITORY / page).read_text(encoding="utf-8")
        named = [line.split()[1] for line in text.splitlines() if line.startswith("make ")]
        assert named
        for target in named:
            assert f"\n{target}:" in makefile, f"{page} names make {target}"


def test_every_local_link_of_a_document_leads_somewhere() -> None:
    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_path_a_document_names_exists() -> None:
    inside = r"`((?:bot|retrieval|kpi_adapter|policy_docs|tests|deploy|docs)/[\w./-]+)`"
    for page in [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]:
        for named in re.findall(inside, page.read_text(encoding="utf-8")):
            assert (REPOSITORY / named).exists(), f"{page.name} names {named}"


def test_every_room_stands_on_the_map() -> None:
    text = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
    for top in ("bot", "retrieval"):
        for room in (REPOSITORY / top).glob("*/__init__.py"):
            assert f"`{top}/{room.parent.name}/`" in text, f"the map lacks {room.parent}"
