"""WeCom group robot (群机器人): outward only, one webhook address per group."""

CHANNEL = "wecom_robot"
