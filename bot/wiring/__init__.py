"""The one place where parts are built and joined; tests call it with other parts.

Every part is made when it is first asked for, so that `bot task list` opens no index and
`bot ask` starts no server. The class grows from file to file, lowest first: state, people,
jobs, conversation, console, parts.
"""

from bot.wiring.parts import Parts

__all__ = ["Parts"]
