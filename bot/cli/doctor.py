"""``bot doctor``: looks at every part and says what to do about what is wrong."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.terminal import open_parts, out, print_json
from bot.console.health import Finding
from bot.wiring.diagnosis import diagnose, send_test


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象")] = False,
    test_to: Annotated[
        str, typer.Option("--send-test", help="再给这个用户（或这个群）发一条测试消息")
    ] = "",
) -> None:
    """检查数据库、索引、模型、数据源和每个已配置的渠道。"""
    parts = open_parts()
    findings = diagnose(parts)
    if test_to:
        findings += send_test(parts, test_to)
    if as_json:
        print_json({"checks": [finding.to_dict() for finding in findings]})
    else:
        for finding in findings:
            _show(finding)
    if any(finding.state == "failed" for finding in findings):
        raise typer.Exit(1)


def _show(finding: Finding) -> None:
    sign = {"ok": "[green]正常[/]", "off": "[dim]未启用[/]", "failed": "[red]异常[/]"}
    # What was found may hold square brackets, which are no markup: policybot[milvus].
    found = escape(f"{finding.part}：{finding.detail}")
    out.print(f"{sign[finding.state]}  {found}", highlight=False, soft_wrap=True)
    if finding.remedy:
        out.print(f"      处理：{finding.remedy}", markup=False, highlight=False, soft_wrap=True)
