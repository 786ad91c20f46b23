"""What people think of answers, and the questions that had none."""

from bot.feedback.feedback import Feedback, OpenQuestion
from bot.feedback.grouping import QuestionGroup, grouped

__all__ = ["Feedback", "OpenQuestion", "QuestionGroup", "grouped"]
