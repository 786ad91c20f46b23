"""Documents are tested like code."""

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
    import re

    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
