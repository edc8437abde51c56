"""Which model made a run: what has to be the same for two runs to be the same."""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from .. import __version__

#: Libraries that have a part in the bits of a run.
_LIBRARIES = ("numpy", "numba", "scipy", "mesa")


@lru_cache(maxsize=1)
def model_version() -> str:
    """Hash (12 hex digits) of every source of the model and of scenarios, observation included.

    Wider than what is compiled: a measure that is defined anew makes other values of the same run.
    """
    import numba
    import numpy as np

    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256(f"{np.__version__} {numba.__version__}".encode())
    for path in sorted([*root.glob("model/**/*.py"), *root.glob("scenario/*.py")]):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def made_with() -> dict[str, str]:
    """Name -> version of everything that has a part in the bits of a run."""
    return {
        "grouplife": __version__,
        "model": model_version(),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: metadata.version(name) for name in _LIBRARIES},
    }
