"""The site. Django, server-rendered; the figures come from the lake, the cases live in the database.

Debian's SQLite 3.40 can corrupt a WAL database when two processes write (fixed in 3.51.3), so the
`pysqlite3` wheel takes the place of the standard module wherever it is installed, before Django
loads its back end.
"""

from __future__ import annotations

import importlib.util
import sys

if importlib.util.find_spec("pysqlite3") is not None:
    sys.modules["sqlite3"] = importlib.import_module("pysqlite3")
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
