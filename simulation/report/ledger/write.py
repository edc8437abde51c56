"""Writing the ledger: Markdown pages with their figures in both languages, JSON, Parquet tables."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import UsageError
from ...evidence.claims.ledger import Ledger
from ...evidence.claims.library import in_order
from ...evidence.claims.outcome import Outcome
from ...experiments.conduct import cores
from ...experiments.executors import MAX_WORKERS, Executor, InProcess, Processes
from ...experiments.manifest import FORMAT
from ...experiments.store import ResultsFolder
from ..folders import check_folder
from ..numbers import LANGUAGES, Lang
from .index import index
from .pages import MARK, Context, page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAME = "claims"
_DPI = 100
_SHOWN = 5  # claims a message names
_WORTH = 12  # claims from which drawing in worker processes saves more than their start takes
_PALETTE = 64  # colours of a figure: a few inks and their edges


def check_docs(docs: Path, asked: Sequence[str] | None = None) -> None:
    """UsageError where the pages could not be written, or would take the place of something else.

    asked: ids of the claims the pages will hold; None: the whole ledger. Pages of a few claims may take the
    place of pages of these only.
    """
    check_folder(docs, "--docs")
    first = docs / f"{NAME}.md"
    ours = first.is_file() and first.read_text("utf-8", errors="replace").startswith(MARK)
    for name in (f"{NAME}.md", f"{NAME}.zh.md", NAME):
        if (docs / name).exists() and not ours:
            raise UsageError(f"--docs: {docs / name} is there and was not generated; nothing is overwritten")
    if asked is None:
        return
    others = sorted({path.stem for path in (docs / NAME).glob("*.md")} - set(asked), key=in_order)
    if others:
        shown = ", ".join(others[:_SHOWN]) + (", …" if len(others) > _SHOWN else "")
        raise UsageError(
            f"--docs: {docs} holds the pages of {len(others)} other claims ({shown}), which pages of "
            f"{', '.join(asked)} would take away; leave the ids away to write the whole ledger, give another "
            "folder, or leave --docs away and find the pages under --out"
        )


def write_pages(ledger: Ledger, docs: Path, command: str, workers: int | None = None) -> Path:
    """Write claims.md and claims/ into a folder, whole or not at all; the path of the first page."""
    docs.mkdir(parents=True, exist_ok=True)
    draft = docs / f".{NAME}.{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _draw(ledger, draft, workers)
        _write(ledger, draft, command)
        target = docs / NAME
        old = docs / f".{NAME}.old.{os.getpid()}"
        if target.exists():
            target.rename(old)
        (draft / NAME).rename(target)
        shutil.rmtree(old, ignore_errors=True)
        for name in (f"{NAME}.zh.md", f"{NAME}.md"):
            (draft / name).replace(docs / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return docs / f"{NAME}.md"


def _draw(ledger: Ledger, draft: Path, workers: int | None) -> None:
    images = draft / NAME / "images"
    images.mkdir(parents=True)
    workers = min(workers or cores(), MAX_WORKERS, len(ledger.outcomes))
    executor: Executor = Processes(workers) if workers > 1 and len(ledger.outcomes) >= _WORTH else InProcess()
    batches = [(outcome,) for outcome in ledger.outcomes]
    with closing(executor.map(draw_claims, images, batches)) as drawn:
        for _ in drawn:
            pass


def draw_claims(images: Path, outcomes: Sequence[Outcome]) -> None:
    """Draw the figures of claims, in both languages, into a folder."""
    from ..figures.claims import found_figure, thumbnail
    from ..figures.claims_where import has_where, where_figure
    from ..fonts import fonts_for

    for outcome in outcomes:
        name = outcome.claim.id
        _save(thumbnail(outcome), images / f"{name}.png")
        for lang in LANGUAGES:
            fonts = fonts_for(lang)
            _save(found_figure(outcome, lang, fonts), images / f"{name}_{lang}.png")
            if has_where(outcome):
                _save(where_figure(outcome, lang, fonts), images / f"{name}_where_{lang}.png")


def _save(figure: Figure, path: Path) -> None:
    """A PNG of few colours: a page of them must stay light."""
    from PIL import Image

    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=_DPI, facecolor="white", format="png")
    with Image.open(buffer) as image:
        image.convert("RGB").quantize(_PALETTE).save(path, optimize=True)


def _write(ledger: Ledger, draft: Path, command: str) -> None:
    from ..figures.claims_where import has_where

    figures = {outcome.claim.id: has_where(outcome) for outcome in ledger.outcomes}
    (draft / NAME / "zh").mkdir()
    for lang in LANGUAGES:
        chinese = lang == "zh"
        folder = f"{NAME}/zh" if chinese else NAME
        other = f"{NAME}.md" if chinese else f"{NAME}.zh.md"
        text = index(ledger, lang, folder, f"{NAME}/images", other, command)
        (draft / (f"{NAME}.zh.md" if chinese else f"{NAME}.md")).write_text(text, encoding="utf-8")
        for outcome in ledger.outcomes:
            _write_page(ledger, outcome, lang, draft / folder, figures)


def _write_page(ledger: Ledger, outcome: Outcome, lang: Lang, folder: Path, figures: dict[str, bool]) -> None:
    name = outcome.claim.id
    if lang == "zh":
        context = Context(ledger, lang, "../images", f"../../{NAME}.zh.md", f"../{name}.md")
    else:
        context = Context(ledger, lang, "images", f"../{NAME}.md", f"zh/{name}.md")
    (folder / f"{name}.md").write_text(page(outcome, context, figures), encoding="utf-8")


# --- tables -----------------------------------------------------------------------------------------------


def write_ledger(ledger: Ledger, folder: ResultsFolder, command: str) -> None:
    """ledger.json, claims.parquet (one row a claim), effects.parquet (one row a run); then publish the folder."""
    import pandas as pd

    from ... import __version__

    plain = json.loads(json.dumps(ledger.as_json()))
    folder.write_json("ledger.json", plain)
    folder.write_table("claims", pd.DataFrame([_row(outcome) for outcome in ledger.outcomes]), {})
    rows = [(outcome.claim.id, *row) for outcome in ledger.outcomes for row in outcome.rows]
    columns = ["claim", "part", "variant", "seed", "member", "effect"]
    folder.write_table("effects", pd.DataFrame(rows, columns=columns), {})
    folder.publish(
        {
            "grouplife": __version__,
            "format": FORMAT,
            "kind": folder.kind,
            "command": command,
            "created": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
            "duration_seconds": round(ledger.seconds, 3),
            "claims": [outcome.claim.id for outcome in ledger.outcomes],
            "model": ledger.version,
            **{name: plain[name] for name in ("seeds", "ensemble", "seed", "runs")},
        }
    )


def _row(outcome: Outcome) -> dict[str, Any]:
    plain = outcome.as_json()
    effect = plain.pop("effect")
    spread = plain.pop("ensemble") or {"lo": None, "hi": None}
    kept = {name: value for name, value in plain.items() if not isinstance(value, (dict, list))}
    return {
        **kept,
        "mean": effect["mean"],
        "lo": effect["lo"],
        "hi": effect["hi"],
        "all_lo": spread["lo"],
        "all_hi": spread["hi"],
    }
