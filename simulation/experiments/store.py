"""The results folder: one writer at a time, written whole or not at all, tidy tables with their units.

    results/<name>/manifest.json, runs.parquet, daily.parquet, groups.parquet, …

Everything is first written to a folder `.partial` inside and moved into place at the end; the manifest goes
first when old results are replaced and comes last when new ones are complete, so a folder with a manifest is
whole.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self

from ..errors import GrouplifeError, UsageError
from .condition import LOCK, MANIFEST
from .reading import load_results as load_results  # what is written here is read there
from .reading import manifest_at

if TYPE_CHECKING:
    import pandas as pd

PARTIAL = ".partial"


class ResultsFolder:
    """A results folder being written, for a command ("run", "compare", …).

    Entering creates it, takes its lock and refuses (UsageError) a folder that holds anything else than
    results of the same command. `publish` replaces what was there. Left without it, by whatever error, the
    folder is as it was.
    """

    def __init__(self, path: Path | str, kind: str) -> None:
        self.path = Path(path)
        self.kind = kind
        self.replaced: str | None = None  # what the results replace, in words
        self.kept = ""  # what is left where writing fails, if that is not simply what was there
        self._made: list[Path] = []
        self._lock: IO[str] | None = None
        self.old: dict[str, Any] = {}  # the manifest of earlier results of the same command, {} of none
        self._new_here = False  # nothing of ours was in the folder before

    @property
    def staging(self) -> Path:
        """Where files of the results are written until they are published."""
        return self.path / PARTIAL

    def __enter__(self) -> Self:
        with self._speaking():
            try:
                self._make()
                self._take()
                self.old = self._inspect()
                shutil.rmtree(self.staging, ignore_errors=True)
                self.staging.mkdir()
            except BaseException:
                self._leave()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def write_table(self, name: str, table: pd.DataFrame, units: Mapping[str, str]) -> None:
        """Write one table as Parquet; units: by column, kept as `unit` in the metadata of the column."""
        with self._speaking():
            write_parquet(self.staging / f"{name}.parquet", table, units)

    def write_json(self, name: str, content: Any) -> None:
        """Write one JSON file, by its full name."""
        with self._speaking():
            text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
            (self.staging / name).write_text(text + "\n", encoding="utf-8")

    def write_text(self, name: str, text: str) -> None:
        """Write one text file (UTF-8), by its full name."""
        with self._speaking():
            (self.staging / name).write_text(text, encoding="utf-8", newline="")

    def publish(self, manifest: Mapping[str, Any], more: bool = False) -> None:
        """Put everything written into place, the manifest last. Ctrl-C waits meanwhile.

        more: what is there stays, and these files come beside it.
        """
        with self._speaking(), _undisturbed():
            new = sorted(entry.name for entry in self.staging.iterdir())
            old = set(self.old.get("files", ()))
            files = sorted({*new, *old}) if more else new
            self.write_json(MANIFEST, {**manifest, "files": files})
            for name in (*new, MANIFEST):
                _to_disk(self.staging / name)
            (self.path / MANIFEST).unlink(missing_ok=True)
            for name in old - set(files):
                _remove(self.path / Path(name).name)
            for name in (*new, MANIFEST):
                target = self.path / name
                if target.is_dir():
                    shutil.rmtree(target)
                os.replace(self.staging / name, target)
            self._made.clear()
            self._new_here = False

    def keep(self) -> None:
        """What is written beside the results stays, also if the folder is left without them."""
        self._made.clear()
        self._new_here = False

    def _make(self) -> None:
        missing = [folder for folder in (self.path, *self.path.parents) if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            self._made.append(folder)
        if not self.path.is_dir():
            raise UsageError(f"--out {self.path} is a file; give a folder")

    def _take(self) -> None:
        while True:
            lock = open(self.path / LOCK, "a+", encoding="utf-8")  # noqa: SIM115 - held until the folder is left
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as problem:
                lock.close()
                if problem.errno not in (errno.EAGAIN, errno.EACCES):
                    raise
                self._made.clear()  # it belongs to the other one now
                raise GrouplifeError(
                    f"another grouplife is writing to {self.path}; wait for it, or give another --out"
                ) from None
            if _same_file(lock, self.path / LOCK):
                self._lock = lock
                return
            lock.close()  # the one who held it has cleaned up: take the new one

    def _inspect(self) -> dict[str, Any]:
        """The manifest of earlier results of the same command, {} of none; else UsageError."""
        assert self._lock is not None
        self._lock.seek(0)
        mark = self._lock.read().strip()
        self._new_here = not mark
        others = sorted(entry.name for entry in self.path.iterdir() if entry.name not in (LOCK, PARTIAL))
        old: dict[str, Any] = {}
        if MANIFEST in others:
            old = manifest_at(self.path / MANIFEST)
            if old.get("kind") != self.kind:
                held = f"results of grouplife {old['kind']}" if old.get("kind") else "something else"
                raise UsageError(
                    f"--out {self.path} holds {held}; nothing is overwritten: give another folder"
                )
            self.replaced = str(old.get("command") or f"grouplife {self.kind}")
        elif others and mark != self._mark:
            shown = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
            raise UsageError(
                f"--out {self.path} is not empty and holds no results of grouplife ({shown}); "
                "nothing is overwritten: give another folder"
            )
        if mark != self._mark:
            self._lock.truncate(0)
            self._lock.write(self._mark + "\n")
            self._lock.flush()
        return old

    @property
    def _mark(self) -> str:
        return f"grouplife {self.kind}"

    def _leave(self) -> None:
        """Remove what is unfinished; the folder too where it was made for nothing."""
        if self._lock is not None:
            shutil.rmtree(self.staging, ignore_errors=True)
            if self._new_here:
                (self.path / LOCK).unlink(missing_ok=True)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        self._made.clear()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        """Say in one message what an error of the file system means."""
        try:
            yield
        except OSError as problem:
            raise write_error(self.path, problem, self.kept) from problem


def write_error(path: Path, problem: OSError, kept: str = "") -> GrouplifeError:
    """The complete message for a failed write below this folder; kept: what is left, where it is not as it was."""
    if not kept:
        kept = "what was there is unchanged" if (path / MANIFEST).exists() else "nothing was written"
    if problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return GrouplifeError(
            f"the disk is full: could not write {path}; free some space or give another --out; {kept}"
        )
    reason = problem.strerror or str(problem)
    return GrouplifeError(
        f"cannot write to --out {path}: {reason}; give a folder that can be written; {kept}"
    )


def write_parquet(path: Path, table: pd.DataFrame, units: Mapping[str, str]) -> None:
    """One table, zstd, with the unit of each column in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    fields = [f.with_metadata({"unit": units[f.name]}) if f.name in units else f for f in arrow.schema]
    arrow = arrow.cast(pa.schema(fields, metadata=arrow.schema.metadata))
    with open(path, "wb") as file:
        pq.write_table(arrow, file, compression="zstd")


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back Ctrl-C and a request to end until done."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _to_disk(path: Path) -> None:
    if path.is_file():
        with open(path, "rb") as file:
            os.fsync(file.fileno())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _same_file(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.stat(path))
    except FileNotFoundError:
        return False
