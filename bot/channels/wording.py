"""What people read around an answer, the same on every channel."""

SOURCE = "原文："
CHOICES = "可以直接回复："
CHOSEN = "已选：{label}"
RECEIVED = "已收到"
USEFUL = "有用"
USELESS = "没用"
ASK_OPINION = "回复“有用”或“没用”，可评价这条回答。"
