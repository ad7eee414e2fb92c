"""Addresses below `/account/newsletters/`."""

from django.urls import path

from stoppress.newsletters.views import choosing, signing_up

urlpatterns = [
    path("newsletters/", choosing.own, name="newsletters_own"),
    path("newsletters/sign-up/", signing_up.sign_up, name="newsletters_sign_up"),
    path("newsletters/asked/", signing_up.asked, name="newsletters_asked"),
    path("newsletters/sum.json", signing_up.challenge, name="newsletters_sum"),
    path("newsletters/confirm/<str:key>/", signing_up.confirm, name="newsletters_confirm"),
    path("newsletters/choose/<str:key>/", choosing.choose, name="newsletters_choose"),
    path("newsletters/leave/<str:key>/<int:newsletter>/", choosing.leave, name="newsletters_leave"),
]
