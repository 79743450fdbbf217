"""Form fields as pages draw them."""

from datetime import date

from django import forms
from django.template import Context, Template
from django.utils import translation

from huaihai.kit.money_field import MoneyField


class KettleForm(forms.Form):
    shop = forms.CharField(label="Shop", help_text="As on the sign")
    amount = MoneyField(label="Amount")
    bought_on = forms.DateField(label="Bought on", widget=forms.DateInput, required=False)
    secret = forms.CharField(label="Secret", widget=forms.PasswordInput, required=False)
    remedy = forms.MultipleChoiceField(
        label="Remedy",
        choices=[("return", "Return it"), ("repair", "Repair it")],
        widget=forms.CheckboxSelectMultiple,
    )
    city = forms.ChoiceField(label="City", choices=[("", "Choose"), ("East", [("1", "One")])])
    agreed = forms.BooleanField(label="I agree")
    photo = forms.FileField(label="Photo", widget=forms.FileInput(attrs={"accept": "image/*", "style": "x"}))


def draw(source: str, form: forms.Form, language: str = "en") -> str:
    with translation.override(language):
        return Template("{% load kit %}" + source).render(Context({"form": form}))


def test_a_label_stands_above_its_control_and_a_hint_is_announced_with_it() -> None:
    html = draw("{% field form.shop %}", KettleForm())

    assert html.index('<label class="of" for="id_shop">') < html.index('<input class="in"')
    assert 'aria-describedby="id_shop-hint"' in html
    assert "placeholder" not in html


def test_an_error_stands_beside_its_field_and_links_to_it_from_above() -> None:
    form = KettleForm({"amount": "two", "remedy": ["return"], "city": "1", "agreed": "on"})

    beside = draw("{% field form.amount %}", form)
    above = draw("{% error_summary form %}", form)

    assert 'id="id_amount-error"' in beside
    assert 'aria-invalid="true"' in beside
    assert 'value="two"' in beside, "what was typed is kept"
    assert '<a href="#id_amount">' in above


def test_the_summary_leads_to_the_first_choice_of_a_list() -> None:
    form = KettleForm({"shop": "x", "amount": "1"})

    assert 'href="#id_remedy_0"' in draw("{% error_summary form %}", form)
    assert 'id="id_remedy_0"' in draw("{% field form.remedy %}", form)


def test_what_is_missing_is_called_by_its_name_in_both_places() -> None:
    form = KettleForm({"shop": ""})

    assert "Fill in: Shop" in draw("{% error_summary form %}", form)
    assert "Fill in: Shop" in draw("{% field form.shop %}", form)
    assert "Choose: City" in draw("{% error_summary form %}", form)
    assert "Tick: I agree" in draw("{% error_summary form %}", form)


def test_no_errors_no_summary() -> None:
    assert draw("{% error_summary form %}", KettleForm()).strip() == ""


def test_choices_keep_what_was_chosen_and_show_their_hints() -> None:
    form = KettleForm({"remedy": ["repair"]})
    source = "{% field form.remedy hints=hints %}"
    html = Template("{% load kit %}" + source).render(
        Context({"form": form, "hints": {"repair": "It is mended"}})
    )

    assert 'value="repair" id="id_remedy_1" checked' in html
    assert 'value="return" id="id_remedy_0" checked' not in html
    assert "<small>It is mended</small>" in html


def test_a_select_keeps_its_groups() -> None:
    html = draw("{% field form.city %}", KettleForm({"city": "1"}))

    assert '<optgroup label="East"><option value="1" selected>One</option></optgroup>' in html


def test_a_date_is_shown_in_the_form_that_browsers_expect_in_any_language() -> None:
    form = KettleForm(initial={"bought_on": date(2026, 11, 26)})

    assert 'type="date" name="bought_on" id="id_bought_on" value="2026-11-26"' in draw(
        "{% field form.bought_on %}", form, "zh-hans"
    )


def test_fen_from_a_model_are_shown_as_yuan_with_their_unit() -> None:
    html = draw("{% field form.amount %}", KettleForm(initial={"amount": 26800}))

    assert 'value="268.00"' in html
    assert 'inputmode="decimal"' in html
    assert "<span>yuan</span>" in html


def test_a_password_is_never_sent_back() -> None:
    assert "hunter2" not in draw("{% field form.secret %}", KettleForm({"secret": "hunter2"}))


def test_what_a_visitor_typed_is_escaped() -> None:
    html = draw("{% field form.shop %}", KettleForm({"shop": '"><script>'}))

    assert "<script>" not in html


def test_a_widget_cannot_bring_an_inline_style() -> None:
    html = draw("{% field form.photo %}", KettleForm())

    assert "style=" not in html
    assert 'accept="image/*"' in html


def test_the_label_may_be_the_heading_of_the_page() -> None:
    html = draw('{% field form.remedy heading=True label="How shall it be put right?" %}', KettleForm())

    assert "<legend><h1>How shall it be put right?</h1>" in html


def test_only_optional_fields_say_so() -> None:
    assert "(optional)" in draw("{% field form.bought_on %}", KettleForm())
    assert "(optional)" not in draw("{% field form.shop %}", KettleForm())
    assert "(optional)" not in draw("{% field form.bought_on optional=False %}", KettleForm())
