"""Spark as an engine, for when one machine is outgrown: the same SQL trees, the same files.

Nothing imports this module by name in code (open_engine does it when Spark is asked for), because
PySpark is an extra and Java takes seconds to start. Without a cluster it runs on this machine alone
and listens on the loopback address only.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyspark
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.logger import PySparkLogger
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import StringType, StructField, StructType

from samut.engine.data_files import CsvFile, ParquetFiles, data_at
from samut.engine.sql_engines import SPARK, shared_type, text
from samut.rules.errors import SamutError, Text, Where

MASTER_VARIABLE = "SAMUT_SPARK_MASTER"
DEFAULT_MASTER = "local[2]"
LOOPBACK = "127.0.0.1"
OLDEST_JAVA = 17
NO_JAVA = Text("ไม่มี", "none")

# Said of every session; what belongs to a cluster (memory, cores, authentication) is its owner's.
SETTINGS = {
    "spark.app.name": "samut",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.catalogImplementation": "in-memory",
    # Answers of households must not lie readable on the disks of the workers.
    "spark.io.encryption.enabled": "true",
}
SQL_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    # province=01 is not the number 1.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    # A broken row of a CSV file is found even where its broken cell is not asked for.
    "spark.sql.csv.parser.columnPruning.enabled": "false",
    # Java never compiles a longer method, and one that makes words of answers would be: four times slower.
    "spark.sql.codegen.hugeMethodLimit": "8000",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}
# On this machine alone: the shuffles of a province are small, and the driver does the work.
LOCAL_SETTINGS = {
    "spark.driver.host": LOOPBACK,
    "spark.driver.bindAddress": LOOPBACK,
    "spark.driver.memory": "2g",
    "spark.sql.shuffle.partitions": "8",
}
# What goes wrong is told by the exception; Java's first words come before any setting of Spark is read.
QUIET_LOG = """\
rootLogger.level = fatal
logger.gateway.name = org.apache.spark.api.python.PythonGatewayServer
logger.gateway.level = fatal
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{1}: %m%n
"""


# PySpark writes each exception to stderr as well, with the values that it speaks of.
for _name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
    PySparkLogger.getLogger(_name).disabled = True
# Where Spark puts the text of a row that is no row of its table: a name the file itself has not.
BROKEN_ROW_NAMES = ("broken_row", "broken_row_of_samut")
BROKEN_ROW = "samut: broken row in"


class SparkEngine:
    """Spark as a SqlEngine. The session starts with the first question.

    `master`: where Spark runs; else SAMUT_SPARK_MASTER, else two threads of this machine. `settings`
    are Spark's own, and go before ours. A session that is there already is used, and left running.
    """

    dialect = SPARK

    def __init__(self, master: str | None = None, settings: dict[str, str] | None = None) -> None:
        """Raises: ENGINE_003 when there is no Java that does."""
        self.master = master or os.environ.get(MASTER_VARIABLE) or DEFAULT_MASTER
        self._settings = settings or {}
        self._session: SparkSession | None = None
        self._started: SparkSession | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="samut-spark-")
        self._views: dict[Path, str] = {}
        if SparkSession.getActiveSession() is None:
            check_java()

    @property
    def session(self) -> SparkSession:
        """The session. Raises: ENGINE_004 when it does not start."""
        if self._session is None:
            there = SparkSession.getActiveSession()
            if there is None:
                there = self._started = self._start()
            self._session = there.newSession()
            for name, value in SQL_SETTINGS.items():
                self._session.conf.set(name, value)
        return self._session

    def relation(self, path: Path) -> str:
        if path not in self._views:
            found = data_at(path)
            frame = self._csv(found) if isinstance(found, CsvFile) else self._parquet(found)
            name = f"samut_data_{len(self._views)}"
            frame.createOrReplaceTempView(name)
            self._views[path] = name
        return f"`{self._views[path]}`"

    def columns(self, path: Path) -> dict[str, str]:
        fields = self.session.table(self.relation(path)).schema.fields
        return {field.name: shared_type(field.dataType.simpleString(), self.dialect) for field in fields}

    def table(self, sql: str) -> pa.Table:
        try:
            found = self.session.sql(sql).toArrow()
        except (PySparkException, Py4JError) as error:
            told = _broken_file(str(error))
            if told is None:
                raise
            raise told from error
        # That a column never is NULL is Spark's remark; other engines do not make it.
        return found.cast(pa.schema([field.with_nullable(True) for field in found.schema]))

    def close(self) -> None:
        if self._session is not None:
            for name in self._views.values():
                self._session.catalog.dropTempView(name)
        if self._started is not None:
            kept = _kept_by_workers(self._started.sparkContext.applicationId)
            self._started.stop()
            # Workers on this machine alone leave what their processes said in Spark's own folder.
            shutil.rmtree(kept, ignore_errors=True)
        self._session = self._started = None
        self._views = {}
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self) -> SparkSession:
        folder = Path(self._folder.name)
        (folder / "log4j2.properties").write_text(QUIET_LOG, encoding="utf-8")
        settings = {
            "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
            "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile=file:{folder}/log4j2.properties",
            **SETTINGS,
        }
        if self.master.startswith("local"):
            # Without it Spark takes the machine's outward address, and its own workers do not find it.
            os.environ["SPARK_LOCAL_IP"] = LOOPBACK
            settings |= LOCAL_SETTINGS | {"spark.local.dir": str(folder)}
        builder = SparkSession.builder.master(self.master)
        for name, value in (settings | self._settings).items():
            builder = builder.config(name, value)
        try:
            with warnings.catch_warnings():
                # It warns of a pandas that it does not know; no pandas is used here.
                warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
                return builder.getOrCreate()
        except (PySparkException, Py4JError) as error:
            reason = type(error).__name__
            raise SamutError("ENGINE_004", master=self.master, reason=reason) from error

    def _csv(self, found: CsvFile) -> DataFrame:
        broken = next(name for name in BROKEN_ROW_NAMES if name not in found.names)
        fields = [StructField(name, StringType()) for name in (*found.names, broken)]
        frame = self.session.read.csv(
            _spark_path(found.path),
            schema=StructType(fields),
            header=True,
            sep=found.delimiter,
            quote='"',
            escape='"',
            multiLine=True,
            encoding="UTF-8",
            columnNameOfCorruptRecord=broken,
        )
        # Spark's own way to fail writes the broken row, which may be somebody's, into its logs.
        # (It refuses to read nothing but that column, so nought letters of another are told, too.)
        nothing = f"left(coalesce({_quoted(found.names[0])}, ''), 0)"
        told = f"concat({text(f'{BROKEN_ROW} {found.path.name}')}, {nothing})"
        whole = frame.where(f"CASE WHEN `{broken}` IS NULL THEN true ELSE raise_error({told}) END")
        return whole.selectExpr(*(f"nullif({_quoted(name)}, '') AS {_quoted(name)}" for name in found.names))

    def _parquet(self, found: ParquetFiles) -> DataFrame:
        root = found.root if found.root.is_dir() else found.root.parent
        reader = self.session.read.option("basePath", f"file://{root.absolute()}")
        try:
            return reader.parquet(*(_spark_path(file) for file in found.files))
        except PySparkException as error:
            name = found.root.name
            raise SamutError("ENGINE_012", Where(file=name), file_name=name) from error


def _kept_by_workers(application: str) -> Path:
    home = os.environ.get("SPARK_HOME") or Path(pyspark.__file__).parent
    return Path(home, "work", application)


def check_java() -> None:
    """See that there is a Java that Spark can run on. Raises: ENGINE_003."""
    home = os.environ.get("JAVA_HOME")
    java = Path(home, "bin", "java") if home else Path(shutil.which("java") or "java")
    try:
        # The java of this machine, as its user has it.
        told = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=True).stderr  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise SamutError("ENGINE_003", found=NO_JAVA) from error
    version = re.search(r'version "(\d+)', told)
    if version is None or int(version.group(1)) < OLDEST_JAVA:
        raise SamutError("ENGINE_003", found=f"Java {version.group(1)}" if version else NO_JAVA)


def _broken_file(said: str) -> SamutError | None:
    """What an error means that comes from a file which is not the table it claims to be."""
    row = re.search(rf"\[USER_RAISED_EXCEPTION\] {BROKEN_ROW} (.+?)(?: SQLSTATE|$)", said, re.MULTILINE)
    file = re.search(r"FAILED_READ_FILE.*?file:/+(.+?)\. +SQLSTATE", said)
    if row is None and file is None:
        return None
    name = row.group(1) if row else Path(file.group(1)).name if file else ""
    return SamutError("ENGINE_012", Where(file=name), file_name=name)


def _spark_path(path: Path) -> str:
    """A path of this machine as Spark takes it: not a pattern, and not on the cluster's own file system."""
    return "file://" + re.sub(r"([\\{}\[\]*?])", r"\\\1", str(path.absolute()))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
