"""Reading files as offices send them: what each is, its content says, not its name.

looking (what a file is) → one module for each kind (text, sheets, records) → batches of text, each
row with its number in the file. Archives and folders give several files.
"""

from samut.engine.registers.reading.looking import open_source, open_sources
from samut.engine.registers.reading.rows import original_rows, read_batches
from samut.engine.registers.reading.source import (
    RowBatch,
    SourceFile,
    changed_meanwhile,
    file_hash,
    normal_header,
)

__all__ = [
    "RowBatch",
    "SourceFile",
    "changed_meanwhile",
    "file_hash",
    "normal_header",
    "open_source",
    "open_sources",
    "original_rows",
    "read_batches",
]
