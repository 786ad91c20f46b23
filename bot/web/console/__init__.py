"""The console's pages: one module a section, joined by `router`."""

from bot.web.console.routes import router

__all__ = ["router"]
