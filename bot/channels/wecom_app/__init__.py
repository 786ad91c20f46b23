"""WeCom self-built app (企业微信自建应用): callback in, message/send out."""

CHANNEL = "wecom_app"
# What was uploaded for a message is kept beside what was sent.
UPLOADS = "wecom_app_uploads"
