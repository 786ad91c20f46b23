"""What describes the container agrees with the program; deploy/check_image.sh tries it out."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTIONS = ("Dockerfile", "compose.yaml", "deploy/check_image.sh")
LEFT_OUT = {"sentence-transformers", "torch", "transformers"}


def requirements(*extras: str) -> set[str]:
    script = ROOT / "deploy" / "serving_requirements.py"
    done = subprocess.run(
        [sys.executable, script, ROOT / "pyproject.toml", *extras],
        capture_output=True,
        text=True,
        check=True,
    )
    found = (re.match(r"[\w.-]+", line) for line in done.stdout.splitlines())
    return {match[0] for match in found if match}


def test_only_what_other_models_need_is_left_out_of_the_image() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    assert all(f'"{name}' in text for name in LEFT_OUT)
    served = requirements()
    assert not served & LEFT_OUT
    assert {"fastapi", "faiss-cpu", "tokenizers", "sqlalchemy", "wechatpy"} <= served
    assert requirements("milvus") - served == {"pymilvus"}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_every_setting_named_is_a_setting(name: str) -> None:
    named = set(re.findall(r"\bBOT_[A-Z_]+\b", (ROOT / name).read_text("utf-8")))
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert named
    assert [one for one in sorted(named) if f"`{one}`" not in page] == []


def test_what_the_dockerfile_copies_is_there_and_let_through() -> None:
    allowed = set(re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE))
    copied = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE
    )
    sources = {source for line in copied for source in line.split()}
    assert sources <= allowed
    assert all((ROOT / source).exists() for source in sources)


def test_the_service_runs_twice_unprivileged_on_a_read_only_root() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    bot = services["bot"]
    assert bot["deploy"]["replicas"] == 2
    assert bot["read_only"]
    assert bot["cap_drop"] == ["ALL"]
    assert {"postgres", "milvus"} <= set(bot["depends_on"])
    assert re.search(r"^USER 10001", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
