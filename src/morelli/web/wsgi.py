"""The WSGI application; the model is loaded before the first request is accepted.

WSGI and not ASGI: the work is inference in native code that releases the GIL, on a thread
of its own; what a thread per request buys is code that reads from top to bottom, and bodies
that are read only when a view wants them, so that limits apply before anything is stored.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "morelli.web.settings"
_django = get_wsgi_application()

from morelli.web.environment import environment  # noqa: E402
from morelli.web.middleware.body_drain import BodyDrain  # noqa: E402  (needs Django's settings)
from morelli.web.middleware.proxy import BehindProxy  # noqa: E402
from morelli.web.services import services  # noqa: E402

_chosen = environment()
application = BehindProxy(
    BodyDrain(_django),
    prefix=_chosen.path_prefix,
    tls=_chosen.tls,
    proxies=_chosen.proxies,
)
services().start()
