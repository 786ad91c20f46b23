"""Nothing heavy is imported before it is needed."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["bot.cli", "bot.app", "retrieval", "kpi_adapter"])
def test_importing_loads_nothing_that_only_an_answer_needs(module: str) -> None:
    program = (
        f"import sys, {module}\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'matplotlib', 'faiss'}\n"
        "heavy |= {'pypinyin', 'jieba', 'opencc', 'onnxruntime'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
