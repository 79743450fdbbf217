"""What of the story asks that the shop be punished: it goes to 12315, by the consumer, and is not kept here."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from huaihai.cases.consumer import choices
from huaihai.cases.consumer.fields import TextBody
from huaihai.cases.consumer.filing import steps, story
from huaihai.cases.consumer.filing.steps import QuestionForm
from huaihai.cases.models import Case
from huaihai.law import reports

AS_IT_IS = "as_it_is"  # button: what was written stays


class ReportForm(QuestionForm):
    """What is left of the story without it, to be put right where that reads oddly."""

    heading = _("Do you also want the shop to be punished?")
    template = "report"
    story = TextBody(
        max_length=story.LONGEST_STORY,
        label=_("This stays in your complaint"),
        error_messages={"required": _("Please say what happened to you")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def first(self) -> dict[str, Any]:
        return {"story": reports.parted(self.case.story).rest or self.case.story}

    def pressed(self, request: HttpRequest) -> HttpResponse | QuestionForm | bool:
        if AS_IT_IS in request.POST:
            return True
        if steps.SAVE_LATER in request.POST or not self.is_valid():
            return False
        self.keep(request)  # and with that it is asked no more: what follows is named here
        return redirect(steps.address("check" if steps.is_change(request) else "already"))

    def keep(self, request: HttpRequest) -> None:
        if left := self.cleaned_data.get("story"):
            story.tell(self.case, left)

    def more(self) -> dict[str, Any]:
        return {"clauses": reports.parted(self.case.story).report, "report": text_of(self.case)}


def text_of(case: Case) -> str:
    """What 12315 wants to know of a report, in Chinese, as far as the draft has it."""
    stated = case.stated_business
    rows = {
        "被举报人": stated.get("name") or stated.get("sign", ""),
        "地址": stated.get("address") or choices.name_of(str(stated.get("region_code", ""))),
        "网店或者平台": stated.get("shop_link") or stated.get("platform", ""),
        "商品或者服务": choices.category(case.category),
        "购买时间": case.bought_on.isoformat() if case.bought_on else "",
        "举报内容": case.story,
    }
    return "\n".join(f"{label}：{value}" for label, value in rows.items() if value)
