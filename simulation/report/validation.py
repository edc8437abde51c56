"""The page that says what the model reproduces: docs/validation.md, written by `grouplife validate --docs`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .numbers import MINUS, Lang

PAGE, FIGURE = "validation.md", "images/validation_{lang}.png"

_HEAD = """# Validation

What the model reproduces of what was measured, at default parameters and over the [ensemble](calibration.md).
**None of it was measured on brand groups**: the channels are volunteer technical communities, archived and public, so
survivors are over-represented. They are set beside the scenario `reference_communities`: groups of like sizes and no
posts that sell, with the same filter (10 messages and 3 posters in the first four weeks) and the same definitions
([decision 20](decisions/0020-when-a-group-is-dead.md)). This page is written by `make validate`; change nothing here by
hand.
"""


def plainly(contexts: Sequence[Any], context: Sequence[tuple[float | None, float | None]]) -> str:
    """What the page does not show, in plain words, with the numbers of real WeChat groups beside ours."""
    beside = [
        f"{name}, {about[0]}: {number(value)} measured, {number(here)} here"
        + ("" if drawn is None else f" ({number(drawn)} over the ensemble)")
        for (name, about, value), (here, drawn) in zip(contexts, context, strict=True)
    ]
    silent, alive = (
        (here or 0.0) - value for (_, _, value), (here, _) in zip(contexts, context, strict=True)
    )
    faster = (
        " Real WeChat groups fall silent faster than ours: take no date of a death from the model, and fit it to "
        "groups of your own ([fitting](fitting.md))."
    )
    return (
        "> **In plain words.** Nothing here tests money, trust or promotion in brand groups: nobody has published such "
        "data (E10 says of promotional messages only that they cost subscribers, elsewhere). The only numbers of "
        f"WeChat groups are shown and not judged: {'; '.join(beside)}. Those groups were of all kinds, "
        f"many opened for one occasion.{faster if silent < 0.0 < alive else ''}\n"
    )


def write_page(validation: Any, folder: Path) -> list[Path]:
    """Write the page and its figures into a folder of documentation; the files written."""
    from .figures.evidence import decay

    (folder / FIGURE).parent.mkdir(parents=True, exist_ok=True)
    written = [folder / PAGE]
    languages: tuple[Lang, ...] = ("en", "zh")
    for lang in languages:
        path = folder / FIGURE.format(lang=lang)
        decay(validation, lang).savefig(path, dpi=110, facecolor="white")
        written.append(path)
    (folder / PAGE).write_text(page(validation), encoding="utf-8")
    return written


def page(validation: Any) -> str:
    """The page in Markdown."""
    held = validation.of("calibrate")
    parts = [
        _HEAD,
        plainly(validation.contexts, validation.context),
        _stamp(validation),
        "## Fitted: must come out\n\n"
        f"**{sum(one.holds for one in held)} of {len(held)}** patterns lie inside their intervals at once, by the "
        "median of the ensemble. Agreement here is no test: these numbers were "
        "[fitted to](calibration.md). The last columns show each theory by itself.\n",
        _patterns(held, validation.theories),
        f"![Decay, real and simulated]({FIGURE.format(lang='en')})\n\n([中文图]({FIGURE.format(lang='zh')}))\n",
        "Sizes, which the population must share with the channels to be compared at all:\n",
        _patterns(validation.of("size"), validation.theories),
        "## Kept back: may fail\n\nOther numbers of the same channels, to which nothing was fitted: how many never "
        "get going, and death by size.\n",
        _patterns(validation.of("kept_back"), validation.theories),
        "## Directions: may fail\n\nSmall contrasts, the same people with the same luck. A direction holds if the mean "
        "difference lies beyond luck on the side of the evidence. Some hold because a rule has that form; they show "
        "that nothing else in the model undoes it.\n",
        _signs(validation.signs),
        "## Shown, not judged\n\n",
        _table(
            (
                *("evidence", "pattern", "measured", "`reference_communities`, defaults"),
                *(("ensemble, median",) if validation.members else ()),
            ),
            [
                (
                    *(name, about[0], number(value), number(here)),
                    *((number(drawn),) if validation.members else ()),
                )
                for (name, about, value), (here, drawn) in zip(
                    validation.contexts, validation.context, strict=True
                )
            ],
        ),
        _table(
            ("evidence", "form", "where the model has it"),
            [(n, about[0], where[0]) for n, about, where in validation.forms],
        ),
        "E9 (groups a person is in) is an input: `market.rivals`.\n",
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _stamp(validation: Any) -> str:
    from .. import __version__
    from ..model.compiled import source_hash

    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return _table(
        ("made by", ""),
        [
            ("command", "`make validate`"),
            ("date", today),
            ("version", f"Grouplife {__version__}, rules `{source_hash()}`"),
            ("default", f"mean over {validation.seeds} seeds at default parameters, 95 % interval from luck"),
            (
                "ensemble",
                f"median over {validation.members} members, each the mean of {validation.runs} runs, "
                "and 95 % of single runs",
            ),
        ],
    )


def _patterns(found: Iterable[Any], theories: Sequence[str]) -> str:
    found = list(found)
    drawn = any(one.drawn is not None for one in found)
    names = [name for name in ("topic_depletion", "lost_reciprocity", "turnover") if name in theories]
    rows = [
        (
            one.pattern.evidence,
            one.pattern.about,
            f"{number(one.pattern.value)} ({span(one.pattern.interval)})",
            *((f"{number(one.drawn)} ({span(one.all)})",) if drawn else ()),
            "yes" if one.holds else "**no**",
            f"{number(one.default)} ({span(one.luck)})",
            *(_marked(one, theory) for theory in names),
        )
        for one in found
    ]
    ensemble = ("ensemble, median (95 %)",) if drawn else ()
    head = ("evidence", "pattern", "measured (95 %)", *ensemble, "inside", "default (luck)")
    return _table((*head, *(f"`{name}`" for name in names)), rows)


def _marked(one: Any, theory: str) -> str:
    """A theory's median; in bold where it lies outside."""
    value = one.by_theory.get(theory)
    shown = number(value)
    return shown if value is not None and one.pattern.holds(value) else f"**{shown}**"


def _signs(found: Iterable[Any]) -> str:
    found = list(found)
    drawn = any(one.agree is not None for one in found)
    rows = [
        (
            one.sign.evidence,
            one.sign.about[0],
            one.sign.contrast[0].replace(" − ", f" {MINUS} "),
            f"{number(one.estimate.mean, True)} ({span(one.estimate.luck, True)} luck"
            + (f"; {span(one.estimate.all, True)} all)" if drawn else ")"),
            "yes" if one.holds else "**no**",
            *((number(one.agree),) if drawn else ()),
        )
        for one in found
    ]
    agree = ("share of members that agree",) if drawn else ()
    head = ("evidence", "direction", "contrast", "difference", "holds", *agree)
    return _table(head, rows)


def number(value: float | None, signed: bool = False) -> str:
    """A value as the page shows it."""
    if value is None:
        return "–"
    digits = 1 if abs(value) >= 10 else 2
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0.0:
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def span(pair: Sequence[float | None], signed: bool = False) -> str:
    """An interval as the page shows it."""
    return f"{number(pair[0], signed)} to {number(pair[1], signed)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
