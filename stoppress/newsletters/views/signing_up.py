"""Signing up on a page that is the same for all, and confirming by the letter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from stoppress.newsletters import queries, rules
from stoppress.newsletters.actions import subscribing
from stoppress.newsletters.errors import NotThere
from stoppress.newsletters.forms import SignUpForm
from stoppress.newsletters.models import Newsletter, SignUp
from stoppress.readers import proof
from stoppress.readers.views.limits import at_most
from stoppress.readers.views.proving import proven


@proven
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Take a sign-up; the answer is the same whether or not the address is known."""
    edition = edition_of(request)
    offered = queries.offered(edition)
    if not offered:
        raise Http404
    if request.method == "GET":
        chosen = [str(row.pk) for row in offered if request.GET.get("newsletter") in (None, row.slug)]
        return _form(request, SignUpForm(offered, initial={"newsletters": chosen}))
    form = SignUpForm(offered, request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    if not request.is_proven:  # type: ignore[attr-defined]
        return _form(request, form, wrong=_("Please send it once more; the page was open for long."))
    if not form.check_limits(request):
        return _form(request, form, wrong=_("There were many sign-ups from your network. Please try again later."), status=429)
    if not form.is_of_a_program:
        numbers = [int(number) for number in form.cleaned_data["newsletters"]]
        subscribing.sign_up(email=form.cleaned_data["email"], edition=edition, newsletters=numbers)
    return HttpResponseRedirect(reverse("newsletters_asked"))


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """That a letter is on its way."""
    return render(request, "newsletters/asked.html", {})


@require_GET
def challenge(request: HttpRequest) -> JsonResponse:
    """The sum for the script of a page that is the same for all and so cannot hold one."""
    return JsonResponse(proof.challenge())


@csrf_exempt  # the key, which only the letter holds, is the proof
@require_http_methods(["GET", "POST"])
@at_most("60/m/ip")
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more, for programs follow links too; a press on the button confirms."""
    if request.method == "POST":
        try:
            subscriber = subscribing.confirm(key=key)
        except NotThere:
            return render(request, "newsletters/too_old.html", {}, status=404)
        return HttpResponseRedirect(reverse("newsletters_choose", args=[subscriber.key]) + "?confirmed")
    row = SignUp.objects.filter(key=key).first() if rules.is_key(key) else None
    if row is None:
        return render(request, "newsletters/too_old.html", {}, status=404)
    wanted = Newsletter.objects.filter(pk__in=row.newsletters)
    return render(request, "newsletters/confirm.html", {"wanted": list(wanted), "email": row.email})


def edition_of(request: HttpRequest) -> int:
    """Number of the edition whose page this is."""
    where: Any = getattr(request, "where", None)
    if where is None:
        raise Http404
    number: int = where.id
    return number


def _form(request: HttpRequest, form: SignUpForm, *, wrong: str = "", status: int = 200) -> HttpResponse:
    offered = queries.offered(edition_of(request))
    chosen = form["newsletters"].value() or []
    rows = [{"row": row, "is_chosen": str(row.pk) in chosen} for row in offered]
    email = str(form["email"].value() or "")[:254]
    problems = {name: errors[0] for name, errors in form.errors.items()}
    told = {"rows": rows, "email": email, "problems": problems, "wrong": wrong}
    return render(request, "newsletters/sign_up.html", told, status=status)
