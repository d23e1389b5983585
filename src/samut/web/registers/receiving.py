"""Files on their way in: written to the workspace's disk piece by piece, never held in memory.

They lie in `uploads/`, a folder of its own that nothing serves, readable by the owner of the workspace.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from samut.engine.workspace import OWNER_ONLY
from samut.rules.errors import SamutError
from samut.web.areas.queries import workspace

# An import stages its rows beside the file before it keeps them.
ROOM_TIMES = 3
LONGEST_NAME = 120
MEGABYTE = 1024**2


def uploads_folder() -> Path:
    return workspace().root / "uploads"


def new_folder() -> Path:
    """An empty folder for what comes in together."""
    parent = uploads_folder()
    parent.mkdir(mode=OWNER_ONLY, exist_ok=True)
    folder = parent / secrets.token_hex(16)
    folder.mkdir(mode=OWNER_ONLY)
    return folder


def check_room(expected_bytes: int) -> None:
    """Raises: JOB_011 when more is coming than may be sent at once, JOB_012 when the disk has no room."""
    if expected_bytes > settings.SAMUT_MOST_UPLOAD_BYTES:
        raise SamutError("JOB_011", limit=f"{settings.SAMUT_MOST_UPLOAD_BYTES // MEGABYTE:,} MB")
    if expected_bytes * ROOM_TIMES > shutil.disk_usage(workspace().root).free:
        raise SamutError("JOB_012")


class IntoFolder(FileUploadHandler):
    """Writes each file of a form into a folder as it comes. What is refused is read to its end and dropped.

    (A browser that is cut off in the middle of sending shows its user no message.)
    """

    def __init__(self, request: HttpRequest, folder: Path) -> None:
        super().__init__(request)
        self.folder = folder
        self.problem: SamutError | None = None
        self.files: list[dict[str, Any]] = []
        self.expected_bytes = 0
        self.written_bytes = 0
        self.target: IO[bytes] | None = None

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:
        self.expected_bytes = content_length
        self._try(lambda: check_room(content_length))

    def new_file(self, *args: Any, **values: Any) -> None:
        super().new_file(*args, **values)
        if self.problem is not None or not self.file_name:
            raise SkipFile
        self.target = (self.folder / self._free_name(self.file_name)).open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self.target is None:
            return raw_data
        self.written_bytes += len(raw_data)
        if self.written_bytes > settings.SAMUT_MOST_UPLOAD_BYTES:
            self._try(lambda: check_room(self.written_bytes))
        if self.problem is None:
            try:
                self.target.write(raw_data)
            except OSError:
                self.problem = SamutError("JOB_012")
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.target is not None:
            name = Path(self.target.name).name
            self.target.close()
            self.target = None
            if file_size:
                self.files.append({"name": name, "bytes": file_size})
            else:
                (self.folder / name).unlink()
        return None

    def upload_interrupted(self) -> None:
        if self.target is not None:
            self.target.close()

    def _try(self, check: Any) -> None:
        try:
            check()
        except SamutError as error:
            self.problem = self.problem or error

    def _free_name(self, given: str) -> str:
        """The file's own name, which the lake will remember, without what a name cannot hold."""
        plain = (
            "".join(each if each.isprintable() else "_" for each in Path(given).name).lstrip(".") or "file"
        )
        path = Path(plain)
        stem, ending = path.stem[:LONGEST_NAME], path.suffix[:12]
        number, name = 1, f"{stem}{ending}"
        while (self.folder / name).exists():
            number += 1
            name = f"{stem}-{number}{ending}"
        return name


def limit_bytes() -> int:
    """How much may be sent at once."""
    return int(settings.SAMUT_MOST_UPLOAD_BYTES)
