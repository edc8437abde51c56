"""How talk in the real channels decayed, week by week: the curves that figures show beside the model's.

The numbers were computed from the counts of data/channel_weeks.csv and channels.csv (bytecodealliance/zulip-archive and
NCAR/zulip-archive, Apache-2.0; houstondatavis/slack-export, MIT): the 43 channels that were observed for 182 days
and are not stillborn. `channel_curves` computes them again where those files are at hand.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..model.definitions.families import PERCENTILES
from ..model.lives import Lives, lives
from .patterns import KINDS

Floats = NDArray[np.float64]

#: Weeks on a group's clock, from 0, at which groups are judged.
WEEKS = tuple(range(4, 26))
#: Names of the curves: shares gone, and percentiles of the talk left.
CURVES: tuple[str, ...] = (*KINDS, *(f"p{q}" for q in PERCENTILES))
CHANNELS = 43
_DAYS = 182
#: What is read of the two files.
_CHANNEL: Mapping[str, type] = {"org": str, "gid": str, "obs_days": float, "posters_w0_3": int}
_WEEK: Mapping[str, type] = {"org": str, "gid": str, "week": int, "msgs": int}
_MOST = 1e9  # of anything counted
_ALLOWED = (
    "allowed: a folder with channels.csv and channel_weeks.csv; leave --data away for the numbers shipped"
)

# fmt: off
CHANNEL_CURVES: Mapping[str, tuple[float, ...]] = {
    "dead": (
        0.14, 0.163, 0.302, 0.233, 0.349, 0.465, 0.465, 0.488, 0.535, 0.512, 0.512,
        0.465, 0.488, 0.488, 0.581, 0.581, 0.558, 0.535, 0.558, 0.535, 0.512, 0.535,
    ),
    "ever_dead": (
        0.14, 0.163, 0.302, 0.302, 0.442, 0.581, 0.605, 0.628, 0.698, 0.744, 0.791,
        0.791, 0.814, 0.814, 0.837, 0.86, 0.86, 0.86, 0.86, 0.86, 0.86, 0.86,
    ),
    "silent": (
        0.093, 0.116, 0.186, 0.14, 0.14, 0.233, 0.256, 0.279, 0.302, 0.279, 0.279,
        0.326, 0.395, 0.395, 0.372, 0.372, 0.395, 0.465, 0.465, 0.465, 0.419, 0.442,
    ),
    "p10": (
        0.037, 0.005, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ),
    "p25": (
        0.254, 0.162, 0.046, 0.111, 0.041, 0.011, 0.005, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ),
    "p50": (
        0.516, 0.412, 0.25, 0.25, 0.25, 0.192, 0.143, 0.108, 0.071, 0.088, 0.098,
        0.162, 0.133, 0.108, 0.08, 0.053, 0.053, 0.027, 0.027, 0.04, 0.088, 0.054,
    ),
    "p75": (
        0.824, 0.894, 1.019, 0.751, 0.503, 0.785, 0.692, 0.663, 0.529, 0.472, 0.481,
        0.611, 0.708, 0.648, 0.679, 0.395, 0.437, 0.859, 0.724, 0.429, 0.414, 0.334,
    ),
    "p90": (
        1.252, 1.282, 1.802, 1.804, 1.933, 1.817, 2.36, 2.472, 3.559, 2.084, 1.831,
        1.573, 1.532, 1.827, 1.851, 2.811, 2.255, 3.689, 3.734, 2.725, 2.681, 2.05,
    ),
}
# fmt: on


def curves_of(groups: Lives) -> Floats:
    """The curves of groups followed by week, [CURVES, WEEKS]; NaN where no group is judged."""
    found = np.full((len(CURVES), len(WEEKS)), np.nan)
    for n, week in enumerate(WEEKS):
        at = groups.at(7 * week + 7)
        ratio = at.ratio[~np.isnan(at.ratio)]
        if len(ratio):
            found[:, n] = [*(at.share(kind) for kind in KINDS), *np.percentile(ratio, PERCENTILES)]
    return found


def channel_lives(data: Path) -> Lives:
    """The channels of a folder with the two files, followed by week.

    Raises UsageError where they are not there, lack a column, hold anything but numbers where numbers belong, or no
    channel that was observed long enough and spoke.
    """
    table = {(row["org"], row["gid"]): row for row in _rows(data / "channels.csv", _CHANNEL)}
    weeks: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for row in _rows(data / "channel_weeks.csv", _WEEK):
        weeks[row["org"], row["gid"]][int(row["week"])] = int(row["msgs"])
    strange = [key for key in weeks if key not in table]
    if strange:
        raise UsageError(
            f"--data: {data / 'channel_weeks.csv'} counts channel {strange[0][1]!r} of {strange[0][0]!r}, which "
            f"{data / 'channels.csv'} does not list ({len(strange)} such channels); give both files of one export"
        )
    kept = [key for key in weeks if float(table[key]["obs_days"]) >= _DAYS]
    messages = np.array([[weeks[key].get(week, 0) for key in kept] for week in range(_DAYS // 7)])
    found = (
        lives(messages, np.array([int(table[key]["posters_w0_3"]) for key in kept]), step_days=7)
        if kept
        else None
    )
    if found is None or not found.judgeable.any():
        raise UsageError(
            f"--data: of the {len(table)} channels in {data} none was observed for {_DAYS} days and got going, so "
            "there is no curve to show; leave --data away for the numbers that come along"
        )
    return found


def channel_curves(data: Path | None = None) -> Floats:
    """The channels' curves, [CURVES, WEEKS]: as known here, or computed from the files of a folder."""
    if data is None:
        return np.array([CHANNEL_CURVES[name] for name in CURVES])
    return curves_of(channel_lives(data))


def _rows(path: Path, columns: Mapping[str, type]) -> list[dict[str, str]]:
    """The rows of a file that has these columns. Raises UsageError with file, line, and what is allowed."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
            header = reader.fieldnames or ()
    except OSError as problem:
        raise UsageError(f"--data: cannot read {path}: {problem.strerror}; {_ALLOWED}") from None
    except (UnicodeDecodeError, csv.Error) as problem:
        raise UsageError(f"--data: {path} is no CSV file in UTF-8 ({problem}); {_ALLOWED}") from None
    missing = [name for name in columns if name not in header]
    if missing:
        raise UsageError(
            f"--data: {path} has no column {', '.join(missing)}; its columns are: {', '.join(header) or 'none'}; "
            f"needed: {', '.join(columns)}"
        )
    if not rows:
        raise UsageError(f"--data: {path} has a header and no rows below it; {_ALLOWED}")
    for line, row in rows:
        for name, kind in columns.items():
            if not _fits(row[name], kind):
                what = {int: "a whole number from 0 on", float: "a number from 0 on", str: "a name"}[kind]
                raise UsageError(f"--data: {path}:{line}: {name}: given {row[name]!r}, allowed: {what}")
    return [row for _, row in rows]


def _fits(text: str | None, kind: type) -> bool:
    """Whether a cell holds what its column should."""
    if kind is str:
        return bool(text)
    try:
        value = float(kind(text or ""))
    except (ValueError, OverflowError):
        return False
    return 0.0 <= value < _MOST
