"""Where claims are found: those of the checkout or the installed package, or files and folders of one's own."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from ...errors import UsageError
from ...scenario.library import CLAIMS, SUFFIXES, home, missing
from ...scenario.paths import nearest
from .schema import THEMES

_PARTS = re.compile(r"([^0-9]*)([0-9]*)(.*)", re.DOTALL)


def claims_library() -> dict[str, Path]:
    """Claim -> file, as sorted by `in_order`; those of the folder $GROUPLIFE_CLAIMS instead where it is set."""
    own = os.environ.get("GROUPLIFE_CLAIMS")
    folder = Path(own).expanduser() if own else home() / CLAIMS
    if own and not folder.is_dir():
        raise UsageError(f"GROUPLIFE_CLAIMS names {own}, which is no folder; set it to one or unset it")
    return claims_in(folder)


def claims_in(folder: Path) -> dict[str, Path]:
    """Claim -> file of a folder."""
    files = [path for path in folder.glob("*") if path.suffix in SUFFIXES and not path.name.startswith(".")]
    return {path.stem: path for path in sorted(files, key=lambda path: in_order(path.stem))}


def in_order(name: str) -> tuple[str, int, str]:
    """K2 before K10, and O1b between O1 and O2."""
    letters, digits, _ = _PARTS.fullmatch(name).groups()  # type: ignore[union-attr]  # it matches anything
    return letters, int(digits or 0), name


def selected(asked: Sequence[str]) -> list[Path]:
    """The files meant: by id or theme of the library, by file or folder; all of the library where none is asked.

    Raises UsageError with the nearest name.
    """
    known = claims_library()
    if not asked:
        if not known:
            raise UsageError("the library has no claims; give a file or a folder of claims")
        return list(known.values())
    found: list[Path] = []
    for name in asked:
        found += _meant(name, known)
    return list({path.resolve(): path for path in found}.values())


def _meant(name: str, known: dict[str, Path]) -> list[Path]:
    if name in known:
        return [known[name]]
    alike = [path for key, path in known.items() if key.lower() == name.lower()]
    if len(alike) == 1 and not Path(name).expanduser().exists():
        return alike
    path = Path(name).expanduser()
    if path.suffix in SUFFIXES:
        if not path.is_file():
            raise UsageError(missing(path))
        return [path]
    if name in THEMES and known:
        from .reading import read_claim

        return [one for one in known.values() if read_claim(one).claim.theme == name]
    if path.is_dir():
        inside = list(claims_in(path).values())
        if not inside:
            raise UsageError(f"{path} holds no claims: it has no .yaml file")
        return inside
    near = nearest(name, [*known, *THEMES])
    hint = f"did you mean {near}? " if near else ""
    listed = ", ".join(known) or "none"
    raise UsageError(
        f"unknown claim {name!r}; {hint}allowed: an id ({listed}), a theme ({', '.join(THEMES)}), a file or a folder"
    )
