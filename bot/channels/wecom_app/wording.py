"""What people read on WeCom cards beside what every channel says."""

CHOOSE_TITLE = "请选择"
SETTLED = "已处理"
GO_ON_TITLE = "可以接着问，也请评一评这条回答"
JUDGE_TITLE = "这条回答有用吗？"
SOURCE_ROW = "原文"
