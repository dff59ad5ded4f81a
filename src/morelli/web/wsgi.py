"""The WSGI application, which answers complete requests; see `morelli.web.asgi` for the server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "morelli.web.settings"
_django = get_wsgi_application()

from morelli.web.environment import environment  # noqa: E402  (needs Django's settings)
from morelli.web.middleware.proxy import BehindProxy  # noqa: E402

_chosen = environment()
application = BehindProxy(
    _django, prefix=_chosen.path_prefix, tls=_chosen.tls, proxies=_chosen.proxies
)
