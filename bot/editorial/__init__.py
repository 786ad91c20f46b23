"""What people add by hand to what is answered: aliases of words, and fixed answers."""

from bot.editorial.aliases import Alias, Aliases
from bot.editorial.fixed_answers import FixedAnswer, FixedAnswers

__all__ = ["Alias", "Aliases", "FixedAnswer", "FixedAnswers"]
