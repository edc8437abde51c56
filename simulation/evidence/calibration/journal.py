"""What has been looked at is written down at once, so that a calibration killed at any moment loses nothing.

A calibration is a function of its settings and the model: started again it asks for the same trials in the same
order, and those in the journal are not run again.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import numpy as np
from numpy.typing import NDArray

from ...errors import GrouplifeError, UsageError
from .simulate import OBSERVED, Trial

Floats = NDArray[np.float64]

NAME = "journal.jsonl"


class Journal:
    """The journal in a folder, kept by one writer at a time.

    settings: what makes the trials what they are; a journal of other settings is begun anew. resume: go on with
    what an earlier calibration of the same settings has seen; `kept` says how many trials that is.
    """

    def __init__(self, folder: Path, settings: Mapping[str, Any], resume: bool) -> None:
        self.path = folder / NAME
        self.settings = json.loads(json.dumps(settings))
        self.resume = resume
        self.seen: dict[tuple[str, int, int, int], Floats] = {}
        self.kept = 0
        self.other = False  # there was a journal, of other settings
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(self.path, "a+", encoding="utf-8")
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._close()
            raise GrouplifeError(
                f"another grouplife calibrates in {self.path.parent}; wait for it, or give another --out"
            ) from None
        except OSError as problem:
            self._close()
            raise UsageError(
                f"cannot write to --out {self.path.parent}: {problem.strerror or problem}; give a folder "
                "that can be written"
            ) from problem
        self._file.seek(0)
        whole = [line for line in self._file.read().splitlines(keepends=True) if line.endswith("\n")]
        same = bool(whole) and self._parsed(whole[0]) == self.settings
        self.other = bool(whole) and not same
        if self.resume and same:
            for line in whole[1:]:
                self._remember(line)
            self.kept = len(self.seen)
            self._begin("".join(whole))  # without what a kill left half written
        else:
            self._begin(json.dumps(self.settings) + "\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def find(self, trial: Trial) -> Floats | None:
        """What the trial showed, if it has been looked at."""
        return self.seen.get(_key(trial))

    def write(self, found: Iterable[tuple[Trial, Floats]]) -> None:
        """Write down what trials showed."""
        assert self._file is not None
        for trial, values in found:
            self.seen[_key(trial)] = values
            plain = [None if np.isnan(value) else float(value) for value in values]
            self._file.write(json.dumps([*_key(trial), plain]) + "\n")
        self._file.flush()

    def _begin(self, text: str) -> None:
        assert self._file is not None
        self._file.truncate(0)
        self._file.write(text)
        self._file.flush()

    def _remember(self, line: str) -> None:
        found = self._parsed(line)
        if isinstance(found, list) and len(found) == 5 and len(found[4]) == len(OBSERVED):
            values = np.array([np.nan if value is None else value for value in found[4]], dtype=np.float64)
            self.seen[str(found[0]), int(found[1]), int(found[2]), int(found[3])] = values

    @staticmethod
    def _parsed(line: str) -> Any:
        with contextlib.suppress(ValueError):
            return json.loads(line)
        return None

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _key(trial: Trial) -> tuple[str, int, int, int]:
    """A trial by name and by what it is: a changed procedure finds nothing of an older one."""
    what = repr((trial.paths, trial.point, trial.runs, trial.seed))
    return trial.theory, trial.stage, trial.number, zlib.crc32(what.encode())
