"""Prints what the service needs from pyproject.toml, without what only other models need.

The encoder that is shipped runs in ONNX Runtime; torch, transformers and sentence-transformers are
for models named in BOT_RETRIEVAL__MODEL and weigh more than everything else together.

    python deploy/serving_requirements.py pyproject.toml [EXTRA ...]
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

FOR_OTHER_MODELS = {"sentence-transformers", "torch", "transformers"}


def serving_requirements(pyproject: Path, extras: list[str]) -> list[str]:
    """Return the requirements, and those of `extras`."""
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    return [one for one in wanted if _name(one) not in FOR_OTHER_MODELS]


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return found[0].lower() if found else ""


if __name__ == "__main__":
    sys.stdout.write("\n".join(serving_requirements(Path(sys.argv[1]), sys.argv[2:])) + "\n")
