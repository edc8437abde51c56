"""Folders that pages are written into, looked at before the work that fills them."""

from __future__ import annotations

import os
from pathlib import Path

from ..errors import UsageError


def check_folder(folder: Path, option: str) -> None:
    """UsageError where nothing could be written into a folder, which need not exist yet; makes nothing.

    option: what the user gave it by.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{option} {folder} is a file; give a folder")
    there = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    if not there.is_dir():
        raise UsageError(f"{option} {folder}: {there} is a file; give a folder")
    if not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"{option} {folder}: {there} may not be written; give another folder")
