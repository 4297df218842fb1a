"""All middlewares in their order, from the network inwards."""

from __future__ import annotations

from starlette.types import ASGIApp

from rag.settings import Settings
from ui.middleware.body_limit import BodyLimit
from ui.middleware.forwarded_headers import ForwardedHeaders
from ui.middleware.gradio_paths import GradioPaths
from ui.middleware.head_requests import HeadRequests
from ui.middleware.hosts import Hosts
from ui.middleware.http_only import HttpOnly
from ui.middleware.origins import Origins
from ui.middleware.own_names import own_names
from ui.middleware.plain_paths import PlainPaths
from ui.middleware.security_headers import SecurityHeaders
from ui.middleware.sub_path import SubPath


def guard(app: ASGIApp, settings: Settings) -> ASGIApp:
    """`app` behind every check that a request must pass.

    SubPath comes first, so that all others see the paths that `app` sees; SecurityHeaders
    second, so that refusals carry its headers too. A request is judged by its path, host and
    origin before a byte of its body is read.
    """
    app = HeadRequests(BodyLimit(app))
    app = GradioPaths(app)
    app = Origins(app, settings.allowed_origins)
    app = Hosts(app, settings.allowed_hosts, own_names())
    app = ForwardedHeaders(app)
    app = PlainPaths(app)
    app = SecurityHeaders(app, settings.allowed_origins)
    app = SubPath(app, settings.root_path)
    return HttpOnly(app)
