"""What people read around an answer, the same on every channel."""

SOURCE = "原文："
CHOICES = "可以直接回复："
CHOSEN = "已选：{label}"
RECEIVED = "已收到"
