"""What people read from the AI bot beside the answer itself."""

LOOKING_UP = "正在查阅……"
STILL_WORKING = "这个问题需要再查一会儿，查好后会另外发给您。"
ALREADY_ANSWERED = "这条已经答复，见前面的消息。"
FORGOTTEN = "抱歉，这个问题没有查完，请再问一次。"
CUT = "……"
CHOOSE_TITLE = "请选择"
INACCURATE = "智能机器人反馈理由 {codes}"
