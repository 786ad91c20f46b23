"""WeCom self-built app (企业微信自建应用): callback in, message/send out."""

CHANNEL = "wecom_app"
