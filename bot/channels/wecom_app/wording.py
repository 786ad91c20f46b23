"""What people read on WeCom cards beside what every channel says."""

CHOOSE_TITLE = "请选择"
SETTLED = "已处理"
