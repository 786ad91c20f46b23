"""WeChat official account (公众号), safe mode: answers in the callback, else later."""

CHANNEL = "wechat_official"
