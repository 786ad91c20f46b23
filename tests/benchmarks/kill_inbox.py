"""SIGKILL of the service and its answerers at random moments while messages come in.

`python -m tests.benchmarks.kill_inbox [ROUNDS]`; counts messages lost or answered twice.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from tests.end_to_end.inbox_kills import InboxKills

ROUNDS = 40
SEED = 20191115


def main(rounds: int) -> int:
    """Run the rounds and print what came of them; return how many faults there were."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as made:
        found = InboxKills(Path(made), rounds, SEED).run()
    out = Console(highlight=False)
    for name, value in asdict(found).items():
        out.print(f"{name} {value}")
    out.print(f"seconds {time.monotonic() - started:.0f}")
    return found.faults


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
