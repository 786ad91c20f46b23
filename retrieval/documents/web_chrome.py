"""Lines a web page puts around a document: kept in the original, left out of clauses."""

from __future__ import annotations

import re

_LONGEST = 60
_CHROME = re.compile(
    r"[•·●\s|｜\-]*(?:"
    r"扫一扫.{0,20}|分享到?[:：]?.{0,20}|浏览次数[:：].*|浏览量[:：].*|点击数?[:：].*|阅读次数[:：].*"
    r"|信息来源[:：].*|来源[:：].*|发布日期[:：].*|发布时间[:：].*|字[体号](?:大小)?[:：].*"
    r"|责任编辑[:：].*|色调调节[:：].*|热点关注[:：]?|相关(?:文章|附件|链接|信息)[:：]?|今天是?[:：].*"
    r"|(?:[【\[]?(?:打印|关闭|收藏|大|中|小|TOP|内容纠错|打印本页|关闭窗口|关闭本页|返回顶部)[】\]]?\s*)+"
    r"|上一篇[:：]?.*|下一篇[:：]?.*|[您你]?(?:现在|当前)?(?:所在)?的?位置(?:是)?[:：].*"
    r"|.*(?:ICP备|公网安备).*|.*版权所有.*|Copyright.*|网站标识码[:：].*|(?:网站)?备案序?号[:：].*"
    r"|[您你]是第.*位(?:来访者|访客|访问者).*|(?:建议|推荐)使用.*(?:分辨率|浏览器?).*"
    r"|技术支持(?:单位)?[:：].*|制作(?:及|与)?维护(?:单位)?[:：].*|网站(?:管理员|维护).{0,8}[:：].*"
    r")"
)
# Signs on the way through a site, side by side or alone on a line.
_SIGNPOST = (
    r"(?:网站)?首\s*页|返回首页|设为(?:首页|主页)|加入收藏|网站(?:地图|导航|概述|介绍|声明|建议|帮助)"
    r"|使用帮助|隐私条例|相关网站链接|联系我们|关于我们|手机(?:简)?版|移动客户端|无障碍(?:浏览|阅读)?"
    r"|繁體?体?(?:版|中文版?)?|简体(?:版|中文版?)?|多文字版|English|RSS(?:信息)?订阅|邮件订阅|个性化订阅"
    r"|新浪微博|腾讯微博|官方微信|信息公开|政务公开|主题服务|网上办事|在线办事|办事服务|公共服务|政民互动"
    r"|互动交流|公众互动|公众服务|部门概况|机构简介|机构职能|工作动态|媒体关注|网上服务|其他栏目|旧版回顾"
    r"|微言教育|违法信息|举报|wap版|android版|iPhone版|政策法规|规划计划|统计数据|搜\s*索|登录|注册"
)
_SIGNPOSTS = re.compile(rf"(?:[\s|｜·>\-]*(?:{_SIGNPOST})[\s|｜·>]*)+")
# Four and more short words between bars: rows of tables are drawn with another bar.
_MENU = re.compile(r"(?:[^|。；，:：]{1,12}\|\s*){3,}[^|。；，:：]{0,12}")


def is_chrome(line: str) -> bool:
    """Whether a trimmed line is page furniture rather than document."""
    if len(line) <= _LONGEST and (_CHROME.fullmatch(line) or _SIGNPOSTS.fullmatch(line)):
        return True
    return _MENU.fullmatch(line) is not None
