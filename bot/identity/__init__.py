"""Who is writing, for which department, in which role."""

from bot.identity.directory import Directory
from bot.identity.person import GUEST, Person, Role

__all__ = ["GUEST", "Directory", "Person", "Role"]
