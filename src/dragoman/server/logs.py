"""What the server writes to its error output: who came in and who did not, and errors of ours. Never a secret."""

import logging.config
import re

__all__ = ["Secretless", "set_up"]

# Links that open something: whoever reads the log must not be able to follow them.
_LINKS = re.compile(r"(/(?:join|reset|pings?)/)[^\s?\"']+")


class Secretless(logging.Formatter):
    """Writes a line, without the secrets of links."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a line."""
        return _LINKS.sub(r"\1...", super().format(record))


def set_up() -> None:
    """Send the log to the error output."""
    own = {"handlers": ["errors"], "propagate": False}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {"()": f"{__name__}.Secretless", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
            },
            "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "line"}},
            "loggers": {
                "dragoman": own | {"level": "INFO"},
                "django": own | {"level": "ERROR"},  # its warnings are what visitors mistyped
                "django.security": own | {"level": "WARNING"},
                "waitress": own | {"level": "ERROR"},
            },
        }
    )
