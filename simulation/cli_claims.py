"""`grouplife claims`: the ledger of claims. Parses, calls the library, prints."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_output import print_json, print_table
from .cli_run import AsJson, Lang, Quiet, Seed, Stop, Workers, command_line, note, tell_about

if TYPE_CHECKING:
    from .evidence.claims.ledger import Ledger, Progress, Watch
    from .evidence.claims.store import RunStore

_OUT = Path("results/claims")


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("claims")(claims_command)


def claims_command(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CLAIM]...", help="Ids or themes of the library, files or folders; all by default."
        ),
    ] = None,
    seeds: Annotated[int, typer.Option(help="Seeds an arm, 8 to 10000; they show what is luck.")] = 60,
    ensemble: Annotated[
        int, typer.Option(help="Sets of plausible parameters, 0 to 10000; they show what we do not know.")
    ] = 100,
    seed: Seed = 1,
    workers: Workers = None,
    resume: Annotated[
        bool, typer.Option("--resume/--fresh", help="Reuse the runs kept in --out, or make all anew.")
    ] = True,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Runs, tables, JSON and pages.")] = _OUT,
    docs: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Write the pages here instead: claims.md, claims/. Never over those of claims not asked for.",
            show_default=False,
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Only list the claims.")] = False,
    new: Annotated[
        bool,
        typer.Option(
            "--new", help="Write a commented claim to begin with: to the file named, else to the screen."
        ),
    ] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the table; pages are written in both.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Test the claims of the trade: each contrast run, judged, and shown with both kinds of doubt.

    Examples:

      grouplife claims --list

      grouplife claims K1 L4 --seeds 20 --ensemble 0

      grouplife claims --docs docs

      grouplife claims --new my_claim.yaml

    Stopped at any moment, the same command goes on from the runs that were finished.
    """
    from .evidence.claims.library import selected

    asked = list(ids or ())
    if new:
        _begin(asked)
        return
    files = selected(asked)
    if listed:
        _print_list(files, lang, as_json)
        return
    from .evidence.claims.ledger import check_effort, run_ledger
    from .evidence.claims.plan import plans_of
    from .experiments.store import ResultsFolder
    from .report.ledger.write import check_docs, write_ledger, write_pages

    check_effort(seeds, ensemble, seed, workers)
    if docs is not None:
        check_docs(docs, [path.stem for path in files] if asked else None)
    plans = plans_of(files)
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(
            Stop(out, f"finished runs are kept in {out}; the same command goes on from there")
        )
        folder = stack.enter_context(ResultsFolder(out, "claims"))
        folder.keep()
        tell_about(folder, quiet)
        with _watching(len(plans), quiet or as_json, stop) as watch:
            ledger = run_ledger(
                plans,
                out / "runs",
                seeds=seeds,
                ensemble=ensemble,
                seed=seed,
                workers=workers,
                fresh=not resume,
                watch=watch,
                opened=None if quiet else _tell_kept,
            )
        stop.check()
        target = docs if docs is not None else folder.staging / "pages"
        pages = write_pages(ledger, target, command_line(), workers)
        stop.check()
        write_ledger(ledger, folder, command_line())
    if as_json:
        print_json(ledger.as_json())
    else:
        _print_ledger(ledger, lang, quiet)
        print(
            f"{'页面' if lang == 'zh' else 'Pages'}: {pages if docs is not None else out / 'pages' / pages.name}"
        )
    _end(ledger, lang)


def _begin(asked: list[str]) -> None:
    """Write a claim to begin with."""
    from .errors import UsageError
    from .evidence.claims.skeleton import skeleton, write_skeleton

    if len(asked) > 1:
        raise UsageError(f"--new: given {len(asked)} files, allowed: one, or none to print it")
    if not asked:
        print(skeleton(), end="")
        return
    path = write_skeleton(Path(asked[0]).expanduser())
    print(f"Wrote {path}; it runs as it stands: grouplife claims {path} --seeds 20 --ensemble 0")


def _end(ledger: Ledger, lang: Literal["en", "zh"]) -> None:
    """Exit code 1, naming the claims, where some have no verdict for a reason that more seeds would not mend."""
    from .report.ledger.words import broken_sentence

    for outcome in ledger.broken():
        note(broken_sentence(outcome, lang))
    if ledger.broken():
        raise typer.Exit(1)


# ---------------------------------------------------------------------------------------- while it runs


def _tell_kept(store: RunStore) -> None:
    if store.runs:
        note(f"{len(store.runs):,} runs of this version of the model are kept in {store.folder}.")
    if store.left_aside:
        versions = "one other version" if store.left_aside == 1 else f"{store.left_aside} other versions"
        note(f"Runs of {versions} of the model are left aside.")


@contextlib.contextmanager
def _watching(claims: int, quiet: bool, stop: Stop) -> Iterator[Watch]:
    """A bar with runs done, rate, time left and the claims judged, where stderr is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda progress: stop.check()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True)
    bar = Bar(*columns, console=screen, transient=True)
    task = bar.add_task("Runs", total=None, rate="")
    started, judged = time.monotonic(), 0

    def watch(progress: Progress) -> None:
        nonlocal judged
        stop.check()
        judged += len(progress.judged)
        seconds = max(time.monotonic() - started, 0.1)
        last = f", {progress.judged[-1]} done" if progress.judged else ""
        bar.update(
            task,
            completed=progress.done,
            total=progress.total,
            rate=f"{progress.done / seconds:.0f}/s",
            description=f"Claims {judged} of {claims}{last}",
        )

    timer = threading.Timer(1.0, bar.start)
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


# ---------------------------------------------------------------------------------------- what is printed


def _print_list(files: list[Path], lang: Literal["en", "zh"], as_json: bool) -> None:
    from .evidence.claims.reading import read_claim

    claims = [read_claim(path).claim for path in files]
    if as_json:
        rows: list[dict[str, Any]] = [
            {
                "id": one.id,
                "theme": one.theme,
                "kind": one.kind,
                "quote": one.quote,
                "claim": one.claim.model_dump(),
            }
            for one in claims
        ]
        print_json({"claims": rows})
        return
    from .report.ledger.words import KINDS, THEME_NAMES, said

    head = {"en": ("id", "theme", "kind", "claim"), "zh": ("编号", "主题", "性质", "说法")}
    print_table(
        head[lang],
        [
            (
                one.id,
                said(THEME_NAMES, one.theme, lang),
                said(KINDS, one.kind, lang),
                getattr(one.claim, lang),
            )
            for one in claims
        ],
    )


def _print_ledger(ledger: Ledger, lang: Literal["en", "zh"], quiet: bool) -> None:
    """One line a claim, and what the placebos say."""
    from .report.ledger.table import print_verdicts
    from .report.ledger.words import placebo_sentence

    print_verdicts(ledger, lang)
    print(placebo_sentence(ledger, lang))
    if not quiet:
        rate = ledger.made / max(ledger.seconds, 0.01)
        if lang == "zh":
            note(f"新运行 {ledger.made:,} 次（每秒 {rate:.0f} 次），沿用 {ledger.reused:,} 次。")
        else:
            note(f"{ledger.made:,} runs made ({rate:.0f} a second), {ledger.reused:,} reused.")
