"""Addresses below /staff/. Names beginning with `account_` and `mfa_` are those that allauth looks for."""

from django.urls import path

from huaihai.members.views import confirming, own, people, sign_in, start

urlpatterns = [
    path("staff/sign-in/", sign_in.sign_in, name="account_login"),
    path("staff/sign-in/", sign_in.sign_in, name="sign-in"),
    path("staff/sign-in/code/", sign_in.second_factor, name="mfa_authenticate"),
    path("staff/sign-out/", sign_in.sign_out, name="account_logout"),
    path("staff/sign-out/", sign_in.sign_out, name="sign-out"),
    path("staff/closed/", sign_in.inactive, name="account_inactive"),
    path("staff/start/", start.start, name="start"),
    path("staff/start/<str:token>/", start.link, name="start-link"),
    path("staff/account/", own.my_account, name="my-account"),
    path("staff/account/", own.my_account, name="mfa_index"),
    path("staff/account/password/", own.password, name="account_change_password"),
    path("staff/account/second-factor/", own.set_up, name="mfa_activate_totp"),
    path("staff/account/second-factor/", own.set_up, name="factor-set-up"),
    path("staff/account/recovery-codes/", own.recovery_codes, name="mfa_view_recovery_codes"),
    path("staff/account/recovery-codes/", own.recovery_codes, name="recovery-codes"),
    path("staff/account/post/", own.chosen_post, name="chosen-post"),
    # allauth leads here when a factor is already set up; there is nothing to take away.
    path("staff/account/", own.my_account, name="mfa_deactivate_totp"),
    path("staff/people/", people.people, name="people"),
    path("staff/people/new/", people.new_person, name="person-new"),
    path("staff/people/waiting/", confirming.waiting, name="people-waiting"),
    path(
        "staff/people/waiting/<uuid:request_id>/confirmation/",
        confirming.confirmation,
        name="power-confirmation",
    ),
    path("staff/people/waiting/<uuid:request_id>/refusal/", confirming.refusal, name="power-refusal"),
    path("staff/people/<uuid:account_id>/", people.person, name="person"),
    path("staff/people/<uuid:account_id>/posts/", people.person_posts, name="person-posts"),
    path("staff/people/<uuid:account_id>/closure/", people.closure, name="person-closure"),
    path("staff/people/<uuid:account_id>/password-link/", people.password_link, name="person-password-link"),
    path("staff/posts/<uuid:post_id>/end/", people.post_end, name="post-end"),
]
