"""Who asked for which figures, and what they were given."""

from bot.audit.figures import AskedFigure, FigureAudit

__all__ = ["AskedFigure", "FigureAudit"]
