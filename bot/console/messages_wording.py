"""What the console says about messages and alerts, in Chinese."""

from __future__ import annotations

from bot.alerts.scan import ScanReport
from bot.delivery import DeliveryState
from bot.delivery.listing import KeptMessage
from bot.delivery.receipt import AttemptResult

SECTION = "messages"
RETRIED, SCANNED = "重发消息", "扫描提醒"
SCAN_BEGUN = "开始扫描"
SCANNED_SUBJECT = "督办任务、诉求与指标"
NO_SUCH_MESSAGE = "没有这条消息"

STATES = {
    DeliveryState.QUEUED: "发送中",
    DeliveryState.SENT: "已送达",
    DeliveryState.FAILED: "未送达",
}
RESULTS = {
    AttemptResult.SENT: "渠道已接收",
    AttemptResult.RETRY: "这次没有成功，隔一会儿再试",
    AttemptResult.UNREACHABLE: "送不到",
    AttemptResult.GIVEN_UP: "多次失败，已放弃",
}
REASONS = {
    "RecipientUnreachable": "渠道说这个账号收不到消息（未关注、已停用或超出可见范围）",
    "ChannelMisconfigured": "渠道拒绝了本服务：密钥、权限或 IP 白名单有误",
    "ChannelUnavailable": "渠道无响应或限流",
    "ReceiptLost": "消息发出后没有等到回执，对方可能已经收到",
    "ChannelNotConfigured": "这个渠道没有启用",
    "GroupMoved": "群已升级，换了编号，这条没有送到；在群里再提问一次，就按新编号答复",
    "OutsideWindow": "对方要先发来一条消息，渠道才肯送",
    "UnparsableText": "渠道读不懂这条消息的排版",
    "DeliveryError": "渠道拒绝了这条消息",
}
NO_ACCOUNT = "收件人没有可用的账号"
NEVER_TRIED = "还没有发送过：收件人有了可用的账号以后，才能重新发送。"
_BOUND_ONLY = "解除绑定的账号不再发送。"
KNOWN_AGAIN = f"重发会用同一个编号：渠道已经收到的，不会再送一遍。{_BOUND_ONLY}"
MAY_BE_A_COPY = (
    "对方可能已经收到，而这个渠道认不出是重发：重新发送可能让对方多收到一条，请先问一问对方。"
    f"{_BOUND_ONLY}"
)
OTHER_REASON = "发送时出错，详情见日志"
KINDS = {
    "alert": "提醒",
    "digest": "合并提醒",
    "task": "任务通知",
    "appeal": "诉求通知",
    "handover": "转人工",
}
OTHER_KIND = "答复"


def reason(name: str) -> str:
    """Say why a try failed; `name` is the class of the error, empty when it did not."""
    return REASONS.get(name, OTHER_REASON) if name else ""


def sending_again(message: KeptMessage) -> str:
    """Say what another round of tries may come to."""
    if message.last is None:
        return NEVER_TRIED
    return MAY_BE_A_COPY if message.may_have_arrived else KNOWN_AGAIN


def kind(key: str) -> str:
    """Say what sort of message a key is of."""
    if key.endswith(":unreached"):
        return "联系不上的通知"
    return KINDS.get(key.partition(":")[0], OTHER_KIND)


def scanned(report: ScanReport) -> str:
    """Say what a scan did."""
    messages = len({item.message_key for item in report.raised})
    return f"新提醒 {len(report.raised)} 条，合并为 {messages} 条消息"
