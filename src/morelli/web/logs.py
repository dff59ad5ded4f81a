"""What the server writes to stderr: lines for people, or JSON lines for programs."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered; empty elsewhere."""

REQUESTS = "morelli.web.requests"
"""The logger that has a line for every request, in JSON alone."""


class JsonLines(logging.Formatter):
    """An object a line: `time`, `level`, `logger`, `message`, and what else is known.

    That is `request_id`, `error` with a traceback, and of requests `method`, `route`, `status`,
    `seconds`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        found: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        found |= getattr(record, "fields", {})
        if named := request_id.get():
            found["request_id"] = named
        if record.exc_info:
            found["error"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=False, default=str)


class Lines(logging.Formatter):
    """A line for people, with the request's id where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and a traceback where there is one."""
        record.request = f" [{named}]" if (named := request_id.get()) else ""
        return super().format(record)


def configuration(kind: Literal["text", "json"]) -> dict[str, Any]:
    """For `logging.config.dictConfig`, of Django and of the program that listens."""
    text = "%(asctime)s %(levelname)s %(name)s%(request)s: %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"text": {"()": Lines, "fmt": text}, "json": {"()": JsonLines}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": kind}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            REQUESTS: {"level": "INFO" if kind == "json" else "WARNING"},
            "_granian": {"handlers": [], "level": "ERROR", "propagate": True},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.request": {"level": "ERROR"},  # a 404 is no event
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # nor is a scanner
        },
    }
