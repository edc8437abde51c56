"""What a page shows, small enough for a link: a scenario of the library, what is changed, and where one is."""

from __future__ import annotations

import base64
import binascii
import json
import os
import time
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ..errors import UsageError
from ..report.numbers import LANGUAGES, Lang
from ..scenario import Scenario
from ..scenario.library import library
from ..scenario.loader import OWN, load
from ..scenario.views import LABELS
from .texts import say

Tab = Literal["play", "watch", "compare", "debate", "challenge"]
TABS: tuple[Tab, ...] = ("play", "watch", "compare", "debate", "challenge")

MAX_LINK = 8_000  # characters of `s`
MAX_JSON = 60_000  # bytes it may unfold to
MAX_CHANGES = 200
MOST_WORDS = 400  # characters of a scenario's title or question
LOOKED_UP = 10.0  # seconds for which the list of scenarios is kept

Path = Annotated[str, Field(max_length=200)]


class BadLink(UsageError):
    """A link that cannot be read; the message is for the reader of the page."""


class State(BaseModel):
    """One setting and one place in the workshop. Immutable: a change makes another one.

    tab, lang: where one is. base: name of a library scenario. changes: dotted path -> value, as `Scenario.override`
    takes them. seed: the first one. more: what a page keeps for itself, plain data by name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tab: Tab = "play"
    lang: Lang = "en"
    base: str = Field("", max_length=200)
    changes: dict[Path, Any] = Field(default_factory=dict, max_length=MAX_CHANGES)
    seed: int = Field(1, ge=0, le=1_000_000_000)
    more: dict[Path, Any] = Field(default_factory=dict, max_length=50)

    @model_validator(mode="after")
    def _small(self) -> Self:
        if len(_json({"changes": self.changes, "more": self.more})) > MAX_JSON:
            raise ValueError(f"more than {MAX_JSON:,} bytes")
        return self

    def scenario(self) -> Scenario:
        """The scenario as it is set; raises UsageError with every mistake in it, as a file would."""
        base = self.base or default_base()
        found = library_scenario(base)
        return _overridden(found, json.dumps(self.changes, sort_keys=True)) if self.changes else found

    def with_(self, **values: Any) -> State:
        """Another state with these fields. Raises UsageError where one does not fit."""
        try:
            return State.model_validate({**self.model_dump(), **values})
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            raise UsageError(f"{'.'.join(map(str, first['loc'])) or 'the setting'}: {first['msg']}") from None

    def set(self, changes: Mapping[str, Any]) -> State:
        """With further changes; what says the same as the library's scenario is left out."""
        wanted = self.with_(changes={**self.changes, **changes})
        return wanted.with_(
            changes=differences(library_scenario(self.base or default_base()), wanted.scenario())
        )

    def query(self) -> dict[str, str]:
        """The state as query parameters: readable tab and lang, the rest packed in `s`."""
        packed: dict[str, Any] = {"b": self.base or default_base()}
        if self.changes:
            packed["c"] = self.changes
        if self.seed != 1:
            packed["r"] = self.seed
        if self.more:
            packed["m"] = self.more
        deflated = zlib.compress(_json(packed), 9)
        text = base64.urlsafe_b64encode(deflated).decode().rstrip("=")
        return {"tab": self.tab, "lang": self.lang, "s": text}


def from_query(query: Mapping[str, str], lang: Lang = "en") -> State:
    """The state of a link; what it does not say is as at the start, in this language.

    Raises BadLink with one message, in the link's language, where it cannot be read.
    """
    wanted = query.get("lang", lang)
    lang = wanted if wanted in LANGUAGES else lang
    tab = query.get("tab", "play")
    place: dict[str, Any] = {"tab": tab if tab in TABS else "play", "lang": lang}
    text = query.get("s", "")
    if not text:
        return State(**place, base=default_base())
    if len(text) > MAX_LINK:
        raise BadLink(say("messages.link_long", lang, most=MAX_LINK))
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(raw, MAX_JSON)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise ValueError("longer than it may be, or cut off")
        said = json.loads(plain)
        state = State(
            **place,
            base=said["b"],
            changes=said.get("c", {}),
            seed=said.get("r", 1),
            more=said.get("m", {}),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, binascii.Error, zlib.error):
        raise BadLink(say("messages.link_broken", lang)) from None
    if state.base not in names():
        raise BadLink(say("messages.link_scenario", lang, name=repr(state.base[:60])))
    try:
        state.scenario()
    except UsageError as wrong:
        raise BadLink(f"{say('messages.link_broken', lang)}\n\n{wrong}") from None
    return state


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


# ---------------------------------------------------------------------------------------- the library


def names() -> dict[str, FilePath]:
    """The library as `library()` has it, looked up anew after some seconds: a page asks for it fifty times."""
    return _names(int(time.monotonic() / LOOKED_UP), os.environ.get("GROUPLIFE_SCENARIOS"))


@lru_cache(maxsize=2)
def _names(tick: int, own: str | None) -> dict[str, FilePath]:
    return library()


def library_scenario(name: str) -> Scenario:
    """A scenario of the library by name, read once. Raises UsageError where there is none or it is broken."""
    path = names().get(name)
    if path is None:
        raise UsageError(f"unknown scenario {name!r}; the library has: {', '.join(names())}")
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: FilePath, changed: int) -> Scenario:
    return load(path).scenario


_SET: OrderedDict[tuple[int, str], tuple[Scenario, Scenario]] = OrderedDict()


def _overridden(base: Scenario, changes: str) -> Scenario:
    """The base with changes (as JSON) made, remembered: the same setting is asked for many times a second."""
    key = (id(base), changes)
    kept = _SET.get(key)
    if kept is None or kept[0] is not base:
        kept = _SET[key] = (base, base.override(json.loads(changes)))
        while len(_SET) > 256:
            with suppress(KeyError):  # another session was faster
                _SET.popitem(last=False)
    return kept[1]


@lru_cache(maxsize=1)
def default_base() -> str:
    """Where one starts: the first scenario of the library that extends no other."""
    for name, path in names().items():
        try:
            if len(load(path).files) == 1 and load(path).scenario.groups.open:
                return name
        except UsageError:
            continue
    raise UsageError("the library of scenarios is empty; name a folder that has some with --scenarios")


def shelves() -> dict[str, list[str]]:
    """Theme -> names of its scenarios; those that cannot be read are left out."""
    found: dict[str, list[str]] = {}
    for name in names():
        try:
            found.setdefault(library_scenario(name).theme, []).append(name)
        except UsageError:
            continue
    return dict(sorted(found.items(), key=lambda shelf: (shelf[0] != "basics", shelf[0])))


# ---------------------------------------------------------------------------------------- differences, as YAML


def differences(base: Scenario, scenario: Scenario) -> dict[str, Any]:
    """What to set in `base` to get the other: {dotted path: plain value}; lists and tables' entries whole."""
    one, two = (s.model_dump(mode="json", by_alias=True, exclude=set(LABELS)) for s in (base, scenario))
    return dict(_unlike(one, two, ""))


def _unlike(one: Any, two: Any, path: str) -> Any:
    for name, value in two.items():
        here = f"{path}.{name}" if path else name
        old = one.get(name) if isinstance(one, dict) else None
        if isinstance(value, dict) and isinstance(old, dict):
            yield from _unlike(old, value, here)
        elif not _same(old, value):
            yield here, _brief(value)


def _same(one: Any, two: Any) -> bool:
    return json.dumps(_brief(one), sort_keys=True) == json.dumps(_brief(two), sort_keys=True)


def _brief(value: Any) -> Any:
    """Without what is not set; whole numbers written as such."""
    if isinstance(value, dict):
        return {name: _brief(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_brief(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def changed_title(scenario: Scenario) -> dict[str, str]:
    """The title of a scenario with other settings, by language, no longer than a scenario's may be."""
    titles = {one: getattr(scenario.title, one) for one in LANGUAGES}
    return {one: say("play.changed_title", one, title=title)[:MOST_WORDS] for one, title in titles.items()}


def to_yaml(state: State) -> str:
    """The state as a scenario file that extends the library's; `grouplife compare` takes it.

    Raises UsageError where the setting itself is wrong.
    """
    base = library_scenario(state.base or default_base())
    tree: dict[str, Any] = {
        "extends": state.base or default_base(),
        "title": changed_title(base),
    }
    for path, value in differences(base, state.scenario()).items():
        place = tree
        *above, last = path.split(".")
        for step in above:
            place = place.setdefault(step, {})
        place[last] = value
    return yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=110)


assert set(OWN) <= set(LABELS)  # what a child does not inherit is not compared either
