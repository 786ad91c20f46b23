"""Documents are tested like code."""

import re
from pathlib import Path

import typer.main
from typer.core import TyperArgument, TyperCommand, TyperGroup

from bot.cli import app
from bot.cli.settings import settings_page
from kpi_adapter.sources.selection import COLUMNS, Dataset

REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
DECISIONS = REPOSITORY / "docs" / "decisions"
# What was true of an earlier version stays written as it was.
OF_TODAY = [page for page in DOCUMENTS if page.name != "CHANGELOG.md" and page.parent != DECISIONS]
# Numbers that no page ever had; the list of decisions says so.
NEVER_GIVEN = {13}
# `bot brief quarter 2019Q3`, `bot task list|show`: the words up to the first that is no command.
COMMAND = re.compile(r"(?:`|\.venv/bin/|^)bot ((?:[a-z]+(?:\\?\|[a-z]+)* ?)+)", re.MULTILINE)


def test_the_settings_page_is_what_the_program_has() -> None:
    written = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == settings_page(), "make it anew: bot settings > docs/settings.md"


def test_every_make_target_of_the_documents_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    named = {
        (page.name, target)
        for page in OF_TODAY
        for target in re.findall(r"(?:^|`)make ([a-z-]+)", text_of(page), re.MULTILINE)
    }
    assert {page for page, _ in named} >= {"README.md", "README.zh-CN.md"}
    assert [one for one in sorted(named) if f"\n{one[1]}:" not in makefile] == []


def test_every_local_link_of_a_document_leads_somewhere() -> None:
    for page in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#\s]+)", text_of(page)):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_file_and_folder_that_a_document_names_is_there() -> None:
    ours = r"`((?:bot|tests|deploy|docs|retrieval|kpi_adapter|policy_docs)/[\w./-]*)`"
    missing = [
        (page.name, name)
        for page in OF_TODAY
        for name in re.findall(ours, text_of(page))
        if not (REPOSITORY / name).exists()
    ]
    assert missing == []


def test_every_command_that_a_document_names_exists() -> None:
    unknown = [
        (page.name, said) for page in OF_TODAY for said in commands(page) if not is_command(said)
    ]
    assert commands(REPOSITORY / "README.md")
    assert unknown == []


def test_the_commands_of_the_readmes_name_all_that_they_need() -> None:
    lacking = [
        (name, said)
        for name in ("README.md", "README.zh-CN.md")
        # `list|show` is short for several, which each need something else.
        for said in re.findall(r"`bot ([a-z][^`|]*)`", text_of(REPOSITORY / name))
        if lacks(said.split())
    ]
    assert lacking == []


def test_the_map_shows_every_room() -> None:
    map_of_rooms = text_of(REPOSITORY / "docs" / "architecture.md")
    rooms = [
        f"{package}/{room.name}/"
        for package in ("bot", "retrieval", "kpi_adapter")
        for room in (REPOSITORY / package).iterdir()
        if (room / "__init__.py").exists()
    ]
    assert rooms
    assert [room for room in rooms if f"`{room}`" not in map_of_rooms] == []


def test_the_list_of_decisions_has_every_page_under_its_title_and_names_the_gaps() -> None:
    listed = text_of(DECISIONS / "README.md")
    pages = {int(page.name[:4]): page for page in DECISIONS.glob("0*.md")}
    for number, page in pages.items():
        heading = text_of(page).splitlines()[0].removeprefix(f"# {number}. ")
        assert f"- [{number}]({page.name}) {heading}\n" in listed
    assert set(range(1, max(pages) + 1)) - pages.keys() == NEVER_GIVEN
    for number in NEVER_GIVEN:
        assert f"- {number} was never given" in listed


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(page: Path) -> list[list[str]]:
    """Return the commands a page names, each of `list|show` by itself, as words."""
    found = []
    for said in COMMAND.findall(text_of(page)):
        first, *rest = said.replace("\\", "").split()
        for choice in rest[0].split("|") if rest else [""]:
            found.append([first, choice] if choice else [first])
    return found


def is_command(words: list[str]) -> bool:
    """Tell whether `bot` has a command of these words; what follows a command is its argument."""
    command = typer.main.get_command(app)
    for word in words:
        if not isinstance(command, TyperGroup):
            return True
        if word not in command.commands:
            return False
        command = command.commands[word]
    return not isinstance(command, TyperGroup)


def lacks(words: list[str]) -> bool:
    """Tell whether a command as it is written lacks an argument or an option that it requires."""
    command = typer.main.get_command(app)
    while isinstance(command, TyperGroup):
        command, words = command.commands[words[0]], words[1:]
    assert isinstance(command, TyperCommand)
    required = [one for one in command.params if one.required]
    options = {one.opts[0] for one in required if not isinstance(one, TyperArgument)}
    given = [word for word in words if not word.startswith(("-", "["))]
    return not options <= set(words) or len(given) < len(required)


def test_who_offers_a_json_service_reads_of_every_column_it_must_have() -> None:
    page = (REPOSITORY / "docs" / "importing.md").read_text("utf-8")
    datasets = [dataset for dataset in COLUMNS if dataset is not Dataset.WORK]
    columns = [column for dataset in datasets for column in COLUMNS[dataset]]
    assert [name for name in (*datasets, *columns) if f"`{name}`" not in page] == []
