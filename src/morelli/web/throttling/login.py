"""`/admin/login/`, where passwords can't be guessed by trying many.

Wrong or right, a try is counted before the password is looked at, so that many at once don't slip
through. By name and address, so that nobody is locked out by a stranger's tries; by address, for
those who try one password on many names; and by name, for those who have many addresses.
"""

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_protect

from morelli.web.throttling.throttle import Throttle, ThrottledError, visitor

QUARTER = 15 * 60

PAIR = Throttle("login by name and address", 10, QUARTER)
ADDRESS = Throttle("login by address", 50, QUARTER)
NAME = Throttle("login by name", 100, 4 * QUARTER)


@csrf_protect
def login(request: HttpRequest) -> HttpResponseBase:
    """Django's page, but 429 to who tries too often."""
    if request.method != "POST":
        return admin.site.login(request)
    name, address = request.POST.get("username", "").strip().casefold(), visitor(request)
    try:
        ADDRESS.spend(address)
        PAIR.spend(name, address)
        NAME.spend(name)
    except ThrottledError as error:
        context = {**admin.site.each_context(request), "title": "Too many tries", "error": error}
        later = {"Retry-After": str(error.retry_after)}
        return TemplateResponse(request, "admin/throttled.html", context, status=429, headers=later)
    response = admin.site.login(request)
    if request.user.is_authenticated:
        PAIR.forget(name, address)
        ADDRESS.forget(address)
    return response
