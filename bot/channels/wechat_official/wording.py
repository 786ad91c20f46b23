"""Words between people and the official account."""

LATE = "（以下写于 {day}，其后可能已有变化）\n"

MORE = "继续"
"""What somebody sends to get the next waiting part."""
