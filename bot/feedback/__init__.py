"""What people think of answers, and the questions that had none."""

from bot.feedback.feedback import Feedback, OpenQuestion

__all__ = ["Feedback", "OpenQuestion"]
