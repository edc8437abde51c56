"""How a folder of results stands: whole, unfinished, being written at this moment, made by another version."""

from __future__ import annotations

import errno
import fcntl
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import __version__

MANIFEST = "manifest.json"
LOCK = ".grouplife.lock"
#: Where an unfinished sweep keeps what it has finished, and the file in it that says what sweep it is.
JOURNAL = "journal"
SWEEP = "sweep.json"
#: Where a question has its rounds, each a sweep of its own.
ROUNDS = "rounds"
#: Folders named at once.
_NAMED = 3

Remark = Mapping[str, str]


def being_written(folder: Path) -> bool:
    """Whether a command is writing to the folder now: it holds the lock, which a kill releases."""
    try:
        with open(folder / LOCK, encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as problem:
        return problem.errno in (errno.EAGAIN, errno.EACCES) and (folder / LOCK).exists()
    return False


def inner_results(folder: Path) -> tuple[Path, ...]:
    """Folders of results inside this one, one or two levels down: rounds of a question, results of other commands."""
    found = {path.parent for depth in ("*", "*/*") for path in folder.glob(f"{depth}/{MANIFEST}")}
    return tuple(sorted(found))


def why_none(folder: Path) -> str:
    """Why a folder without a manifest has no results, and what to do: "no results in …"."""
    journal = _said(folder / JOURNAL / SWEEP)
    name = f" of the plan {journal['name']}" if journal.get("name") else ""
    if being_written(folder):
        what = f"the sweep{name} is at work there" if journal else "another grouplife is writing to it"
        return f"no results in {folder} yet: {what} now; wait for it to end"
    if (folder / JOURNAL).is_dir():
        # a round of a question is a sweep that nobody gave a plan for
        finished = folder.parent.name != ROUNDS and any((folder / JOURNAL).glob("*.part"))
        return (
            f"no tables in {folder} yet: it holds an unfinished sweep{name}, and nothing is at work there; the runs "
            "it finished are kept: the same command goes on from there"
            + (", and grouplife sweep with --limit 0 makes tables of them" if finished else "")
        )
    mark = _text(folder / LOCK)
    if mark.startswith("grouplife "):
        return (
            f"no results in {folder}: {mark} was stopped there before it ended; the same command goes on where it "
            "can"
        )
    if (folder / LOCK).exists():
        return f"no results in {folder}: its writer was stopped; run it again, and it goes on where it can"
    inner = inner_results(folder)
    if inner:
        named = ", ".join(map(str, inner[:_NAMED])) + (", …" if len(inner) > _NAMED else "")
        return f"no results in {folder} itself; give one of the folders in it: {named}"
    return f"no results in {folder}: it has no {MANIFEST}; it holds something else"


def remarks(folder: Path, manifest: Mapping[str, Any]) -> tuple[Remark, ...]:
    """What a reader of these results should know, in English and Chinese, without full stops."""
    found = []
    if being_written(folder):
        found.append(
            {
                "en": f"another grouplife is writing to {folder} now; these are the results from before",
                "zh": f"另一个 grouplife 正在写 {folder}；这里是之前的结果",
            }
        )
    said = manifest.get("sweep") or {}
    if said and not said.get("complete", True):
        done, missing = int(said.get("runs", 0)), int(said.get("missing", 0))
        found.append(
            {
                "en": f"the sweep is not finished: {done:,} runs are here and {missing:,} are left to do; the same "
                "command goes on from there",
                "zh": f"实验尚未完成：已有 {done:,} 次运行，还有 {missing:,} 次未做；再次执行同一命令即可继续",
            }
        )
    other = _other_version(manifest)
    return (*found, other) if other else tuple(found)


def _other_version(manifest: Mapping[str, Any]) -> Remark | None:
    """That this version would make other numbers."""
    made = str(manifest.get("grouplife", "unknown"))
    if made != __version__:
        change, change_zh = (
            f"grouplife {made}; this is {__version__}",
            f"grouplife {made} 所做，现在是 {__version__}",
        )
    else:
        from ..model.compiled import source_hash

        model, here = manifest.get("model"), source_hash()
        if not model or model == here:
            return None
        change = f"another state of the model ({model}; here it is {here})"
        change_zh = f"另一状态的模型所做（{model}，现在是 {here}）"
    return {
        "en": f"made by {change}: they can be read, but the same command may make other numbers now",
        "zh": f"结果由 {change_zh}：可以读取，但现在再做同一命令可能得到不同的数字",
    }


def _said(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""
