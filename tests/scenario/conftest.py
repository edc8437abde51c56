from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from simulation.errors import UsageError
from simulation.scenario import load_scenario

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a scenario file into a fresh folder."""

    def write(text: str, name: str = "plan.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def refusal(write: Write) -> Callable[[str], str]:
    """The message with which a scenario text is refused."""

    def refusal(text: str) -> str:
        with pytest.raises(UsageError) as refused:
            load_scenario(write(text))
        message = str(refused.value)
        for jargon in ("pydantic", "extra_forbidden", "https://", "Input should", "type=", "Traceback"):
            assert jargon not in message
        return message

    return refusal
