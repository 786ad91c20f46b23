"""What people read on WeCom cards beside what every channel says."""

CHOOSE_TITLE = "请选择"
SETTLED = "已处理"
JUDGE_TITLE = "这条回答有用吗？"
SOURCE_ROW = "原文"
