"""Alerts that climb: a task nears its deadline or passes it, and the right person is told."""

from bot.alerts.assess import AlertRules
from bot.alerts.scan import AlertScan, ScanReport

__all__ = ["AlertRules", "AlertScan", "ScanReport"]
