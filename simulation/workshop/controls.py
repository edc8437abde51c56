"""Levers of a scenario, read from its schema: what kind of control, its range, unit, name and help."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ..report.numbers import LANGUAGES, Lang
from ..scenario import Scenario
from ..scenario.fields import Spot, every_path, spot_at
from ..scenario.labels import CHOICES, UNITS, field_name, kind_name, pick
from ..scenario.mechanisms import ABOUT
from ..scenario.paths import parse_path
from ..scenario.views import flatten
from .texts import has, say

Kind = Literal["slider", "choice", "switch", "number", "posts"]

#: The levers a strategist moves first, with the range in which it is worth moving them and the step; the range of
#: the schema is what is possible at all. A value outside the range widens it.
MAIN: Mapping[str, tuple[float, float, float]] = {
    "strategy.coupon.depth": (0.0, 0.6, 0.05),
    "strategy.kocs.per_group": (0, 12, 1),
    "operators.hours_per_day": (0.0, 12.0, 0.5),
    "operators.groups_per_operator": (1, 40, 1),
    "strategy.moderation.strictness": (0.0, 1.0, 0.05),
    "strategy.gate.question": (0.0, 1.0, 0.05),
    "strategy.growth.public_per_day": (0.0, 60.0, 1.0),
    "strategy.growth.bait": (0.0, 50.0, 1.0),
    "strategy.referral.length": (0, 180, 5),
    "strategy.referral.bait_inviter": (0.0, 60.0, 1.0),
    "strategy.referral.bait_friend": (0.0, 60.0, 1.0),
    "strategy.service.expert": (0.0, 1.0, 0.05),
}
#: Posts a week of one kind.
POSTS = (0.0, 28.0, 1.0)
CALENDAR = "strategy.calendar"
#: What a brand cannot move: how people respond is what we do not know, not a lever. Labels are none either.
_NO_LEVERS = (
    "behaviour",
    "content",
    "channels",
    "personas",
    "timeline",
    "name",
    "title",
    "question",
    "theme",
    "fits",
)
_WIDEST_SLIDER = 40  # steps of a whole number up to which a slider is handier than a number


@dataclass(frozen=True)
class Control:
    """One lever as a page shows it.

    path: dotted, in the scenario; kind "posts": posts a week of one `post`, within strategy.calendar. low, high,
    step: of numbers, None where there is no bound; whole: whole numbers only; share: written as percent.
    options: of a choice. unit, title, help: by language. optional: may be unset.
    """

    path: str
    kind: Kind
    section: str
    group: Literal["main", "more"]
    title: Mapping[Lang, str]
    help: Mapping[Lang, str]
    unit: Mapping[Lang, str]
    low: float | None = None
    high: float | None = None
    step: float | None = None
    whole: bool = False
    share: bool = False
    options: tuple[str, ...] = ()
    post: str = ""
    optional: bool = False

    @property
    def key(self) -> str:
        """Its name among the controls of a scenario."""
        return f"{self.path}:{self.post}" if self.post else self.path

    def label(self, lang: Lang) -> str:
        """Title with its unit."""
        return f"{self.title[lang]} ({self.unit[lang]})" if self.unit[lang] else self.title[lang]

    def option(self, value: str, lang: Lang) -> str:
        """What a choice is called."""
        return pick(CHOICES[value], lang) if value in CHOICES else value.replace("_", " ")


def controls(scenario: Scenario) -> list[Control]:
    """Every lever of a scenario: posts by kind, the main ones in their order, then the rest by section."""
    found = post_controls(scenario)
    flat = flatten(scenario)
    found += [_control(path, flat.get(path)) for path in MAIN]
    found += [_control(path, flat.get(path)) for path in _others()]
    return found


def post_controls(scenario: Scenario) -> list[Control]:
    """The levers of posts a week, one a kind."""
    return [_posts(kind, scenario) for kind in scenario.content]


def sections(found: list[Control]) -> list[str]:
    """The sections of the levers that are not main ones, in order."""
    return list(dict.fromkeys(one.section for one in found if one.group == "more"))


def section_name(section: str, lang: Lang) -> str:
    """What a section is called."""
    key = f"levers.section_{section}"
    return say(key, lang) if has(key) else section


def value_of(control: Control, scenario: Scenario) -> Any:
    """What the scenario has there; of posts, how many a week."""
    if control.kind == "posts":
        return sum(_weekly(entry) for entry in _entries(scenario) if _counts(entry, control.post))
    return flatten(scenario).get(control.path)


def written(control: Control, scenario: Scenario, value: Any) -> dict[str, Any]:
    """The change that sets a lever of the scenario: {dotted path: value}."""
    if control.kind != "posts":
        if isinstance(value, float) and control.whole:
            value = int(value)
        return {control.path: value}
    entries, left = [dict(entry) for entry in _entries(scenario)], float(value)
    places = [i for i, entry in enumerate(entries) if _counts(entry, control.post)]
    # entries keep their places and rhythm, for a timeline may name them
    for i in places:
        if "per_day" in entries[i]:
            entries[i]["per_day"] = left / 7.0
        else:
            entries[i]["per_week"] = left
        left = 0.0
    if not places and left > 0:
        entries.append({"post": control.post, "per_week": left})
    return {CALENDAR: entries}


def _entries(scenario: Scenario) -> list[dict[str, Any]]:
    return [
        entry.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        for entry in scenario.strategy.calendar
    ]


def _counts(entry: Mapping[str, Any], post: str) -> bool:
    """Whether an entry is one the lever of its kind moves: in the groups, in a rhythm."""
    return entry["post"] == post and "on_days" not in entry and entry.get("via", "group") == "group"


def _weekly(entry: Mapping[str, Any]) -> float:
    return round(7.0 * entry["per_day"], 6) if "per_day" in entry else float(entry["per_week"])


def _posts(kind: str, scenario: Scenario) -> Control:
    about = scenario.content[kind]
    now = sum(_weekly(entry) for entry in _entries(scenario) if _counts(entry, kind))
    note = (
        "coupon"
        if about.coupon
        else "sells"
        if about.load >= 0.5
        else "talk"
        if about.spark >= 0.4
        else "plain"
    )

    def helps(lang: Lang) -> str:
        told = f"{say(f'levers.note_{note}', lang)} {say('levers.note_hours', lang, hours=about.hours)}"
        return say("levers.posts_help", lang, note=told if lang == "en" else told.replace(" 做", "做"))

    low, high, step = POSTS
    return Control(
        path=CALENDAR,
        kind="posts",
        section=CALENDAR,
        group="main",
        title={lang: _opening(kind_name(kind, lang)) for lang in LANGUAGES},
        help={"en": helps("en"), "zh": helps("zh")},
        unit={"en": "", "zh": ""},
        low=low,
        high=max(high, math.ceil(now)),
        step=step if now == int(now) else 0.25,
        post=kind,
    )


def _others() -> Iterator[str]:
    """Paths of the other levers, in the schema's order."""
    for path in every_path():
        top = path.partition(".")[0]
        if top in _NO_LEVERS or path in MAIN or "[" in path or "*" in path:
            continue
        spot = spot_at(parse_path(path))
        if spot is not None and spot.kind in ("choice", "switch", "whole", "number"):
            yield path


def _control(path: str, now: Any) -> Control:
    spot = spot_at(parse_path(path))
    assert spot is not None
    top, _, rest = path.partition(".")
    section = path.rpartition(".")[0] if top == "strategy" and "." in rest else top
    low, high, step = _range(path, spot, now)
    main = path in MAIN
    kind: Kind = {"choice": "choice", "switch": "switch"}.get(spot.kind, "number")  # type: ignore[assignment]
    handy = high is not None and low is not None and (spot.kind == "number" or high - low <= _WIDEST_SLIDER)
    optional = spot.info is not None and spot.info.default is None
    if kind == "number" and not optional and (main or (handy and high is not None and high <= 20)):
        kind = "slider"
    return Control(
        path=path,
        kind=kind,
        section=section,
        group="main" if main else "more",
        title={"en": _title(path, "en"), "zh": _title(path, "zh")},
        help={"en": _help(path, spot, "en"), "zh": _help(path, spot, "zh")},
        unit={"en": _unit(spot, "en"), "zh": _unit(spot, "zh")},
        low=low,
        high=high,
        step=step,
        whole=spot.kind == "whole",
        share=spot.unit == "share",
        options=tuple(map(str, get_args(spot.type_))) if spot.kind == "choice" else (),
        optional=optional,
    )


def _range(path: str, spot: Spot, now: Any) -> tuple[float | None, float | None, float | None]:
    if spot.kind not in ("whole", "number"):
        return None, None, None
    low, high = spot.limit("ge"), spot.limit("le")
    low = spot.limit("gt") if low is None else low
    if path in MAIN:
        low, high, step = MAIN[path]
        if now is not None:
            low, high = min(low, now), max(high, now)
            # a slider stands on its steps only: where none hits the value as it is, they are made finer
            if spot.kind == "number":
                finer = [one for one in (step, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001) if one <= step]
                step = next((one for one in finer if _hits(now - low, one)), finer[-1])
        return low, high, step
    if spot.kind == "whole":
        return low, high, 1
    wide = high is None or low is None or high - low > 20
    return low, high, 1.0 if wide else 0.01


def _hits(distance: float, step: float) -> bool:
    return abs(distance / step - round(distance / step)) < 1e-6


def _title(path: str, lang: Lang) -> str:
    top, _, name = path.partition(".")
    if top == "mechanisms":
        return pick(ABOUT[name], lang).rstrip(".")
    return _opening(field_name(path, lang))


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unit(spot: Spot, lang: Lang) -> str:
    if spot.unit in ("", "1", "day"):
        return ""
    if spot.unit == "share":
        return "%"
    return UNITS.get(spot.unit, spot.unit) if lang == "zh" else spot.unit


def _help(path: str, spot: Spot, lang: Lang) -> str:
    """What the lever is; in Chinese its range, where no help was written."""
    key = f"levers.{path}"
    if has(key):
        return say(key, lang)
    about = (spot.info.description or "") if spot.info else ""
    about = about.rpartition(" [")[0] if about.endswith("]") else about
    low, high = spot.limit("ge", "gt"), spot.limit("le", "lt")
    allowed = ""
    if low is not None and high is not None:
        allowed = say("levers.range", lang, low=f"{low:g}", high=f"{high:,.12g}")
    elif low is not None:
        allowed = say("levers.from", lang, low=f"{low:g}")
    return f"{about}. {allowed}".strip(". ") + "." if lang == "en" and about else allowed
