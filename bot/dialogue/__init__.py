"""One conversation for all three jobs: understands who is asked what, and lets a skill answer."""

from bot.dialogue.dialogue import Dialogue
from bot.dialogue.skill import Question, Skill, Turn

__all__ = ["Dialogue", "Question", "Skill", "Turn"]
