"""What we do not know: an ensemble of plausible parameter sets, content tables and rival submodels.

Drawn are every parameter with a range of doubt (of people and of how they respond), every value of the
content table, of the channels a plan uses and of the voices it borrows (times 1 -/+ its `doubt`), and the
submodels where theory is divided. It is a Latin hypercube: over N members each quantity takes one value from
each N-th of its range. A draw depends only on the seed, the number of members and the quantity's own path:
neither on workers, nor on the arms compared, nor on what else is drawn, so a new parameter leaves the draws
of the others as they were.

The lower half of the members draws a parameter between the low end of its range and the default, the upper
half between the default and the high end: the default is the median of what we think possible, wherever it
lies.

What could be fitted to real groups is not drawn one by one: such parameters go together. A member holds a
theory of why talk dies and one row of the fits of that theory (`fitted`), all its values at once; the
hypercube is for all others. The theories have equal parts, however well each fits: that one fits better is no
reason to be sure of it. A scenario may name fits of its own; then a theory has the part of its rows.

All arms get the same draw. Where a scenario's YAML departs from a default on purpose, it keeps its own value;
where it names a theory itself, it gets that theory's fits.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..scenario.arrive import CHANNEL_VALUES, Channel
from ..scenario.mechanisms import PARAMETERS
from ..scenario.parameter import bounds
from ..scenario.schema import Scenario, Submodels
from ..scenario.strategy import ContentKind
from ..scenario.team import BRAND, PERSONA_VALUES, Persona
from .fitted import THEORIES, THEORY, Fits, fits_of

if TYPE_CHECKING:
    import pandas as pd

#: The values of a content kind that are drawn; bounds and units are those of the schema.
CONTENT_VALUES = ("information", "deal", "load", "spark", "hours")
SUBMODELS: dict[str, tuple[str, ...]] = {
    f"submodels.{name}": get_args(field.annotation) for name, field in Submodels.model_fields.items()
}
#: Parameters with a range of doubt: path -> (low, default, high).
DOUBTFUL: dict[str, tuple[float, float, float]] = {
    path: (note.draw[0], note.default, note.draw[1])
    for path, note in PARAMETERS.items()
    if note.draw is not None
}


@dataclass(frozen=True)
class Ensemble:
    """The draws, by path: [members] each.

    values: a parameter as its value, a content value as a position -1..1 in its doubt, a submodel by name;
    parameters that are fitted as they would be drawn without fits. fits: by what a scenario says in `fits`,
    by theory. places: by theory, the position 0..1 of each member's fit in the table. shown: the fits whose values
    the table of draws holds: those of the first arm.
    """

    members: int
    seed: int
    values: Mapping[str, NDArray[Any]]
    fits: Mapping[str, Mapping[str, Fits]] = field(default_factory=dict)
    places: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    shown: str = ""

    @cached_property
    def draws(self) -> pd.DataFrame:
        """One row a member: `member`, then one column a path (content: the position in its doubt).

        Of fitted parameters, the values of the fits of the theory the member holds: of the first arm's own fits
        where it names some, else of those that come along.
        """
        import pandas as pd

        table = {path: column.copy() for path, column in self.values.items()}
        fits = self.fits.get(self.shown, {})
        holder = Scenario(fits=self.shown)
        for member in range(self.members if fits else 0):
            theory = self.theory(holder, member)
            if self.shown:
                table[THEORY][member] = theory
            for path, value in self._row(fits, theory, member).items():
                table[path][member] = value
        return pd.DataFrame({"member": np.arange(self.members, dtype=np.int64), **table})

    def overrides(self, scenario: Scenario, member: int, theory: str | None = None) -> dict[str, Any]:
        """What this member sets in this scenario, by dotted path.

        theory: of why talk dies, where it is chosen; else the scenario's own, or that which the member holds.
        """
        kept = set(self.kept(scenario))
        found: dict[str, Any] = {path: self.values[path][member].item() for path in (*DOUBTFUL, *SUBMODELS)}
        found[THEORY] = self.theory(scenario, member) if theory is None else theory
        found |= self._row(self._fits(scenario), found[THEORY], member)
        found = {path: value for path, value in found.items() if path not in kept}
        for path, value, doubt, (low, high) in table_values(scenario):
            position = self.values.get(path)
            if position is not None:
                drawn = value * (1.0 + doubt * float(position[member]))
                found[path] = min(max(drawn, low), high)
        return found

    def kept(self, scenario: Scenario) -> list[str]:
        """Paths in doubt that the scenario sets on purpose, and so keeps.

        What a scenario made of a fit says is the first of its fits, not a choice: its ensemble keeps their spread.
        """
        return [path for path in own_values(scenario) if not self._of_fit(scenario, path)]

    def reference(self, scenario: Scenario, member: int) -> dict[str, Any]:
        """As overrides, of the population that was measured: with what was fitted of that population alone."""
        theory = self.theory(scenario, member)
        fits = self._fits(scenario).get(theory)
        found = self.overrides(scenario, member)
        if fits is not None:
            row = fits.row(float(self.places[theory][member]))
            for path, column in fits.reference.items():
                value = float(column[row])
                found[path] = round(value) if isinstance(_value(scenario, path), int) else value
        return found

    def theory(self, scenario: Scenario, member: int) -> str:
        """The theory of why talk dies that the member holds in this scenario."""
        if scenario.submodels.death != _STANDARD.submodels.death:
            return str(scenario.submodels.death)
        fits = self._fits(scenario)
        known = [theory for theory in THEORIES if theory in fits]
        if not known or (not scenario.fits and len(known) == len(THEORIES)):
            return str(self.values[THEORY][member])
        # a table of one's own weighs the theories by its rows; those that come along have as many as were found
        parts = np.array([fits[theory].count if scenario.fits else 1 for theory in known], dtype=float)
        place = _stratified(self.members, self.seed, THEORY)[member]
        return known[min(int(np.searchsorted(parts.cumsum() / parts.sum(), place, "right")), len(known) - 1)]

    def _fits(self, scenario: Scenario) -> Mapping[str, Fits]:
        found = self.fits.get(scenario.fits)
        found = fits_of(scenario.fits) if found is None else found
        own = scenario.submodels.death
        if scenario.fits and own != _STANDARD.submodels.death and own not in found:
            raise UsageError(
                f"fits: {scenario.fits} holds fits of {', '.join(found)}, but the scenario {scenario.name} says "
                f"{THEORY}: {own}; leave that away, or name a file with fits of it"
            )
        return found

    def _of_fit(self, scenario: Scenario, path: str) -> bool:
        tables = self._fits(scenario).values() if scenario.fits else ()
        return any(path in table.values and _value(scenario, path) in table.values[path] for table in tables)

    def _row(self, fits: Mapping[str, Fits], theory: str, member: int) -> dict[str, float]:
        held = fits.get(theory)
        if held is None:
            return {}
        row = held.row(float(self.places[theory][member]))
        return {path: float(column[row]) for path, column in held.values.items()}


def draw_ensemble(members: int, seed: int, scenarios: Sequence[Scenario]) -> Ensemble:
    """An ensemble of that many members, for these arms.

    The arms only say which content kinds there are, and which fits. Raises UsageError where fits that an arm
    names cannot be read.
    """
    if members == 0:
        return Ensemble(0, seed, {})
    values: dict[str, NDArray[Any]] = {}
    for path, (low, default, high) in DOUBTFUL.items():
        values[path] = around(default, low, high, _stratified(members, seed, path))
    for path in dict.fromkeys(path for scenario in scenarios for path, *_ in table_values(scenario)):
        values[path] = 2.0 * _stratified(members, seed, path) - 1.0
    for path, names in SUBMODELS.items():
        rank = (_stratified(members, seed, path) * len(names)).astype(np.int64)
        values[path] = np.array(names)[np.minimum(rank, len(names) - 1)]
    sources = dict.fromkeys(("", *(scenario.fits for scenario in scenarios)))
    places = {theory: _stratified(members, seed, f"fits.{theory}") for theory in THEORIES}
    shown = scenarios[0].fits if scenarios else ""
    return Ensemble(members, seed, values, {source: fits_of(source) for source in sources}, places, shown)


def table_values(scenario: Scenario) -> Iterator[tuple[str, float, float, tuple[float, float]]]:
    """What is drawn of a scenario's tables: path, value, its doubt, bounds.

    Of the channels those in its plan; of the voices those that speak, and the brand's own they are set against.
    """
    growth = scenario.strategy.growth
    used = {*growth.channels, *(burst.channel for burst in growth.bursts)}
    voices = {BRAND, *scenario.strategy.personas} if scenario.strategy.personas else set()
    entries: list[tuple[str, ContentKind | Channel | Persona, tuple[str, ...]]] = [
        (f"content.{name}", kind, CONTENT_VALUES) for name, kind in scenario.content.items()
    ]
    entries += [
        (f"channels.{name}", entry, CHANNEL_VALUES)
        for name, entry in scenario.channels.items()
        if name in used
    ]
    entries += [
        (f"personas.{name}", entry, PERSONA_VALUES)
        for name, entry in scenario.personas.items()
        if name in voices
    ]
    for path, entry, names in entries:
        for name in names:
            value = getattr(entry, name)
            if value > 0.0 and entry.doubt > 0.0:
                yield f"{path}.{name}", value, entry.doubt, bounds(type(entry).model_fields[name])


def own_values(scenario: Scenario) -> list[str]:
    """Paths whose range of doubt the scenario overrules by a value other than the default; these it keeps."""
    kept = [path for path, (_, default, _) in DOUBTFUL.items() if _value(scenario, path) != default]
    kept += [path for path in SUBMODELS if _value(scenario, path) != _value(_STANDARD, path)]
    return kept


_STANDARD = Scenario()


def _value(scenario: Scenario, path: str) -> Any:
    found: Any = scenario
    for name in path.split("."):
        found = getattr(found, name)
    return found


def around(default: float, low: float, high: float, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values whose median is the default; the whole range evenly where the default is one of its ends."""
    if not low < default < high:
        return low + (high - low) * share
    lower = low + (default - low) * 2.0 * share
    upper = default + (high - default) * (2.0 * share - 1.0)
    return np.where(share < 0.5, lower, upper)


def _stratified(members: int, seed: int, path: str) -> NDArray[np.float64]:
    """One point in each N-th of 0..1, in a random order of the path's own.

    Columns drawn independently like this are a random Latin hypercube together (McKay, Beckman & Conover
    1979).
    """
    from scipy.stats import qmc

    rng = np.random.default_rng([seed, zlib.crc32(path.encode())])
    points: NDArray[np.float64] = qmc.LatinHypercube(1, rng=rng).random(members)[:, 0]
    return points
