"""Who somebody is in WeChat: its browser leads there and back, and the code that comes back is asked for the openid.

It needs an official account of services (服务号) whose list of domains names ours. The demo has a page of its own in
its place; where neither is set up, nothing is offered.
"""

import os
from typing import Final
from urllib.parse import urlencode

from django.conf import settings as django_settings
from django.urls import reverse

from huaihai.record.senders import asking, settings
from huaihai.record.senders.answers import Refused

SENDER: Final = "HUAIHAI_WECHAT_SENDER"
OURS: Final = "huaihai.record.senders.wechat.send"
BROWSER: Final = "MicroMessenger"  # in what its browser calls itself; elsewhere it refuses to lead back
AUTHORIZE: Final = "https://open.weixin.qq.com/connect/oauth2/authorize"
LONGEST: Final = 64  # characters of an openid; there are 28


def is_offered(browser: str) -> bool:
    """Whether somebody with this browser (its `User-Agent`) can be led there."""
    return django_settings.DEMO or (is_set_up() and BROWSER in browser)


def is_set_up() -> bool:
    """Whether messages go out by the official account, which is the one that is signed in to."""
    return os.environ.get(SENDER) == OURS


def address(back: str, *, state: str) -> str:
    """Where to lead; from there it goes `back` with a code and the `state`. Raises Refused where settings lack."""
    if django_settings.DEMO:
        return f"{reverse('wechat-demo')}?{urlencode({'state': state})}"
    way = settings.way("wechat")
    asked = {
        "appid": way.text("app_id"),
        "redirect_uri": back,
        "response_type": "code",
        "scope": "snsapi_base",  # the openid alone: neither name nor picture
        "state": state,
    }
    return f"{way.text('authorize', AUTHORIZE)}?{urlencode(asked)}#wechat_redirect"


def openid(code: str) -> str:
    """Whose code this is; it counts once. Raises Refused, OSError."""
    if django_settings.DEMO:
        return code
    from huaihai.record.senders import wechat

    way = settings.way("wechat")
    asked = {
        "appid": way.text("app_id"),
        "secret": settings.secret(wechat.SECRET),
        "code": code,
        "grant_type": "authorization_code",
    }
    url = f"{way.text('endpoint', wechat.ENDPOINT)}/sns/oauth2/access_token?{urlencode(asked)}"
    answer = asking.ask(url, None, {})
    found = answer.get("openid")
    if not isinstance(found, str) or not 0 < len(found) <= LONGEST:
        raise Refused(
            wechat.REASONS.get(answer.get("errcode", 0), "other"), answer.get("errcode", "no-openid")
        )
    return found
