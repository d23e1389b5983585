"""The engines that run SQL over tables, behind one small door.

Why it exists: measures are written once, as sqlglot trees. Which engine reads the data and does the
sums (DuckDB on this machine, Spark when one machine is outgrown) is chosen by name, and what is
written in an engine's `dialect` and put to it gives the same rows on each.
"""

from __future__ import annotations

import importlib
import re
import tempfile
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import duckdb
import pyarrow as pa
from sqlglot import exp

from samut.engine.data_files import CsvFile, data_at
from samut.engine.lake import open_duckdb
from samut.rules.errors import SamutError, Where

DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
# Loaded only when asked for: PySpark is an extra, and starting Java takes seconds.
SPARK_MODULE = "samut.engine.spark"
ODD_IN_NUMBERS = "[_dDfF]"


class SqlEngine(Protocol):
    """An engine at work. Used with `with`; what it made for itself is gone afterwards."""

    @property
    def dialect(self) -> str:
        """The name sqlglot has for the SQL this engine reads."""

    def relation(self, path: Path) -> str:
        """SQL that may stand after FROM: the CSV file, Parquet file or folder of Parquet files.

        Columns: of a CSV file all are text, an empty cell NULL; of Parquet as they are stored, and
        what folder names like year=2561 say, as text. A line break within a cell may come as any.
        Raises: ENGINE_010 to ENGINE_013.
        """

    def columns(self, path: Path) -> dict[str, str]:
        """The columns of the data and their types, in the words every engine shares.

        The words are sqlglot's in lower case: text, boolean, int, bigint, double, decimal(9, 2), date …
        """

    def table(self, sql: str) -> pa.Table:
        """The rows of a query. Raises: ENGINE_012 when a file turns out broken while it is read."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_engine(name: str) -> SqlEngine:
    """The engine of that name.

    Raises: ENGINE_001 unknown name, ENGINE_002 PySpark is not installed, ENGINE_003 no Java.
    """
    if name == DUCKDB:
        return DuckDBEngine()
    if name != SPARK:
        raise SamutError("ENGINE_001", name=name, known=", ".join(ENGINES))
    try:
        module = importlib.import_module(SPARK_MODULE)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pyspark", "py4j"):
            raise
        raise SamutError("ENGINE_002") from error
    engine: SqlEngine = module.SparkEngine()
    return engine


@cache
def shared_type(type_name: str, dialect: str) -> str:
    """An engine's name of a type in the words every engine shares."""
    # DuckDB puts the type of a column that holds nothing at all into quotation marks.
    written: str = exp.DataType.build(type_name.strip('"'), dialect=dialect).sql()
    return written.lower()


def as_number(cell: exp.Expression, kind: str) -> exp.Expression:
    """A cell as a number, NULL where it is none; `kind` is its type in the words every engine shares.

    DuckDB would take 1_0 for ten, and Spark 1d for one: neither is taken.
    """
    # Without `safe` it is written as a plain cast for Spark, which fails where a cell is no number.
    number = exp.TryCast(this=cell, to=exp.DataType.build("DOUBLE"), safe=True)
    if kind != "text":
        return number
    odd = exp.RegexpLike(this=cell.copy(), expression=exp.Literal.string(ODD_IN_NUMBERS))
    return exp.case().when(exp.not_(odd), number).else_(exp.null())


def is_nan(number: exp.Expression) -> exp.Expression:
    """Whether a number is NaN.

    Asked of its text: of Parquet columns DuckDB answers its own isnan from their least and greatest
    value, which writers state without regard to NaN, and so finds none.
    """
    said = exp.func("lower", exp.cast(number, "TEXT"))
    return exp.EQ(this=said, expression=exp.Literal.string("nan"))


class DuckDBEngine:
    """DuckDB in this process: bounded memory, nothing fetched, what does not fit encrypted on disk."""

    dialect = DUCKDB

    def __init__(self) -> None:
        self._spill = tempfile.TemporaryDirectory(prefix="samut-spill-")
        self._connection = open_duckdb(Path(self._spill.name))

    def relation(self, path: Path) -> str:
        found = data_at(path)
        if isinstance(found, CsvFile):
            columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in found.names)
            return (
                f"read_csv({text(str(found.path))}, auto_detect = false, header = true, "
                f"delim = {text(found.delimiter)}, quote = '\"', escape = '\"', nullstr = '', "
                f"columns = {{{columns}}})"
            )
        files = ", ".join(text(str(file)) for file in found.files)
        return f"read_parquet([{files}], hive_partitioning = true, hive_types_autocast = false)"

    def columns(self, path: Path) -> dict[str, str]:
        try:
            rows = self._connection.execute(f"DESCRIBE SELECT * FROM {self.relation(path)}").fetchall()
        except duckdb.Error as error:
            raise SamutError("ENGINE_012", Where(file=path.name), file_name=path.name) from error
        return {name: shared_type(kind, self.dialect) for name, kind, *_ in rows}

    def table(self, sql: str) -> pa.Table:
        try:
            return self._connection.sql(sql).to_arrow_table()
        except duckdb.InvalidInputException as error:
            # DuckDB's own text quotes the row, which may be somebody's.
            line = re.search(r"CSV Error on Line: (\d+)", str(error))
            file = re.search(r"^\s*file = (.+)$", str(error), re.MULTILINE)
            if line is None or file is None:
                raise
            name = Path(file.group(1)).name
            raise SamutError("ENGINE_012", Where(name, row=int(line.group(1))), file_name=name) from None

    def close(self) -> None:
        self._connection.close()
        self._spill.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
