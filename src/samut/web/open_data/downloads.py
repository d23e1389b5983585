"""The files to take away: the same bytes for everybody, for as long as the result stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from samut.engine.open_data.dictionary import TABLES
from samut.engine.open_data.files import DICTIONARY, LICENCE, README, all_in_one, file_names
from samut.engine.open_data.kept import PublicTables
from samut.rules.errors import SamutError
from samut.rules.errors.entry import Text
from samut.web.open_data.addresses import CACHED, TAG_CHARACTERS, open_address
from samut.web.open_data.queries import OpenEdition, all_editions, check_public

CONTENT_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".geojson": "application/geo+json; charset=utf-8",
    ".zip": "application/zip",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
SHAPES = Text("ภาพรวมและมิติพร้อมขอบเขตพื้นที่", "Headline figures and dimensions with boundaries")
OTHERS = {
    DICTIONARY: Text("ความหมายของทุกคอลัมน์", "What every column means"),
    README: Text("คืออะไร และคุ้มครองอย่างไร", "What it is and how it was protected"),
    LICENCE: Text("สัญญาอนุญาตและแหล่งข้อมูล", "Licence and sources"),
}
CHUNK_BYTES = 256 * 1024
ALL = Text("ทุกไฟล์รวมกัน", "All files in one")


@dataclass(frozen=True)
class File:
    """One file to take away. `bytes`: its size."""

    name: str
    about: Text
    bytes: int
    address: str


def files_of(edition: OpenEdition) -> tuple[File, ...]:
    """The files of an edition, the one with all of them first."""
    tables = edition.tables
    names = (all_in_one(tables.edition), *file_names(tables.edition)[:-1])
    return tuple(
        File(
            name,
            _about(name),
            (tables.folder / name).stat().st_size,
            reverse("open_data:file", kwargs={"edition": tables.edition, "name": name}),
        )
        for name in names
    )


def _about(name: str) -> Text:
    path = Path(name)
    if path.suffix == ".geojson":
        return SHAPES
    return OTHERS.get(name) or TABLES.get(path.stem) or ALL


@open_address
def newest_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the newest edition, wherever that is by now."""
    try:
        check_public()
        edition = all_editions()[0].edition
    except SamutError as error:
        return _told(request, error)
    response = redirect("open_data:file", edition=edition, name=name)
    response["Cache-Control"] = CACHED
    return response


@open_address
def file(request: HttpRequest, edition: int, name: str) -> HttpResponseBase:
    """A file of an edition. Other sites' programs may read it too."""
    try:
        tables = _tables(edition, name)
    except SamutError as error:
        return _told(request, error)
    tag = f'"{tables.files[name][:TAG_CHARACTERS]}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _sent(tables, name)
    response["ETag"] = tag
    response["Cache-Control"] = CACHED
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _tables(edition: int, name: str) -> PublicTables:
    """The tables of an edition that have a file of that name. Raises: OPEN_001 to OPEN_003."""
    check_public()
    for tables in all_editions():
        if tables.edition == edition and name in tables.files:
            return tables
    raise SamutError("OPEN_003", name=name)


def _sent(tables: PublicTables, name: str) -> StreamingHttpResponse:
    path = tables.folder / name
    response = StreamingHttpResponse(_chunks(path), content_type=CONTENT_TYPES[path.suffix])
    shown = name if name.startswith("samut-") else f"samut-{tables.edition}-{name}"
    response["Content-Disposition"] = f'attachment; filename="{shown}"'
    response["Content-Length"] = str(path.stat().st_size)
    return response


def _chunks(path: Path) -> Iterator[bytes]:
    """The file in pieces; not opened before somebody reads."""
    with path.open("rb") as opened:
        while piece := opened.read(CHUNK_BYTES):
            yield piece


def _told(request: HttpRequest, error: SamutError) -> HttpResponseBase:
    context = {"problem": error.problem, "language": "th"}
    return render(request, "open_data/problem.html", context, status=HTTPStatus.NOT_FOUND)
