"""The pages of newsletters among a reader's account pages."""

from django.utils.translation import gettext_lazy as _

from stoppress.readers.pages import Page

PAGES = {
    "newsletters/sign_up.html": Page("newsletters_sign_up", _("Newsletters")),
    "newsletters/asked.html": Page("newsletters_notice", _("One more step"), _(
        "If this address can get our letters, one is on its way to it. Open it and confirm that you want the newsletters; "
        "nothing is sent before. Look among the unwanted mail too if it does not arrive.")),
    "newsletters/confirm.html": Page("newsletters_confirm", _("Do you want these newsletters?")),
    "newsletters/too_old.html": Page("newsletters_notice", _("This link does not work any more"), _(
        "It is too old or was used already. If you want our newsletters, sign up once more.")),
    "newsletters/choose.html": Page("newsletters_choose", _("Your newsletters")),
    "newsletters/own.html": Page("newsletters_choose", _("Your newsletters")),
    "newsletters/leave.html": Page("newsletters_leave", _("Do you want to unsubscribe?")),
    "newsletters/left.html": Page("newsletters_notice", _("You are unsubscribed"), _(
        "You get no more of these letters. If that was a slip, you can sign up again.")),
}  # fmt: skip
