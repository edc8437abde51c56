"""Reading YAML safely: plain data only, with the line of every value.

Built on PyYAML's flat event stream, so that no depth of nesting, alias or tag can make trouble: tags other
than the plain ones, repeated names, merge keys and non-finite numbers are refused; what aliases expand to is
counted before it is used. `on`, `off`, `yes`, `no` are truth values where a value stands, plain names where a
name does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..errors import UsageError
from .paths import Where, show_path

MAX_BYTES = 1_000_000
MAX_NODES = 100_000
MAX_DEPTH = 50

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_NULL = {"", "~", "null", "Null", "NULL"}
_INT = re.compile(r"[-+]?[0-9][0-9_]*")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
#: A path with an index as a name. Inside {...} YAML wants it in quotes, but people write it without.
_BARE_PATH = re.compile(r"""(?<![\w.\[\]"'-])([A-Za-z_][\w.]*(?:\[\d+\][\w.]*)+)(?=[ \t]*:(?:\s|$))""", re.M)
_TAGS = {
    "tag:yaml.org,2002:str": (str,),
    "tag:yaml.org,2002:int": (int,),
    "tag:yaml.org,2002:float": (float, int),
    "tag:yaml.org,2002:bool": (bool,),
    "tag:yaml.org,2002:null": (type(None),),
    "tag:yaml.org,2002:map": (dict,),
    "tag:yaml.org,2002:seq": (list,),
}


@dataclass(frozen=True)
class Marked:
    """Plain data (lists as tuples), the line of each value by path, and mistakes (path, line, text)."""

    data: Any
    lines: dict[Where, int]
    mistakes: list[tuple[Where, int, str]] = field(default_factory=list)


@dataclass
class _Frame:
    """An open mapping or list while it is read."""

    box: dict[str, Any] | list[Any]
    path: Where
    line: int
    anchor: str | None
    size: int = 1
    height: int = 1
    key: str | None = None
    skip: bool = False


def read_yaml(text: str, name: str) -> Marked:
    """One YAML document as plain data; `name` is what messages call the text.

    Raises UsageError if it is not YAML, too large or too deep; milder mistakes are listed in the result.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise UsageError(f"{name}: more than {MAX_BYTES:,} bytes; a scenario is a small text file")
    try:
        return _Reader(name).read(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as mistake:
        quoted = _BARE_PATH.sub(r'"\1"', text)
        if quoted != text:
            with suppress(yaml.YAMLError):
                return _Reader(name).read(yaml.parse(quoted, Loader=_LOADER))
        raise UsageError(_syntax_message(mistake, text, name)) from None
    except UnicodeError:
        raise UsageError(f"{name}: contains characters that are not valid text; save it as UTF-8") from None


def _syntax_message(mistake: yaml.YAMLError, text: str, name: str) -> str:
    mark = getattr(mistake, "problem_mark", None)
    if mark is None:
        return f"{name}: contains a control character that YAML does not allow; save it as plain UTF-8 text"
    lines = text.splitlines()
    near = "\n".join(lines[max(0, mark.line - 1) : mark.line + 1])
    what = str(getattr(mistake, "problem", None) or "cannot be read")
    hint = "check indentation, colons and quotes on this line and the one above"
    if "\\t" in what or re.search(r"^\s*\t", near, re.M):
        hint = "indent with spaces, not with tabs"
    elif "：" in near:
        hint = "write the plain colon ':' followed by a space, not the full-width '：'"
    elif "undefined alias" in what:
        hint = "an alias *name needs an anchor &name above it; put a text that starts with * in quotes"
    elif re.search(r":\s+[@`%&*!|>]", near):
        hint = "put a text that starts with a special character in quotes"
    return f"{name}:{mark.line + 1}: not valid YAML ({what}); {hint}"


class _Reader:
    """Builds plain data from the event stream, with an explicit stack."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stack: list[_Frame] = []
        self.lines: dict[Where, int] = {}
        self.mistakes: list[tuple[Where, int, str]] = []
        self.anchors: dict[str, tuple[Any, int, int]] = {}
        self.root: Any = None
        self.nodes = 0

    def read(self, events: Iterator[Any]) -> Marked:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fail(event, "a second document starts here (---); a scenario file holds one")
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                self._open(event)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self._close()
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event)
        return Marked(self.root, self.lines, self.mistakes)

    def _fail(self, event: Any, text: str) -> None:
        raise UsageError(f"{self.name}:{event.start_mark.line + 1}: {text}")

    def _note(self, line: int, where: Where, text: str) -> None:
        self.mistakes.append((where, line, text))

    def _grow(self, event: Any, size: int, height: int) -> None:
        """Count what a value expands to before it is kept."""
        self.nodes += size
        if self.nodes > MAX_NODES:
            self._fail(
                event,
                f"more than {MAX_NODES:,} values once aliases are expanded; a scenario has some hundreds",
            )
        if len(self.stack) + height > MAX_DEPTH:
            self._fail(event, f"nested deeper than {MAX_DEPTH} levels; a scenario has at most six")
        for frame in self.stack:
            frame.size += size

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].box, dict) and self.stack[-1].key is None

    def _place(self) -> Where:
        """Path of the value that comes next."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        return (*top.path, len(top.box) if isinstance(top.box, list) else str(top.key))

    def _add(self, value: Any, line: int, height: int) -> None:
        if not self.stack:
            self.root = value
            self.lines.setdefault((), line)
            return
        top = self.stack[-1]
        top.height = max(top.height, height + 1)
        if isinstance(top.box, list):
            self.lines.setdefault(self._place(), line)
            top.box.append(value)
            return
        if not top.skip:
            top.box[str(top.key)] = value
        top.key, top.skip = None, False

    def _scalar(self, event: Any) -> None:
        self._grow(event, 1, 1)
        line = event.start_mark.line + 1
        if self._wants_key():
            self._key(event, line)
            return
        value = self._value(event, line)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 1, 1)
        self._add(value, line, 1)

    def _key(self, event: Any, line: int) -> None:
        top = self.stack[-1]
        name, plain = event.value, event.implicit[0] and event.tag is None
        where = (*top.path, name)
        top.key = name
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            self._note(line, where, f"the tag {event.tag} is not allowed; write the bare name")
        if name == "<<" and plain:
            self._note(
                line, where, "merge keys (<<) are not allowed; a scenario builds on another with `extends`"
            )
            top.skip = True
        elif name == "":
            self._note(line, top.path, "a name is missing before the colon")
            top.skip = True
        elif name in top.box:
            first = self.lines.get(where)
            self._note(line, where, f"given twice (first in line {first}); keep one")
            top.skip = True
        else:
            self.lines[where] = line

    def _value(self, event: Any, line: int) -> Any:
        text, tag = event.value, event.tag
        if (tag is None and not event.implicit[0]) or tag == "!":
            return text
        if tag is not None and tag not in _TAGS:
            self._note(line, self._place(), f"the tag {tag} is not allowed; write plain values only")
            return None
        if tag == "tag:yaml.org,2002:str":
            return text
        value = self._plain(text, line)
        if tag is not None and not isinstance(value, _TAGS[tag]):
            self._note(line, self._place(), f"{text!r} is not what its tag {tag} says")
        return value

    def _plain(self, text: str, line: int) -> Any:
        if text in _NULL:
            return None
        if text.lower() in TRUTH and text in (text.lower(), text.upper(), text.capitalize()):
            return TRUTH[text.lower()]
        if len(text) > 400:
            return text
        if _INT.fullmatch(text):
            return int(text.replace("_", ""))
        if _NOT_FINITE.fullmatch(text):
            self._note(line, self._place(), f"given {text}, allowed: a finite number")
            return None
        if _FLOAT.fullmatch(text):
            number = float(text.replace("_", ""))
            if math.isfinite(number):
                return number
            self._note(line, self._place(), f"given {text}, allowed: a finite number (this one is too large)")
            return None
        return text

    def _open(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if self._wants_key():
            self._fail(
                event,
                "a name is expected here, not a list or mapping; put names that start with [ or { in quotes",
            )
        self._grow(event, 1, 1)
        place = self._place()
        if event.tag not in (None, "!") and event.tag not in (
            "tag:yaml.org,2002:map",
            "tag:yaml.org,2002:seq",
        ):
            self._note(line, place, f"the tag {event.tag} is not allowed; write plain values only")
        self.lines.setdefault(place, line)
        box: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        frame = _Frame(box, place, line, event.anchor)
        self.stack.append(frame)

    def _close(self) -> None:
        frame = self.stack.pop()
        value: Any = tuple(frame.box) if isinstance(frame.box, list) else frame.box
        if frame.anchor is not None:
            self.anchors[frame.anchor] = (value, frame.size, frame.height)
        self._add(value, frame.line, frame.height)

    def _alias(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if self._wants_key():
            self._fail(event, "an alias cannot be a name")
        if event.anchor not in self.anchors:
            inside = any(frame.anchor == event.anchor for frame in self.stack)
            why = "stands inside what it stands for" if inside else "has no anchor above it"
            self._fail(event, f"the alias *{event.anchor} at {show_path(self._place()) or 'the top'} {why}")
        value, size, height = self.anchors[event.anchor]
        self._grow(event, size, height)
        self._add(value, line, height)
