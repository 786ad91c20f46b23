"""``bot``, and ``python -m bot``.

Reading the program takes a second or two. Whoever presses Ctrl-C meanwhile has begun nothing, and
is shown no traceback.
"""

from __future__ import annotations

import os
import signal
import sys

# As shells tell of a command that was interrupted: 128 and the number of the signal.
INTERRUPTED = 130


def main() -> None:
    """Run the command line; interrupted while the program is still being read, end at once."""
    given = signal.getsignal(signal.SIGINT)
    # Started in the background of a shell, the signal is ignored, and stays so.
    is_heard = given is signal.default_int_handler
    if is_heard:
        # No exception: an import that swallows one would go on.
        signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    from bot.cli import main as run

    if is_heard:
        signal.signal(signal.SIGINT, given)
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
