"""Names that people carry on the net: mail, WeChat, QQ, payment and video accounts, nicknames."""

import re
from collections.abc import Iterator

from huaihai.insight.narratives.scrubbing import words
from huaihai.insight.narratives.scrubbing.kinds import Find, Kind
from huaihai.insight.narratives.scrubbing.patterns import HAN, Rule, rule

_AT = r"\s?(?:@|\(at\)|\[at\]|#|艾特|\sat\s|爱特)\s?"
_DOT = r"\s?(?:\.|点|\(dot\)|。)\s?"
_WHERE = (
    "[微薇威维徽v]\\s?[信x芯]|卫星|weixin|wechat|wx|vx|企业微信|扣扣|企鹅|qq|q\\s?q|支付宝|抖音|快手|小红书|微博|闲鱼|旺旺|钉钉|淘宝|"
    "京东|拼多多|美团|饿了么|b站|视频号|公众号|陌陌|知乎|贴吧|游戏|平台|app|telegram|line|skype"
)
_SIGN = r"(?:账户|帐户|账号|帐号|用户名|用户|昵称|网名|名字|名称|名|id|号码|号|群)"
_BETWEEN = r"[\s:是为叫,，\"“「『'‘（(【@＠→\-]{0,5}"
_LATIN = r"([A-Z0-9_\u0400-\u04ff][A-Z0-9_.\-]{3,29})(?![A-Z0-9])"
_QUOTED = rf"[\"“「『'‘【]([{HAN}A-Z0-9_\-·.~～\s]{{1,20}})[\"”」』'’】]"
_QUOTED_ANY = r"[\"“「『【]([^\"”」』】\n\ufffc]{1,20})[\"”」』】]"


_MEASURE = re.compile(
    r"[0-9.\-]+[a-z]{1,3}[0-9]?|(?:iphone|ipad|ipod|macbook|airpods|mp|wifi|usb|type|vivo|oppo|mate|redmi|win|windows|"
    r"android|galaxy|note|pro|max|plus|http|www)[a-z0-9_.\-]*|[a-z]-?[0-9]{1,4}[a-z]?",
    re.IGNORECASE,
)


def _is_word(found: str) -> bool:
    """No account: money, days, or a plain word of the field."""
    return found.lower() in {"http", "https", "pass", "plus", "vip", "iphone", "android", "wifi"}


def _is_account(found: str) -> bool:
    return not _is_word(found)


def _is_loose(found: str) -> bool:
    """Small letters with digits or a line, and no measure: models of goods are in capitals."""
    plain = found.strip("._-")
    has_both = any(char.islower() for char in plain) and any(char.isdigit() or char in "_-" for char in plain)
    return has_both and not _is_word(found) and not _MEASURE.fullmatch(plain)


def _is_handle(found: str) -> bool:
    """Letters with digits or a line: what nobody writes for anything else after 加 or V."""
    return any(char.isdigit() or char in "_-" for char in found) and not _is_word(found)


_RULES = (
    rule(
        Kind.EMAIL,
        rf"(?<![A-Z0-9_.+\-])[A-Z0-9_.+\-]{{1,64}}{_AT}[A-Z0-9\-]{{1,63}}(?:{_DOT}[A-Z0-9\-]{{2,63}}){{1,3}}",
    ),
    rule(Kind.EMAIL, r"(?<![A-Z0-9_.+\-])[A-Z0-9_.+\-]{1,64}@[A-Z0-9\-.]{2,80}"),
    rule(
        Kind.EMAIL,
        r"(?:邮箱|邮件|email|e-mail)(?:地址|是|为|:|\s){0,4}([A-Z0-9][A-Z0-9_.+\-]{3,40})(?![A-Z0-9@])",
        group=1,
    ),
    rule(Kind.ACCOUNT, rf"(?:{_WHERE})(?:{_SIGN}){{0,2}}{_BETWEEN}{_LATIN}", _is_account, group=1),
    rule(Kind.ACCOUNT, rf"(?:{_WHERE}){_SIGN}{{0,2}}[\s:是为叫]{{0,3}}{_QUOTED}", group=1),
    rule(
        Kind.ACCOUNT,
        rf"(?:{_WHERE})?(?:昵称|网名|用户名|抖音号|快手号|账号名?|帐号名?){{1,2}}[\s:是为叫]{{0,3}}{_QUOTED}",
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        rf"(?:{_WHERE})(?:昵称|网名|用户名|账号名|名字|名称|名|号)(?:是|为|叫|:)\s?([{HAN}A-Z0-9_\-·.~]{{2,12}})",
        group=1,
    ),
    rule(Kind.ACCOUNT, rf"(?:昵称|网名|用户名)(?:是|为|叫|:)?\s?([{HAN}A-Z0-9_\-·.~]{{2,12}})", group=1),
    rule(
        Kind.ACCOUNT,
        r"(?:账号|帐号|账户|帐户|用户名|id|昵称)[\s:是为]{0,3}([A-Z0-9_][A-Z0-9_.\-]{4,29})(?![A-Z0-9])",
        _is_handle,
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        r"(?:加|[+➕]|联系|找)\s?(?:我|他|她)?的?\s?(?:v|薇|威|微|vx|wx|q)[\s:是为]{0,3}([A-Z0-9_][A-Z0-9_\-]{4,24})(?![A-Z0-9])",
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        r"(?<![A-Z0-9])[vq][:\s]{1,2}([A-Z0-9_][A-Z0-9_\-]{4,24})(?![A-Z0-9])",
        _is_handle,
        group=1,
    ),
    rule(
        Kind.ACCOUNT,
        rf"(?:叫|叫做|名为|名叫|名字|网名|朋友圈|头像|签名|直播间|主播|网店|店铺|群名|账号|号)[\s:是]{{0,2}}{_QUOTED_ANY}",
        group=1,
    ),
    rule(Kind.ACCOUNT, rf"(?:{words.any_of(words.BEFORE_NICK)})[\s:的]{{0,2}}{_QUOTED_ANY}", group=1),
    rule(Kind.ACCOUNT, rf"{_QUOTED_ANY}(?={words.any_of(words.AFTER_NICK)})", group=1),
    Rule(
        Kind.ACCOUNT,
        re.compile(r"(?<![A-Za-z0-9_.\-@])[A-Za-z0-9][A-Za-z0-9_.\-]{3,29}(?![A-Za-z0-9@])"),
        _is_loose,
        0,
    ),
    rule(Kind.ACCOUNT, r"(?<![A-Z0-9])wxid_[A-Z0-9_\-]{4,30}"),
    rule(Kind.ACCOUNT, rf"(?<![A-Z0-9])@([{HAN}A-Z0-9_\-]{{2,20}})", group=1),
)


def finds(text: str) -> Iterator[Find]:
    """Accounts in a view."""
    for one in _RULES:
        yield from one.finds(text)
