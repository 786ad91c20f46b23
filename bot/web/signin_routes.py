"""Signing in and out: ``/signin``, ``/signout`` and the way through WeCom."""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse

from bot.errors import BotError, PasswordMustChange, SignInRefused
from bot.signin import CALLBACK_PATH, OpenedSession
from bot.web import pages, wording
from bot.web.chat_request import ChatRefused, limited_bytes
from bot.web.services import WebServices
from bot.web.visit import LONGEST_ADDRESS, SESSION_COOKIE, SIGN_IN_PATH, visit_of

_log = structlog.get_logger(__name__)

# Ties the sign-in form, and the round trip to WeCom, to one browser.
_BROWSER_COOKIE = "bot_browser"
_FORM_TYPE = "application/x-www-form-urlencoded"

Next = Annotated[str, Query(max_length=LONGEST_ADDRESS)]
Word = Annotated[str, Query(max_length=LONGEST_ADDRESS)]


def add_sign_in(routes: APIRouter, services: WebServices) -> None:
    """Add the routes to `routes`."""

    @routes.get(SIGN_IN_PATH, response_class=HTMLResponse, include_in_schema=False)
    def sign_in_page(request: Request, next: Next = "/") -> Response:
        return _form(request, services, return_to=local_address(next))

    @routes.post(SIGN_IN_PATH, response_model=None, include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        fields = await _fields(request)
        return_to = local_address(fields.get("next", "/"))
        user_id = fields.get("user_id", "").strip()
        if not _is_own_form(request, fields):
            return await _again(request, services, wording.FORM_STALE, return_to, user_id, 403)
        address = request.client.host if request.client else ""
        try:
            opened = await run_in_threadpool(_open, services, user_id, fields, address)
        except PasswordMustChange as exc:
            return await _again(
                request, services, exc.what, return_to, user_id, 200, must_choose=True
            )
        except SignInRefused as exc:
            _log.info("sign_in_refused", address=address)
            return await _again(
                request,
                services,
                exc.what,
                return_to,
                user_id,
                401,
                must_choose="new_password" in fields,
            )
        return _signed_in(request, services, opened, return_to)

    @routes.post("/signout", response_model=None, include_in_schema=False)
    async def sign_out(request: Request) -> Response:
        fields = await _fields(request)
        visit = await run_in_threadpool(visit_of, request, services)
        if visit.visitor is not None and visit.visitor.allows(fields.get("csrf_token", "")):
            token = request.cookies.get(SESSION_COOKIE, "")
            await run_in_threadpool(services.sign_in.close, token)
            response = RedirectResponse("/", status_code=303)
            response.delete_cookie(SESSION_COOKIE, path="/")
            return response
        return RedirectResponse(SIGN_IN_PATH, status_code=303)

    _add_members(routes, services)


def _open(
    services: WebServices, user_id: str, fields: dict[str, str], address: str
) -> OpenedSession:
    password = fields.get("password", "")
    if "new_password" not in fields:
        return services.sign_in.with_password(user_id, password, address=address)
    new = fields["new_password"]
    if new != fields.get("new_again", ""):
        raise SignInRefused(wording.PASSWORDS_DIFFER)
    return services.sign_in.with_new_password(user_id, password, new, address=address)


def _add_members(routes: APIRouter, services: WebServices) -> None:
    @routes.get("/signin/wecom", response_model=None, include_in_schema=False)
    def leave(request: Request, next: Next = "/") -> Response:
        browser = request.cookies.get(_BROWSER_COOKIE) or secrets.token_urlsafe(32)
        try:
            address = services.sign_in.leave(return_to=local_address(next), browser=browser)
        except SignInRefused as exc:
            return _form(request, services, problem=exc.what, status=404)
        response = RedirectResponse(address, status_code=303)
        _set_browser(response, request, services, browser)
        return response

    @routes.get(CALLBACK_PATH, response_model=None, include_in_schema=False)
    def come_back(request: Request, code: Word = "", state: Word = "") -> Response:
        browser = request.cookies.get(_BROWSER_COOKIE, "")
        try:
            opened, return_to = services.sign_in.come_back(code=code, state=state, browser=browser)
        except SignInRefused as exc:
            return _form(request, services, problem=exc.what, status=403)
        except BotError as exc:
            _log.warning("member_sign_in_failed", error=str(exc))
            return _form(request, services, problem=wording.MEMBERS_UNAVAILABLE, status=503)
        return _signed_in(request, services, opened, return_to)


def local_address(address: str) -> str:
    """Return `address` when it stays on this service, else the start page.

    Browsers read ``//host`` and ``/\\host`` as another host.
    """
    is_local = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not is_local or len(address) > LONGEST_ADDRESS or any(c < " " for c in address):
        return "/"
    return address


def _form(
    request: Request,
    services: WebServices,
    *,
    return_to: str = "/",
    problem: str | None = None,
    user_id: str = "",
    status: int = 200,
    must_choose: bool = False,
) -> HTMLResponse:
    browser = request.cookies.get(_BROWSER_COOKIE) or secrets.token_urlsafe(32)
    response = pages.sign_in_page(
        visit_of(request, services),
        form_token=browser,
        return_to=return_to,
        problem=problem,
        user_id=user_id,
        status=status,
        must_choose=must_choose,
    )
    _set_browser(response, request, services, browser)
    return response


async def _again(
    request: Request,
    services: WebServices,
    problem: str,
    return_to: str,
    user_id: str,
    status: int,
    *,
    must_choose: bool = False,
) -> HTMLResponse:
    return await run_in_threadpool(
        _form,
        request,
        services,
        return_to=return_to,
        problem=problem,
        user_id=user_id[:64],
        status=status,
        must_choose=must_choose,
    )


async def _fields(request: Request) -> dict[str, str]:
    """Return the fields of a posted form, the first of each name; none when it is no form."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _FORM_TYPE:
        return {}
    try:
        body = await limited_bytes(request)
        parsed = parse_qs(body.decode(), max_num_fields=20)
    except (ChatRefused, UnicodeDecodeError, ValueError):
        return {}
    return {name: values[0] for name, values in parsed.items()}


def _is_own_form(request: Request, fields: dict[str, str]) -> bool:
    browser = request.cookies.get(_BROWSER_COOKIE, "")
    given = fields.get("form_token", "")
    return bool(browser) and hmac.compare_digest(browser.encode(), given.encode())


def _signed_in(
    request: Request, services: WebServices, opened: OpenedSession, return_to: str
) -> Response:
    response = RedirectResponse(return_to, status_code=303)
    # Lax, not Strict: somebody who taps a link in WeCom must arrive signed in.
    response.set_cookie(
        SESSION_COOKIE,
        opened.token,
        path="/",
        httponly=True,
        samesite="lax",
        secure=_is_secure(request, services),
    )
    return response


def _set_browser(response: Response, request: Request, services: WebServices, browser: str) -> None:
    response.set_cookie(
        _BROWSER_COOKIE,
        browser,
        path=SIGN_IN_PATH,
        max_age=3600,
        httponly=True,
        samesite="lax",
        secure=_is_secure(request, services),
    )


def _is_secure(request: Request, services: WebServices) -> bool:
    return services.sign_in.is_secure or request.url.scheme == "https"
