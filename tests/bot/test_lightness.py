"""Nothing heavy is imported before it is needed."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["bot.cli", "bot.app", "retrieval", "kpi_adapter"])
def test_importing_loads_neither_torch_nor_a_chart_library(module: str) -> None:
    program = (
        f"import sys, {module}\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'matplotlib', 'faiss'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
