"""The page on calibration: whose groups these are, its figures, and how fits are taken over."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from simulation.experiments.fitted import SHIPPED, THEORIES

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "calibration.md").read_text(encoding="utf-8")


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, whose neighbours are in its own folder."""
    monkeypatch.syspath_prepend(str(DOCS))
    import calibration  # type: ignore[import-not-found]

    return calibration


def test_the_first_lines_say_whose_groups_were_measured() -> None:
    assert "volunteer technical communities, not brand groups" in PAGE[:700]


def test_make_calibrate_and_validate_are_one_command_each() -> None:
    makefile = (DOCS.parent / "Makefile").read_text(encoding="utf-8")
    assert "\ncalibrate: setup" in makefile
    assert "docs/calibration.py results/calibration" in makefile
    assert "\nvalidate: setup" in makefile


def test_an_unfinished_calibration_is_not_taken_over(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted((path.name, path.stat().st_mtime_ns) for path in SHIPPED.iterdir())
    (tmp_path / f"{THEORIES[0]}.csv").write_text("x", encoding="utf-8")
    assert script.main([str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert f"{THEORIES[1]}.csv" in said
    assert "--resume" in said
    assert script.main([]) == 2
    assert sorted((path.name, path.stat().st_mtime_ns) for path in SHIPPED.iterdir()) == before


def test_broken_fits_are_not_taken_over(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for theory in THEORIES:
        (tmp_path / f"{theory}.json").write_text("{}", encoding="utf-8")
        (tmp_path / f"{theory}.csv").write_text(
            f"submodels.death,behaviour.gone\n{theory},1\n", encoding="utf-8"
        )
    assert script.main([str(tmp_path)]) == 1
    assert "behaviour.gone is no parameter" in capsys.readouterr().err
