"""The rival submodels of death: their own rules, apart from what comes of them."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from simulation.model.rules import talking_spell


def spells(shape: float, burnout: float = 0.0, talk: float = 1.0) -> np.ndarray:
    p = SimpleNamespace(spell=40.0, shape=shape, burnout=burnout)
    thresholds = -np.log(1.0 - (np.arange(20_000) + 0.5) / 20_000)
    return np.array([talking_spell(float(t), talk, p) for t in thresholds])


@pytest.mark.parametrize("shape", [0.4, 1.0, 3.0])
def test_a_spell_has_its_mean_whatever_its_shape(shape: float) -> None:
    assert spells(shape).mean() == pytest.approx(40.0, rel=0.03)


def test_a_smaller_shape_has_more_short_spells_and_more_very_long_ones() -> None:
    uneven, exponential = spells(0.5), spells(1.0)

    assert np.mean(uneven < 7) > 1.5 * np.mean(exponential < 7)
    assert np.mean(uneven > 200) > 3 * np.mean(exponential > 200)


def test_with_shape_one_a_spell_is_the_threshold_itself_stretched() -> None:
    p = SimpleNamespace(spell=40.0, shape=1.0, burnout=0.5)

    assert talking_spell(0.7, 4.0, p) == pytest.approx(0.7 * 40.0 / 2.0)
