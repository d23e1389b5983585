"""What the log may say of a request: the kind of page, never its address.

Addresses hold the ids of households and the keys of phones, and a log is read by whoever keeps the machine.
"""

from __future__ import annotations

import logging

NO_PAGE = "(no page of this site)"


class WithoutAddresses(logging.Filter):
    """Puts the pattern of the address into the place of the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            kind = match.route if match else NO_PAGE
            record.args = tuple(
                kind if isinstance(each, str) and each.startswith("/") else each for each in record.args
            )
        return True
