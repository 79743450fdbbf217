"""Addresses below /staff/. Names beginning with `account_` and `mfa_` are those that allauth looks for."""

from django.urls import path

from huaihai.kit.late_views import views_of

pages = views_of("huaihai.members.pages")
members_people = views_of("huaihai.members.people")

urlpatterns = [
    path("staff/sign-in/", pages.sign_in, name="account_login"),
    path("staff/sign-in/", pages.sign_in, name="sign-in"),
    path("staff/sign-in/code/", pages.second_factor, name="mfa_authenticate"),
    path("staff/sign-out/", pages.sign_out, name="account_logout"),
    path("staff/sign-out/", pages.sign_out, name="sign-out"),
    path("staff/closed/", pages.inactive, name="account_inactive"),
    path("staff/start/", pages.start, name="start"),
    path("staff/start/<str:token>/", pages.link, name="start-link"),
    path("staff/account/", pages.my_account, name="my-account"),
    path("staff/account/", pages.my_account, name="mfa_index"),
    path("staff/account/password/", pages.password, name="account_change_password"),
    path("staff/account/second-factor/", pages.set_up, name="mfa_activate_totp"),
    path("staff/account/second-factor/", pages.set_up, name="factor-set-up"),
    path("staff/account/recovery-codes/", pages.recovery_codes, name="mfa_view_recovery_codes"),
    path("staff/account/recovery-codes/", pages.recovery_codes, name="recovery-codes"),
    path("staff/account/passkeys/new/", pages.new_passkey, name="passkey-new"),
    path("staff/account/passkeys/<int:passkey_id>/end/", pages.passkey_end, name="passkey-end"),
    path("staff/account/visits/end/", pages.visits_end, name="visits-end"),
    path("staff/account/post/", pages.chosen_post, name="chosen-post"),
    # allauth leads here when a factor is already set up; there is nothing to take away.
    path("staff/account/", pages.my_account, name="mfa_deactivate_totp"),
    path("staff/people/", members_people.people, name="people"),
    path("staff/people/new/", members_people.new_person, name="person-new"),
    path("staff/people/waiting/", members_people.waiting, name="people-waiting"),
    path(
        "staff/people/waiting/<uuid:request_id>/confirmation/",
        members_people.confirmation,
        name="power-confirmation",
    ),
    path("staff/people/waiting/<uuid:request_id>/refusal/", members_people.refusal, name="power-refusal"),
    path("staff/people/<uuid:account_id>/", members_people.person, name="person"),
    path("staff/people/<uuid:account_id>/posts/", members_people.person_posts, name="person-posts"),
    path("staff/people/<uuid:account_id>/closure/", members_people.closure, name="person-closure"),
    path(
        "staff/people/<uuid:account_id>/password-link/",
        members_people.password_link,
        name="person-password-link",
    ),
    path("staff/posts/<uuid:post_id>/end/", members_people.post_end, name="post-end"),
]
