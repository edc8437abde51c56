"""How rules are compiled: one decorator for rules and steps, one for entry points, and a cache that cannot go stale.

numba's disk cache looks only at the file of the compiled function, not at the rules it calls, so an edited rule
would run stale. The cache folder therefore carries a hash of all model and scenario sources.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numba.extending
import platformdirs

F = TypeVar("F", bound=Callable[..., Any])

#: Modules of the model that observe a finished run: no rule and no type of a compiled function comes from them.
_NEVER_COMPILED = {
    "measures.py",
    "customers.py",
    "measures_arrive.py",
    "measures_team.py",
    "observed.py",
    "result.py",
    "lives.py",
    "spread.py",
    "eventlog.py",
    "firm.py",
    "timeline.py",
    "ordering.py",
    "warm.py",
}

_KEEP = 4  # cache folders of earlier source versions kept, so that two checkouts do not evict each other


def source_hash() -> str:
    """Hash (12 hex digits) of every source file that can end up in compiled code, and of numba's version."""
    root = Path(__file__).resolve().parent
    digest = hashlib.sha256(f"{numba.__version__}".encode())
    sources = [
        p for p in root.rglob("*.py") if p.name not in _NEVER_COMPILED and p.parent.name != "definitions"
    ]
    for path in sorted([*sources, *root.parent.glob("scenario/*.py")]):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def cache_folder() -> Path:
    """A writable folder for compiled code; a temporary one where the user has no writable cache."""
    name = source_hash()
    candidates = []
    with contextlib.suppress(RuntimeError, KeyError, OSError):  # no HOME and no password entry
        candidates.append(Path(platformdirs.user_cache_dir("grouplife", appauthor=False)))
    candidates.append(
        Path(tempfile.gettempdir()) / f"grouplife-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    )
    for base in candidates:
        folder = base / name
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if hasattr(os, "getuid") and base.stat().st_uid != os.getuid():
                continue  # compiled code is loaded from here: only from a folder of one's own
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError:
            continue
        _prune(base, folder)
        return folder
    return Path(tempfile.mkdtemp(prefix="grouplife-"))


def _prune(base: Path, current: Path) -> None:
    """Remove compiled code of long gone sources; never fails, never touches the newest ones."""
    try:
        folders = [f for f in base.iterdir() if f.is_dir() and len(f.name) == 12 and f != current]
        for old in sorted(folders, key=lambda f: f.stat().st_mtime, reverse=True)[_KEEP:]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        pass


FOLDER = cache_folder()
numba.config.CACHE_DIR = str(FOLDER)  # type: ignore[attr-defined]

#: No wrapper for C callers: nobody calls a rule from C, and they cost a good tenth of the compile time.
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "no_cfunc_wrapper": True}


def rule(function: F) -> F:
    """A rule or step: plain Python for the agents engine, compiled where the columns engine calls it."""
    return numba.extending.register_jitable(**_OPTIONS)(function)


def entry(function: F) -> F:
    """An entry point of compiled code: cached, without the interpreter lock.

    Divisors are bounded in the rules, so that plain Python never raises where compiled code would give inf.
    """
    compiled: Any = numba.njit(cache=True, nogil=True, **_OPTIONS)(function)
    return compiled


def is_warm() -> bool:
    """Whether compiled code of these sources is on disk: some, or all after `model.warm.warm_up`."""
    return any(FOLDER.rglob("*.nbc"))
