"""Settings of the channels; `bot.settings` reads them from the environment."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, Field, SecretStr


def _usable_key(value: SecretStr) -> SecretStr:
    key = value.get_secret_value()
    try:
        is_usable = len(key) == 43 and len(base64.b64decode(key + "=", validate=True)) == 32
    except (binascii.Error, ValueError):
        is_usable = False
    if key and not is_usable:
        raise ValueError("EncodingAESKey 应为 43 个 a-z、A-Z、0-9 字符")
    return value


AesKey = Annotated[SecretStr, AfterValidator(_usable_key)]


class ChannelSection(BaseModel):
    """What the channels' sections have in common.

    `needs` are the ways a channel may be switched on, each the fields it takes; the first of
    them says that it is meant.
    """

    needs: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def missing(self) -> tuple[str, ...]:
        """Return the fields still to be filled of the way that has begun to be; none else."""
        lacking = [
            tuple(name for name in way if not self._is_given(name))
            for way in self.needs
            if self._is_given(way[0])
        ]
        return () if not lacking or () in lacking else lacking[0]

    def _is_given(self, name: str) -> bool:
        value = getattr(self, name)
        return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


class WecomSection(ChannelSection):
    """WeCom self-built app (企业微信自建应用)."""

    needs = (("corp_id", "agent_id", "secret", "token", "aes_key"),)

    corp_id: str = Field("", description="企业 ID")
    agent_id: int = Field(0, description="应用 AgentId")
    secret: SecretStr = Field(SecretStr(""), description="应用 Secret")
    token: SecretStr = Field(SecretStr(""), description="回调 Token")
    aes_key: AesKey = Field(SecretStr(""), description="回调 EncodingAESKey，43 个字符")
    api_base_url: str = Field(
        "https://qyapi.weixin.qq.com/cgi-bin", description="接口地址；测试时指向模拟服务"
    )
    callback_window_s: int = Field(
        600, ge=0, description="回调时间戳与本机时间允许相差的秒数；0 表示不检查"
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether the callback can be served at all."""
        return bool(
            self.corp_id and self.token.get_secret_value() and self.aes_key.get_secret_value()
        )


class WecomRobotSection(BaseModel):
    """WeCom group robots (企业微信群机器人、消息推送): outward only."""

    webhooks: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="群名到机器人地址的对照（JSON），地址含密钥，形如 "
        '{"督查群": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"}',
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether there is a group to speak to."""
        return bool(self.webhooks)


class WecomAibotSection(ChannelSection):
    """WeCom AI bot (企业微信智能机器人), in callback mode or, with bot id and secret, over a
    websocket of its own making."""

    needs = (("token", "aes_key"), ("bot_id", "secret"))

    token: SecretStr = Field(SecretStr(""), description="回调 Token")
    aes_key: AesKey = Field(SecretStr(""), description="回调 EncodingAESKey，43 个字符")
    api_base_url: str = Field(
        "https://qyapi.weixin.qq.com/cgi-bin",
        description="回复地址（response_url）必须在这个接口之下；测试时指向模拟服务",
    )
    callback_window_s: int = Field(
        600, ge=0, description="回调时间戳与本机时间允许相差的秒数；0 表示不检查"
    )
    bot_id: str = Field(
        "", description="机器人 ID；与 Secret 一起填写则改用长连接，适合没有公网地址的部署"
    )
    secret: SecretStr = Field(
        SecretStr(""), description="长连接的 Secret；几个进程共用数据库时只有一个进程连接"
    )
    websocket_url: str = Field(
        "wss://openws.work.weixin.qq.com", description="长连接地址；测试时指向模拟服务"
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether either mode can be served at all."""
        has_callback = self.token.get_secret_value() and self.aes_key.get_secret_value()
        return bool(has_callback) or self.is_connecting

    @property
    def is_connecting(self) -> bool:
        """Tell whether the bot connects to WeCom instead of being called."""
        return bool(self.bot_id and self.secret.get_secret_value())


class WechatSection(ChannelSection):
    """WeChat official account (微信公众号), in safe mode."""

    needs = (("app_id", "token", "aes_key"),)

    app_id: str = Field("", description="公众号 AppID")
    secret: SecretStr = Field(SecretStr(""), description="公众号 AppSecret")
    token: SecretStr = Field(SecretStr(""), description="回调 Token")
    aes_key: AesKey = Field(
        SecretStr(""), description="回调 EncodingAESKey，43 个字符；只支持安全模式"
    )
    api_base_url: str = Field(
        "https://api.weixin.qq.com/cgi-bin", description="接口地址；测试时指向模拟服务"
    )
    has_customer_messages: bool = Field(
        True, description="公众号已认证、可发客服消息；否则来不及的答案在用户下次来时给出"
    )
    notice_template_id: str = Field(
        "", description="订阅通知的模板 ID；48 小时以外的提醒用它通知，留空则改走其他渠道"
    )
    notice_field: str = Field("thing1", description="订阅通知模板中写提醒首行的字段")
    passive_wait_s: float = Field(
        4.0, ge=0, le=4.5, description="等待答案随回调返回的最长秒数（微信限 5 秒）"
    )
    callback_window_s: int = Field(
        600, ge=0, description="回调时间戳与本机时间允许相差的秒数；0 表示不检查"
    )
    timeout_s: float = Field(5.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether the callback can be served at all."""
        return bool(
            self.app_id and self.token.get_secret_value() and self.aes_key.get_secret_value()
        )


class TelegramSection(ChannelSection):
    """Telegram bot. Off unless a token is set: data then leaves the country's networks."""

    needs = (("token", "secret_token"),)

    token: SecretStr = Field(SecretStr(""), description="机器人 Token；留空即关闭 Telegram")
    secret_token: SecretStr = Field(
        SecretStr(""), description="setWebhook 时的 secret_token，回调必须带着它"
    )
    username: str = Field("", description="机器人用户名（不带 @）；群里被点名时才作答")
    api_base_url: str = Field(
        "https://api.telegram.org", description="接口地址；测试时指向模拟服务"
    )
    proxy: str = Field("", description="访问接口所用的代理地址；留空则用系统的代理设置")
    timeout_s: float = Field(10.0, gt=0, description="调用接口最多等待的秒数")

    @property
    def is_configured(self) -> bool:
        """Tell whether the bot is switched on and its webhook can be trusted."""
        return bool(self.token.get_secret_value() and self.secret_token.get_secret_value())


class IntakeSection(BaseModel):
    """How many messages are taken in, over all channels and processes together."""

    per_sender: int = Field(20, gt=0, description="一个账号每分钟至多处理几条消息，超过的婉拒")
    overall: int = Field(6000, gt=0, description="所有账号合计每分钟至多处理几条消息")
    backlog: int = Field(2000, gt=0, description="至多允许多少条消息排队等候，超过的婉拒")
