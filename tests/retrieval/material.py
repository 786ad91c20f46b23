"""Where the texts and the measuring sets lie."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
POLICY_DOCS = REPOSITORY / "policy_docs"
SEED = next(POLICY_DOCS.glob("*.txt"))
_SHARED = REPOSITORY.parent / "shared"


def shared(*parts: str) -> Path:
    """A path of the shared material, or skip the test that needs it."""
    path = _SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} of the shared material is not beside this checkout")
    return path
