"""Takes messages in: kept before they are acknowledged, admitted by limits, handed on in order."""

from bot.channels.intake.admission import IntakeLimits
from bot.channels.intake.intake import Intake
from bot.channels.intake.relay import Queue

__all__ = ["Intake", "IntakeLimits", "Queue"]
