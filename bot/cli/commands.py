"""Groups of commands whose `--help` is Chinese: Typer frames what we say in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import typer
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from bot.cli.terminal import out

_HELP = "显示这段说明"
_OPTIONS, _COMMAND = "[选项]", "命令 …"

Row = tuple[str, str]


class Command(TyperCommand):
    """One command."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help; what Typer would format stays empty."""
        del formatter
        _print_help(self, ctx, usage=_named(self, ctx), commands=[])


class Group(TyperGroup):
    """A command that holds others."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help, with what each command does."""
        del formatter
        commands = [(name, command.help or "") for name, command in self.commands.items()]
        _print_help(self, ctx, usage=[_COMMAND], commands=commands)


class Commands(typer.Typer):
    """A group to which commands are added as to any other of Typer."""

    def __init__(self, *, help: str, **more: Any) -> None:
        super().__init__(cls=Group, help=help, no_args_is_help=True, **more)

    def command(self, name: str | None = None, **more: Any) -> Callable[[Any], Any]:
        """Return what makes a function the command `name`."""
        return super().command(name, cls=Command, **more)


def _named(command: TyperCommand, ctx: Any) -> list[str]:
    found = [one for one in command.get_params(ctx) if isinstance(one, TyperArgument)]
    return [_name(one) if one.required else f"[{_name(one)}]" for one in found]


def _name(argument: TyperArgument) -> str:
    return f"{argument.display_name_raw}{'' if argument.nargs == 1 else '…'}"


def _print_help(
    command: TyperCommand | TyperGroup, ctx: Any, *, usage: list[str], commands: list[Row]
) -> None:
    params = command.get_params(ctx)
    arguments = [one for one in params if isinstance(one, TyperArgument)]
    options = [one for one in params if isinstance(one, TyperOption)]
    said = " ".join([ctx.command_path, _OPTIONS, *usage])
    out.print(Text(f"用法：{said}\n\n{command.help or ''}"))
    _print_rows("参数", [(_name(one), _about(one)) for one in arguments])
    _print_rows("选项", [(_written(one), _about(one)) for one in options])
    _print_rows("命令", commands)


def _written(option: TyperOption) -> str:
    """Return how an option is written: a flag alone, any other with a value."""
    names = "、".join((*option.opts, *option.secondary_opts))
    return names if option.is_flag else f"{names} 值"


def _about(param: TyperArgument | TyperOption) -> str:
    if "--help" in param.opts:
        return _HELP
    return f"{param.help or ''}{_must_or_default(param)}"


def _must_or_default(param: TyperArgument | TyperOption) -> str:
    if param.required:
        return "（必填）"
    default = param.default
    is_worth_saying = isinstance(default, str | int | float) and not isinstance(default, bool)
    return f"（默认 {default}）" if is_worth_saying and default != "" else ""


def _print_rows(title: str, rows: Iterable[Row]) -> None:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for name, about in rows:
        grid.add_row(Text(name), Text(about))
    if grid.row_count:
        out.print(Text(f"\n{title}"))
        out.print(Padding(grid, (0, 0, 0, 2)))
