"""Carries replies to people: once, by the first way that works, and keeps the receipt."""

from bot.delivery.delivery import Delivery
from bot.delivery.receipt import DeliveryState, Receipt, SendAttempt
from bot.delivery.sender import Sender

__all__ = ["Delivery", "DeliveryState", "Receipt", "SendAttempt", "Sender"]
