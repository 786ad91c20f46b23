"""WeCom AI bot (智能机器人), callback mode: answers stream, fetched by WeCom's own polling."""

CHANNEL = "wecom_aibot"
