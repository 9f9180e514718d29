"""The pages of sign-in and of one's own account: exactly those the portal offers.

allauth's own list holds more (sign-up, e-mail management, social connections); what is not named
here does not exist, and the few names its code cannot do without answer 404.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount.views import login_cancelled
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path

from . import oidc, views

FROM_KEY = r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"
closed = login_not_required(views.closed)

password = [
    path("", account.password_reset, name="account_reset_password"),
    path("done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
second_factor = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", views.ShowCode.as_view(), name="mfa_reauthenticate"),
    path("totp/activate/", views.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("webauthn/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("webauthn/add/", views.SetUpKey.as_view(), name="mfa_add_webauthn"),
    path("webauthn/reauthenticate/", views.ShowKey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("webauthn/keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
    path("webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
identity = [
    path("cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", oidc.callback, name="openid_connect_callback"),
]

urlpatterns = [
    path("", views.Account.as_view(), name="account_home"),
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", include(password)),
    re_path(FROM_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path("2fa/", include(second_factor)),
    path("identity/", include(identity)),
    path("sessions/", views.Sessions.as_view(), name="usersessions_list"),
    path("signup/", closed, name="account_signup"),
    path("password/set/", closed, name="account_set_password"),
]
