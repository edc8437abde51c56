"""Scenarios side by side: the same people with the same luck, paired differences, both kinds of doubt."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..scenario import Scenario, scenario_hash
from .conduct import Progress, check_numbers, conduct, seeds_of
from .effects import crossings_of, effects_of, pairing_of
from .ensemble import Ensemble, draw_ensemble
from .executors import Executor
from .fitted import worth
from .manifest import manifest_of
from .notes import Note, said, some
from .run import Overrides, Source, as_scenario
from .tables import detailed_seeds, tables_of
from .work import Task, Work

if TYPE_CHECKING:
    import pandas as pd

REPLICATES = 40
ENSEMBLE = 40
MAX_ARMS = 20
#: Fits of one's own that are worth fewer sets of parameters than this say too little of what is possible.
FEW_FITS = 10


@dataclass(frozen=True)
class Comparison:
    """What a comparison found. Differences are named "B-A": the later arm minus the earlier.

    runs: one row a run: run_id, scenario, seed, member (-1: default parameters, 0..: ensemble member), error,
    then every summary measure (NaN where undefined). daily: run_id, scenario, seed, member, day and the
    community's daily measures. groups: one row a group and run, default parameters only. draws: one row an
    ensemble member. effects: the object `--json` prints. crossing: per pair, where cumulative incremental
    profit crosses (see `effects.crossings_of`). pairing: per pair and measure, the variance ratio gained by
    common random numbers. manifest: what made it. notes: what a reader of the numbers should know.
    """

    names: tuple[str, ...]
    scenarios: dict[str, Scenario]
    replicates: int
    ensemble: int
    seeds: tuple[int, ...]
    runs: pd.DataFrame
    daily: pd.DataFrame
    groups: pd.DataFrame
    draws: pd.DataFrame
    effects: dict[str, Any]
    crossing: dict[str, dict[str, Any]]
    pairing: dict[str, dict[str, float | None]]
    manifest: dict[str, Any]
    notes: tuple[str, ...] = field(default=())

    def written_to(self, out: str, command: str, notes: Sequence[str] = ()) -> Comparison:
        """The same, knowing where its results go, which command made them, and what else to note."""
        all_notes = tuple(dict.fromkeys((*notes, *self.notes)))
        return replace(
            self,
            effects={**self.effects, "out": out},
            manifest={
                **self.manifest,
                "command": command,
                "out": out,
                "notes": said(all_notes, "en"),
                "notes_zh": said(all_notes, "zh"),
            },
            notes=all_notes,
        )


def compare(
    scenarios: Sequence[Source],
    replicates: int = REPLICATES,
    ensemble: int = ENSEMBLE,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    engine: str = "columns",
    days: int | None = None,
    overrides: Overrides = (),
    executor: Executor | None = None,
) -> Comparison:
    """Compare scenarios, paired by seed: every arm meets the same people with the same luck.

    scenarios: two or more: names, files, or Scenario objects; one given twice gets a second name. replicates:
    seeds `seed`, `seed + 1`, … at default parameters (the interval from luck). ensemble: members of plausible
    parameters and submodels, one paired run each (the interval with what we do not know); see
    `ensemble.draw_ensemble`. overrides: set in all arms. workers: None uses all cores where that pays; the
    result is the same, bit for bit. Raises UsageError for a wrong input, GrouplifeError where all runs fail
    or a worker dies.
    """
    check_numbers(replicates, seed, workers, engine, ensemble)
    seeds = seeds_of(seed, replicates)
    arms, notes = arms_of(scenarios, days, overrides)
    names = tuple(arm.name for arm in arms)
    started = time.monotonic()
    drawn = draw_ensemble(ensemble, seed, arms)
    work = Work(tuple(arms), drawn, engine)
    tasks = paired_tasks(work, seeds)
    records = conduct(work, tasks, workers=workers, executor=executor, progress=progress)
    tables = tables_of(records, names)
    horizon = min(arm.days for arm in arms)
    notes += [*_notes(arms, drawn), *tables.notes]
    return Comparison(
        names=names,
        scenarios=dict(zip(names, arms, strict=True)),
        replicates=replicates,
        ensemble=ensemble,
        seeds=seeds,
        runs=tables.runs,
        daily=tables.daily,
        groups=tables.groups,
        draws=drawn.draws,
        effects=effects_of(tables.runs, names, replicates, ensemble),
        crossing=crossings_of(tables.daily, names, horizon),
        pairing=pairing_of(tables.runs, names),
        manifest=manifest_of("compare", arms, seeds, started, engine=engine, ensemble=ensemble, notes=notes),
        notes=tuple(notes),
    )


def arms_of(
    scenarios: Sequence[Source], days: int | None = None, overrides: Overrides = ()
) -> tuple[list[Scenario], list[str]]:
    """The arms of a comparison with names that differ (name, name_2, …), and what to note about the names.

    Raises UsageError for too few, too many, or one that cannot be loaded.
    """
    if isinstance(scenarios, (str, Path, Scenario)) or len(scenarios) < 2:
        raise UsageError(
            "compare needs at least two scenarios, for example: grouplife compare coupon_spam value_content"
        )
    if len(scenarios) > MAX_ARMS:
        raise UsageError(f"compare takes at most {MAX_ARMS} scenarios at once, not {len(scenarios)}")
    arms = [as_scenario(source, days, overrides) for source in scenarios]
    named: list[Scenario] = []
    notes: list[str] = []
    for arm in arms:
        same = [other for other in named if scenario_hash(other) == scenario_hash(arm)]
        name, count = arm.name, 1
        while name in {other.name for other in named}:
            count += 1
            name = f"{arm.name[:60]}_{count}"
        if same:
            notes.append(
                Note(
                    f"{name} says the same as {same[0].name}: every difference between them is zero",
                    f"{name} 与 {same[0].name} 内容一致：两者之间的差异都是零",
                )
            )
        elif name != arm.name:
            notes.append(
                Note(
                    f"two scenarios are called {arm.name}; the later one is shown as {name}",
                    f"有两个方案都叫 {arm.name}；后一个显示为 {name}",
                )
            )
        named.append(arm if name == arm.name else arm.model_copy(update={"name": name}))
    return named, notes


def paired_tasks(work: Work, seeds: Sequence[int]) -> list[Task]:
    """All runs of a comparison: seeds outside, arms inside, so that any part of it is balanced.

    Ensemble member k runs with the seed that the k-th replicate has (or would have).
    """
    members = work.ensemble.members if work.ensemble is not None else 0
    kept = detailed_seeds([arm.days for arm in work.scenarios], len(seeds) + members)
    members_kept = min(members, max(kept // 2, kept - len(seeds)))
    plan = [(seed, -1, k < kept - members_kept) for k, seed in enumerate(seeds)]
    plan += [(seeds[0] + k, k, k < members_kept) for k in range(members)]
    arms = len(work.scenarios)
    return [
        Task(place * arms + arm, arm, seed, member, detail)
        for place, (seed, member, detail) in enumerate(plan)
        for arm in range(arms)
    ]


def _notes(arms: Sequence[Scenario], drawn: Ensemble) -> list[str]:
    notes: list[str] = []
    if len({arm.days for arm in arms}) > 1:
        spans = [f"{arm.name}: {arm.days}" for arm in arms]
        notes.append(
            Note(
                f"the scenarios have different horizons ({', '.join(f'{span} days' for span in spans)}); "
                "measures beyond the shorter one have no difference",
                f"各方案的天数不同（{'，'.join(f'{span} 天' for span in spans)}）；"
                "超出较短者的指标没有差异可比",
            )
        )
    return [*notes, *_drawn_notes(arms, drawn)] if drawn.members else notes


def _drawn_notes(arms: Sequence[Scenario], drawn: Ensemble) -> list[str]:
    """Where the ensemble of each arm comes from, and what an arm keeps as it is."""
    notes: list[str] = []
    for source in dict.fromkeys(arm.fits for arm in arms if arm.fits):
        names = [arm.name for arm in arms if arm.fits == source]
        sets, effective = worth(drawn.fits[source])
        file, few = Path(source).name, effective < FEW_FITS
        notes.append(
            Note(
                f"what the log could tell of {' and '.join(names)} is drawn from {file} ({sets} sets, worth "
                f"{effective:.0f}{': too few to rely on' if few else ''})",
                f"{'、'.join(names)} 中日志能说明的参数取自 {file}（{sets} 组参数，相当于 {effective:.0f} 组"
                f"{'：太少，不足为凭' if few else ''}）",
            )
        )
    if len({arm.fits for arm in arms}) > 1:
        notes.append(
            Note(
                f"the scenarios draw from different fits; the table of draws holds those of {arms[0].name}",
                f"各方案取自不同的拟合表；draws 表里是 {arms[0].name} 的",
            )
        )
    kept: dict[tuple[str, ...], list[str]] = {}
    for arm in arms:
        kept.setdefault(tuple(drawn.kept(arm)), []).append(arm.name)
    for paths, names in kept.items():
        if paths:
            shown = some(paths)
            notes.append(
                Note(
                    f"set by {' and '.join(names)}, and so kept in the ensemble: {shown}",
                    f"{'、'.join(names)} 自己设定、因此在参数集合中保持不变的：{shown.zh}",
                )
            )
    return notes
