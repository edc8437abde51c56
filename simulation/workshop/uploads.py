"""A scenario file somebody uploads becomes a state: read by our own loader, changed against the library."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from ..errors import UsageError
from ..scenario import scenario_hash
from ..scenario.library import library
from ..scenario.loader import label, load
from ..scenario.paths import nearest
from ..scenario.yaml_lines import read_yaml
from .compute import check_size
from .state import MAX_LINK, State, default_base, differences, library_scenario
from .texts import say

MAX_BYTES = 200_000


def from_upload(name: str, data: bytes, state: State) -> State:
    """The state that says what an uploaded file says, at the same place and in the same language.

    Raises UsageError with one message that lists everything wrong with it. The file may extend the library's
    scenarios and no other file: those are this computer's.
    """
    lang, shown = state.lang, _shown(name)
    if len(data) > MAX_BYTES:
        raise UsageError(say("messages.upload_large", lang, name=shown, most=MAX_BYTES))
    with tempfile.TemporaryDirectory(prefix="grouplife-") as folder:
        path = Path(folder) / shown
        path.write_bytes(data)
        try:
            base = _base(path, state)
            scenario = load(path).scenario
            check_size(scenario, lang)
            changes = differences(library_scenario(base), scenario)
        except UsageError as wrong:
            text = str(wrong).replace(label(path), shown).replace(str(path), shown).replace(folder, "")
            raise UsageError(text) from None
    found = state.with_(base=base, changes=changes)
    same = scenario_hash(found.scenario()) == scenario_hash(scenario)
    if not same or len(found.query()["s"]) > MAX_LINK:
        raise UsageError(say("messages.upload_whole", lang, name=shown, base=base))
    return found


def _shown(name: str) -> str:
    """The file's own name, as a file here may have."""
    stem = re.sub(r"[^\w.-]+", "_", Path(name).name)[-60:].lstrip(".") or "scenario"
    return stem if stem.endswith((".yaml", ".yml")) else f"{stem}.yaml"


def _base(path: Path, state: State) -> str:
    """The library's scenario a file extends; the default where it stands alone. Refuses what names another file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        marked = read_yaml(text, path.name)
    except (UnicodeDecodeError, UsageError):
        return default_base()  # the loader says it better
    said = marked.data if isinstance(marked.data, dict) else {}
    extends, known = said.get("extends"), library()
    if extends is not None and (not isinstance(extends, str) or extends not in known):
        near = nearest(str(extends), known)
        hint = f" ({near}?)" if near else ""
        raise UsageError(
            f"{path.name}: "
            + say("messages.upload_extends", state.lang, given=repr(str(extends)[:80]))
            + hint
        )
    if said.get("fits"):
        raise UsageError(f"{path.name}: {say('messages.upload_fits', state.lang)}")
    return extends if extends is not None else default_base()
