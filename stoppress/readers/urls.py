"""Addresses below `/account/`; allauth knows its views by the names given here."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path

from stoppress.readers import social
from stoppress.readers.views import entering, keeping, own, push, tidings

urlpatterns = [
    path("", entering.index, name="account_index"),
    path("log-in/", account.login, name="account_login"),
    path("log-in/code/", account.request_login_code, name="account_request_login_code"),
    path("log-in/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("log-in/second-factor/", factors.authenticate, name="mfa_authenticate"),
    path("log-in/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("log-in/refused/", account.account_inactive, name="account_inactive"),
    path("log-out/", account.logout, name="account_logout"),
    path("register/", entering.RegisterView.as_view(), name="account_signup"),
    path("confirm/", account.email_verification_sent, name="account_email_verification_sent"),
    path("again/", entering.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("again/code/", entering.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", entering.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("email/", account.email, name="account_email"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/forgotten/", account.password_reset, name="account_reset_password"),
    path("password/forgotten/code/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("password/forgotten/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path("password/forgotten/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("second-factor/", factors.index, name="mfa_index"),
    path("second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/recovery-codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/rename/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("profile/", own.edit_profile, name="account_profile"),
    path("notifications/", own.choose_notifications, name="account_notifications"),
    path("notifications/off/<str:word>/", tidings.letters_off, name="account_letters_off"),
    path("tidings/", tidings.listed, name="account_tidings"),
    path("push/", push.this_device, name="account_push"),
    path("push/device/", push.take_in, name="account_push_device"),
    path("push/forget/", push.let_go, name="account_push_forget"),
    path("sessions/", own.list_sessions, name="account_sessions"),
    path("data/", own.data, name="account_data"),
    path("data/export/", own.export, name="account_export"),
    path("data/erase/", own.erase, name="account_erase"),
    path("mail/", own.mail, name="account_mail"),
    path("follows/", keeping.follows, name="account_follows"),
    path("saved/", keeping.saved, name="account_saved"),
    path("keep/", keeping.keep, name="account_keep"),
    path("me.json", keeping.me, name="account_me"),
]
if social.is_installed():
    from allauth.socialaccount.providers.openid_connect import urls as openid

    urlpatterns += [path("social/", include("allauth.socialaccount.urls")), path("social/", include(openid))]
urlpatterns += [re_path(r"^(?P<path>.*)$", own.missing)]
