"""The morning's comings and closings of a community: classes, a platform's ban, the end of a campaign, newcomers.

Plain Python around the compiled functions of `admission` and `closing`; the same under both engines.
"""

from __future__ import annotations

import math
import zlib
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from . import chance
from .admission import OFFER, admit, channel_ranks
from .closing import close_group
from .ordering import in_order
from .pack import as_namespace
from .rules import bait_pull
from .rules_arrive import ban_hazard

if TYPE_CHECKING:
    from .community import Community

_WEEK = 7
PLAIN = 0  # code of the plain public channel


def channel_code(name: str | None) -> int:
    """The number by which a channel's order and luck are keyed: its name's, whatever other channels there are."""
    return PLAIN if name is None else 1 + zlib.crc32(name.encode()) % (2**31 - 1)


class Arrivals:
    """How far each channel has come through the market, and what has come to an end.

    ban_day: day on which the platform cut the campaign off, or None. stopped: [days] whether a campaign was cut short
    by its budget or the platform.
    """

    def __init__(self, key: int, days: int) -> None:
        self._key = key
        self._orders: dict[int, np.ndarray] = {}
        self._tail: np.ndarray | None = None
        self._place: dict[int, np.ndarray] = {}
        self._met: dict[int, np.ndarray] = {}
        self._offer = np.zeros(1, OFFER)
        self._rewards, self._reward, self._ran = 0.0, 0.0, False  # so far; of yesterday's campaign
        self._sent: list[int] = []
        self._until_ban = chance.exponential(chance.uniforms(key, chance.PLATFORM, 0, 0, 0)[0])
        self.ban_day: int | None = None
        self.stopped = np.zeros(days, bool)

    # --- what ends and begins -------------------------------------------------------------------------------------

    def settle(self, model: Community) -> None:
        """Classes close and open, a platform may step in, a campaign may be over. Before anyone comes."""
        if not model.spec.groups.open:
            return
        if model.spec.strategy.funnel.classes:
            self._turn_over_classes(model)
        plan = model.parameters[0]["plan"]
        self._watch(model)
        if self.ban_day is not None or self._spent(model):
            self.stopped[model.day] = bool(plan["campaign"])
            plan["campaign"], plan["campaign_cost"] = 0, 0.0
        self._ran = bool(plan["campaign"])
        self._reward = float(plan["reward"])
        plan["groups"] = np.count_nonzero(model.columns.groups["today"]["open"])

    def _turn_over_classes(self, model: Community) -> None:
        funnel = model.spec.strategy.funnel
        opened = model.columns.groups["today"]["open"]
        for i in range(funnel.classes):
            k = len(opened) - 1 - funnel.classes + i
            if model.day == i * funnel.every + funnel.length and opened[k] == 1:
                self._close(model, k, funnel.step_up_orders)
            if model.day == i * funnel.every:
                opened[k] = 1

    def _close(self, model: Community, k: int, step_up: int) -> None:
        c = model.columns
        close_group(c.rows, c.groups, c.roster, c.present, c.outsiders, c.state, k, step_up, model.parameters)

    def _watch(self, model: Community) -> None:
        """The platform compares the paid invitations of a week with what it tolerates; it steps in once."""
        if model.day == 0 or self.ban_day is not None:
            return
        # without a campaign none is paid for
        self._sent.append(int(model.history[model.day - 1]["paid_invitations"].sum()) if self._ran else 0)
        sent = sum(self._sent[-_WEEK:])
        if sent == 0:
            return
        limits = as_namespace(model.parameters[0]["platform"])
        present = max(1, int(model.columns.present.sum()))
        self._until_ban -= ban_hazard(sent / present, model.spec.market.platform.tolerance, limits)
        if self._until_ban > 0.0:
            return
        self.ban_day = model.day
        opened = np.flatnonzero(model.columns.groups["today"]["open"][:-1])
        week = model.history[max(0, model.day - _WEEK) : model.day]["referred"].sum(axis=0)[opened]
        count = math.ceil(limits.closed_share * len(opened) - 1e-9)
        for k in opened[np.argsort(-week, kind="stable")][:count].tolist():
            self._close(model, k, -1)

    def _spent(self, model: Community) -> bool:
        """Whether the rewards booked so far have reached the campaign's budget."""
        if model.day > 0 and self._reward > 0.0:
            self._rewards += int(model.history[model.day - 1]["rewards"].sum()) * self._reward
        budget = model.spec.strategy.referral.budget
        return budget > 0 and self._rewards >= budget

    # --- who comes ------------------------------------------------------------------------------------------------

    def admit(self, model: Community) -> None:
        """Newcomers of the day: the plain channel's, the named channels' in the order of their names, then bursts."""
        growth = model.spec.strategy.growth
        if not model.spec.groups.open:
            return
        if growth.public_per_day > 0:
            u = chance.uniforms(self._key, chance.PUBLIC_COUNT, model.day, 0, 0)
            self._by(model, None, poisson(u[0], growth.public_per_day))
        for name in sorted(growth.channels):
            if growth.channels[name] > 0:
                code = channel_code(name)
                u = chance.uniforms(self._key, chance.CHANNEL_COUNT, model.day, 0, code)
                self._by(model, name, poisson(u[0], growth.channels[name]))
        for burst in growth.bursts:
            if burst.on == model.day:
                self._by(model, burst.channel, burst.people, insist=True)

    def _by(self, model: Community, name: str | None, wanted: int, insist: bool = False) -> None:
        """So many come by a channel; each costs, by how far the channel's audience is used up."""
        if wanted == 0:
            return
        spec, c = model.spec, model.columns
        source: Any = spec.strategy.growth if name is None else spec.channels[name]
        reach = 1.0 if name is None else source.reach
        code = channel_code(name)
        order = self._order(code, len(c.daily))
        self._offer[0] = (
            reach, source.precision, source.endorsement, source.bait,
            bait_pull(source.bait, spec.behaviour.referral), code, -1, 0, int(insist),
        )  # fmt: skip
        dearer = self._dearer(model, code, reach) if source.cost_per_join > 0 else 1.0
        came = admit(
            c.rows, c.row_of, c.market, c.groups, c.roster, c.present, order, self._place[code], self._met[code],
            wanted, self._offer, model.parameters,
        )  # fmt: skip
        cost = came * source.cost_per_join * dearer
        if cost > 0:
            count = spec.groups.count
            c.groups["today"]["cost_acquisition"][:count] += cost / count

    def _dearer(self, model: Community, code: int, reach: float) -> float:
        """What the cost of one who comes is multiplied by, as the channel's audience is used up."""
        c = model.columns
        gone_through = int(self._met[code][0])
        if code == PLAIN:  # its audience is the market, in which others win people too
            gone_through = max(gone_through, int(c.present.sum()) + int(c.state[1]))
        used = min(1.0, gone_through / (reach * model.spec.market.people))
        return 1.0 + float(model.parameters[0]["inflow"]["price_rise"]) * used

    def plant(self, model: Community, wanted: int, into: int) -> None:
        """KOCs from outside for a group; from the tail of the plain order, so as not to displace newcomers."""
        c = model.columns
        if self._tail is None:
            self._tail = self._order(PLAIN, len(c.daily))[::-1].copy()
            self._tail_place, self._tail_met = np.zeros(1, np.int64), np.zeros(1, np.int64)
        self._offer[0] = (1.0, 0.0, 0.0, 0.0, 0.0, PLAIN, into, 1, 0)
        admit(
            c.rows, c.row_of, c.market, c.groups, c.roster, c.present, self._tail, self._tail_place, self._tail_met,
            wanted, self._offer, model.parameters,
        )  # fmt: skip

    def _order(self, code: int, people: int) -> np.ndarray:
        if code not in self._orders:
            self._orders[code] = in_order(channel_ranks(self._key, people, code))
            self._place[code], self._met[code] = np.zeros(1, np.int64), np.zeros(1, np.int64)
        return self._orders[code]


def poisson(u: float, mean: float) -> int:
    """Poisson count of any mean, monotone in u, by the inverse distribution function."""
    return bisect_left(_at_most(mean), u)


@lru_cache(maxsize=64)
def _at_most(mean: float) -> list[float]:
    """Chance of a Poisson count of at most 0, 1, 2 and so on, far beyond what a draw of 32 bits can reach."""
    from scipy.special import pdtr

    highest = math.ceil(mean + 12.0 * math.sqrt(mean) + 30.0)
    chances: list[float] = pdtr(np.arange(highest + 1), mean).tolist()
    return chances
