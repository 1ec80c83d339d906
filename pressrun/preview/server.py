"""Serve the desk over HTTP to browsers of this machine; alone in knowing Starlette and Uvicorn.

It answers nobody who does not know the address, which is not to be guessed, or who calls it by
another name than this machine's own (DNS rebinding), and no other site's page. Everything is read,
nothing is changed. What a book brings runs no script.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import socket
import webbrowser
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route

from pressrun import fonts
from pressrun.errors import UsageError
from pressrun.interrupts import Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

    from pressrun.preview.desk import Desk

HOST = "127.0.0.1"
_NAMES = [HOST, "localhost"]
_PAGE = Path(__file__).parent / "page"
_KINDS = {
    ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"
}  # fmt: skip
_SECRET = re.compile(r"[\w-]{22}", re.ASCII)
_KEEP_ALIVE = 15.0
# https://www.w3.org/TR/CSP3/: of the desk, and of what a book brings.
_DESK_POLICY = (
    "default-src 'none'; connect-src 'self'; frame-src 'self'; img-src 'self'; script-src 'self';"
    " style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_BOOK_POLICY = (
    "default-src 'none'; font-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
_ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def open_port(port: int) -> socket.socket:
    """Return a socket at a port of this machine alone, any that is free for 0.

    Raises UsageError for one that is taken or not to be had.
    """
    here = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        here.bind((HOST, port))
        here.listen()  # before anybody hears the address
    except OSError as error:
        here.close()
        raise UsageError(
            f"port {port} cannot be had: {(error.strerror or str(error)).lower()}",
            hint="leave --port out for one that is free",
        ) from error
    return here


def serve(desk: Desk, here: socket.socket, *, show: bool, ready: Callable[[str], None]) -> None:
    """Serve until somebody stops it; `ready` hears the address, and a browser `show`s it."""
    secret = _secret()
    address = f"http://{HOST}:{here.getsockname()[1]}/{secret}/"

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        work = asyncio.create_task(desk.keep())
        ready(address)
        if show:
            await asyncio.to_thread(webbrowser.open, address)
        yield
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work

    config = uvicorn.Config(
        application(desk, secret, lifespan), access_log=False, log_level="error",
        server_header=False, timeout_graceful_shutdown=1, ws="none",
    )  # fmt: skip
    with suppress(Stopped):  # it is how a preview ends
        _Server(config, desk).run([here])


def _secret() -> str:
    """Return what the address of each preview has in it: the same each time, for bookmarks.

    No other account of this machine can read it where it is kept.
    """
    path = fonts.cache_folder() / "preview-secret"
    with suppress(OSError, ValueError):
        if _SECRET.fullmatch(kept := path.read_text("ascii")):
            return kept
    made = secrets.token_urlsafe(16)
    fonts.publish(path, made.encode())
    return made


class _Server(uvicorn.Server):
    """Lets those who listen go before it waits for them."""

    def __init__(self, config: uvicorn.Config, desk: Desk) -> None:
        super().__init__(config)
        self._desk = desk

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._desk.close()
        await super().shutdown(sockets)


def application(desk: Desk, secret: str, lifespan: Lifespan[Starlette] | None = None) -> Starlette:
    """Return what answers to addresses that begin with the secret."""
    routes: dict[str, Callable[..., Awaitable[Response]]] = {
        "/": partial(_file, "desk.html"),
        "/desk/{name}": _named_file,
        "/events": partial(_events, desk),
        "/book/{name}.xhtml": partial(_document, desk),
        "/book/{name:path}": partial(_resource, desk),
        "/places/{name}": partial(_places, desk),
        "/page/{key}.png": partial(_plate, desk),
    }
    known = [Route(path, answer, methods=["GET"]) for path, answer in routes.items()]
    return Starlette(
        routes=[Mount(f"/{secret}", routes=known), Route("/{rest:path}", _elsewhere)],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_NAMES, www_redirect=False),
            Middleware(_OwnPagesOnly, desk=f"/{secret}/"),
        ],
        lifespan=lifespan,
    )


class _OwnPagesOnly:
    """Refuse what another site's page asks for (https://www.w3.org/TR/fetch-metadata/)."""

    def __init__(self, app: ASGIApp, desk: str) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ()))
        foreign = headers.get(b"sec-fetch-site") in {b"cross-site", b"same-site"}
        visit = headers.get(b"sec-fetch-mode") == b"navigate" and scope.get("path") == self._desk
        if scope["type"] == "http" and foreign and not visit:
            await PlainTextResponse("not for other sites", 403)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _file(name: str, request: Request) -> Response:
    path = _PAGE / name
    if path.suffix not in _KINDS or not path.is_file():
        return _nothing()
    kind = _KINDS[path.suffix]
    return _answer(request, path.read_bytes(), kind, _DESK_POLICY)


async def _named_file(request: Request) -> Response:
    return await _file(Path(request.path_params["name"]).name, request)


async def _document(desk: Desk, request: Request) -> Response:
    content = await desk.document(request.path_params["name"])
    if content is None:
        return _nothing()
    return _answer(request, content.encode(), "application/xhtml+xml", _BOOK_POLICY)


async def _resource(desk: Desk, request: Request) -> Response:
    found = await desk.resource(request.path_params["name"])
    if found is None:
        return _nothing()
    kind, content = found
    return _answer(request, content, kind, _BOOK_POLICY)


async def _places(desk: Desk, request: Request) -> Response:
    found = await desk.places(request.path_params["name"])
    if found is None:
        return _nothing()
    return JSONResponse(found, headers={**_ALWAYS, "Cache-Control": "no-store"})


async def _plate(desk: Desk, request: Request) -> Response:
    content = await desk.plate(request.path_params["key"])
    if content is None:
        return _nothing()
    # A page is called by what is on it.
    headers = {**_ALWAYS, "Cache-Control": "private, max-age=31536000, immutable"}
    return Response(content, media_type="image/png", headers=headers)


async def _events(desk: Desk, _: Request) -> Response:
    headers = {**_ALWAYS, "Cache-Control": "no-store"}
    return StreamingResponse(_told(desk), media_type="text/event-stream", headers=headers)


async def _told(desk: Desk) -> AsyncIterator[str]:
    """Yield server-sent events (HTML, 9.2), and now and then a comment, so that nobody hangs up."""
    states = aiter(desk.listen())
    pending = asyncio.ensure_future(anext(states))
    try:
        while True:
            done, _ = await asyncio.wait({pending}, timeout=_KEEP_ALIVE)
            if not done:
                yield ": still here\n\n"
                continue
            try:
                yield f"data: {pending.result()}\n\n"
            except StopAsyncIteration:
                return
            pending = asyncio.ensure_future(anext(states))
    finally:
        pending.cancel()


def _answer(request: Request, content: bytes, kind: str, policy: str) -> Response:
    """Answer with what may have changed since it was asked for last (RFC 9110, 13.1.2)."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        **_ALWAYS, "Cache-Control": "no-cache", "Content-Security-Policy": policy, "ETag": tag
    }  # fmt: skip
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


def _nothing() -> Response:
    return PlainTextResponse("there is nothing of that name", 404, headers=_ALWAYS)


async def _elsewhere(_: Request) -> Response:
    said = "the preview is at the whole address that was printed"
    return PlainTextResponse(said, 404, headers=_ALWAYS)
