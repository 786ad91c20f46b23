"""Response headers that keep a page to its own scripts, styles and pictures."""

from __future__ import annotations

# Charts are PNG data in the reply, hence data: for pictures. Nothing inline is allowed, so
# that a document or an answer that smuggled in markup could still run nothing.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

PAGE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    # A page names a person or shows validity on a date: never an old copy.
    "Cache-Control": "no-store",
}

DATA_HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}

# Some reverse proxies collect a whole response before passing it on unless told otherwise.
STREAM_HEADERS = DATA_HEADERS | {"X-Accel-Buffering": "no"}
