"""The tables of docs/findings.md: how each is worded. What is run for them: simulation/evidence/questions.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from findings_numbers import MINUS, change, money, number, plain, points, portion, real, share, span, table

from simulation.evidence import questions as ask
from simulation.evidence.influence import influences
from simulation.evidence.panel import Panel, Values
from simulation.evidence.patterns import BY_SIZE, DEATHS, DEATHS_BY_DAY, PEOPLE, SIZES, TALK_LEFT, Pattern
from simulation.evidence.reference import share_by_size, size_label, typical
from simulation.experiments.effects import crossings_of

PAIRS = (("coupon_spam", "baseline"), ("baseline", "value_content"), ("coupon_spam", "value_content"))


# --- 1 real groups ----------------------------------------------------------------------------------------


def patterns(panel: Panel, targets: Sequence[Pattern]) -> str:
    """Targets, simulated values, and whether these lie inside."""
    rows = []
    for target in targets:
        found = panel.values("reference", target.measure)
        mean = found.estimate().mean
        inside = "yes" if mean is not None and target.holds(mean) else "**no**"
        simulated = plain(found) if target.measure.startswith("ratio") else share(found)
        rows.append((target.evidence, target.about, real(target.value, target.interval), simulated, inside))
    return table(("evidence", "pattern", "measured (95 %)", "simulated", "inside"), rows)


def medians(panel: Panel) -> str:
    """How large the groups are that these shares are of."""
    rows = [("43 real channels", "34", "6")]
    for arm in ("reference", "reference_large", "baseline"):
        found = typical(panel, arm)
        rows.append((NAMES[arm], number(found["messages_28"], 0), number(found["posters_28"], 0)))
    return table(("groups that are not stillborn", "median messages, weeks 0–3", "median posters"), rows)


def sizes(panel: Panel) -> str:
    """Death by size: real channels, the reference population, and one of large groups."""
    rows = []
    for what, weeks in BY_SIZE.items():
        for week, measured in weeks.items():
            for size, (value, interval) in zip(SIZES, measured, strict=True):
                found = share_by_size(panel, "reference", what, week, size)
                rows.append((f"{what}, week {week}", size_label(size), real(value, interval), share(found)))
            found = share_by_size(panel, "reference_large", what, week, None)
            rows.append((f"{what}, week {week}", NAMES["reference_large"], "–", share(found)))
    return table(("share of groups", "messages in weeks 0–3", "measured (95 %)", "simulated"), rows)


def baseline(panel: Panel) -> str:
    """Usual practice beside the reference population, on the days the summary names."""
    rows = [
        (
            target.about,
            real(target.value, target.interval),
            *(share(panel.values(arm, target.measure)) for arm in ("reference", "baseline")),
        )
        for target in (*DEATHS_BY_DAY, *PEOPLE)
    ]
    return table(("", "real channels (95 %)", NAMES["reference"], NAMES["baseline"]), rows)


# --- 2, 3 what kills, and what pays -----------------------------------------------------------------------


def carriers(panel: Panel) -> str:
    """What carries L1: knockouts, among ensemble members that hold the theory, and the rival theories."""
    measure, held = "ever_dead_share_day_91", panel.draws["submodels.death"] == "topic_depletion"
    base = panel.values("baseline", measure)
    rows = [
        ("`baseline`, any of the three theories", share(base), ""),
        ("`baseline`, topics run out", share(base.where(held)), ""),
    ]
    for arm in ("no_topic_depletion", "no_enthusiasm", "neither"):
        found = panel.values(arm, measure)
        rows.append((NAMES[arm], share(found.where(held)), points((found - base).where(held))))
    for arm in ask.RIVALS:
        found = panel.values(arm, measure)
        rows.append((f"rival theory `{arm}`", share(found), points(found - base)))
    return table(("", "ever dead by day 91", "less `baseline`"), rows)


def deaths(panel: Panel) -> str:
    """Order of the three plans in death."""
    rows = []
    for measure in [f"{kind}_share_day_{day}" for kind in ("dead", "ever_dead") for day in (91, 175)]:
        gaps = [panel.values(a, measure) - panel.values(b, measure) for a, b in PAIRS[:2]]
        for (a, b), gap in zip(PAIRS[:2], gaps, strict=True):
            signs = f"{portion(gap.drawn > 0)}; {portion(gap.drawn < 0)}"
            rows.append((f"`{measure}`", f"`{a}` {MINUS} `{b}`", points(gap), signs))
    return table(("", "", "difference", "share of members above 0; below 0"), rows)


def order_by_theory(panel: Panel) -> str:
    """The order in death, by theory of why talk dies."""
    held, rows = panel.draws["submodels.death"], []
    for theory in ("topic_depletion", *ask.RIVALS):
        cells = []
        for day in (91, 175):
            values = [
                panel.values(arm, f"dead_share_day_{day}").where(held == theory).drawn for arm in ask.PLANS
            ]
            cells.append(" / ".join(number(float(np.nanmean(v))) for v in values))
            a, b, c = values
            cells.append(portion((a >= b) & (b >= c) & (a > c)))
        rows.append((f"`{theory}`", *cells))
    plans = " / ".join(f"`{arm}`" for arm in ask.PLANS)
    head = ("talk dies by", f"dead on day 91: {plans}", "in this order in", "day 175", "in this order in")
    return table(head, rows)


def profits(panel: Panel) -> str:
    """Order of the three plans in money."""
    rows = []
    for day in (7, 14, 30, 90, 180):
        sums = {arm: panel.sums(arm, "incremental_profit", 0, day) for arm in ask.PLANS}
        gaps = [sums[a] - sums[b] for a, b in PAIRS]
        rows.append((f"day {day}", *(money(gap) for gap in gaps), portion(gaps[-1].drawn > 0)))
    head = (
        "thousand CNY by",
        *(f"`{a}` {MINUS} `{b}`" for a, b in PAIRS),
        "share of members, the last above 0",
    )
    return table(head, rows)


def crossing(panel: Panel) -> str:
    """Where cumulative incremental profit crosses."""
    daily = panel.daily[panel.daily["scenario"].isin(ask.PLANS)]
    rows = []
    for one in crossings_of(daily, ask.PLANS, 180).values():
        later, earlier = one["pair"].split("-")
        day = (
            f"{one['day']} ({span(one['luck'], 0)} luck; {span(one['all'], 0)} all)" if one["day"] else "none"
        )
        leader = f"`{one['leader']}`" if one["leader"] else "–"
        rows.append((f"`{later}`, `{earlier}`", day, leader, number(one["share"])))
    return table(("", "day they cross", "ahead from then on", "share of members that cross"), rows)


def deciders(panel: Panel) -> str:
    """Which unknowns decide the difference in money on day 30."""
    rows = []
    for one in influences(panel.draws, ask.profit_gap(panel, 30)["drawn"].drawn, "submodels.buying")[:6]:
        rho = f"{number(one.rho, signed=True)} ({span(one.interval, signed=True)})"
        rows.append((f"`{one.name}`", rho, "yes" if one.stands_out else "no"))
    return table(("unknown", "rank correlation (95 %)", "beyond chance among all"), rows)


def depths(panel: Panel) -> str:
    """The difference in money on day 30 by depth of the coupon, under both forms of buying."""
    rows = []
    for depth in ask.DEPTHS:
        gaps = ask.profit_gap(panel, 30, depth)
        rows.append((f"{depth:.0%}", *(money(gaps[form]) for form in ("multiplicative", "additive"))))
    return table(("coupon depth", "need, trust and exposure multiply", "they add up"), rows)


# --- 4 to 6 people ----------------------------------------------------------------------------------------


def leaders(panel: Panel) -> str:
    """K2: what the same five KOCs add, in messages and as a ratio."""
    rows = []
    extra = {}
    for kocs, without in ask.KOCS.items():
        a, b = (panel.values(arm, "member_messages_day_91") for arm in (kocs, without))
        extra[kocs] = a - b
        rows.append((NAMES[kocs], change(a - b), plain(a / b), portion((a - b).drawn > 0)))
    for tail, label in (("", "as it is"), ("_unlearnt", "`expectation_learning` off")):
        more = extra[f"kocs_in_value{tail}"] - extra[f"kocs_in_spam{tail}"]
        rows.append((f"value less coupons, {label}", change(more), "", portion(more.drawn > 0)))
    return table(
        ("five KOCs in", "extra messages a group and day", "times as many", "share of members above 0"), rows
    )


def leaders_by_theory(panel: Panel) -> str:
    """K2: the same extra messages, by theory of why talk dies."""
    held, rows = panel.draws["submodels.death"], []
    for theory in ("topic_depletion", *ask.RIVALS):
        cells = []
        for kocs in ("kocs_in_spam", "kocs_in_value"):
            a, b = (panel.values(arm, "member_messages_day_91") for arm in (kocs, ask.KOCS[kocs]))
            drawn = (a - b).where(held == theory).drawn
            middle = [float(q) for q in np.nanquantile(drawn, (0.5, 0.25, 0.75))]
            cells.append(f"{number(middle[0], signed=True)} ({span(middle[1:], signed=True)})")
        rows.append((f"`{theory}`", *cells))
    return table(("extra messages where talk dies by", NAMES["kocs_in_spam"], NAMES["kocs_in_value"]), rows)


def grounds(panel: Panel) -> str:
    """L5: common ground against the same calendar without it, without own topics, and neglect."""
    rows = []
    last = "ever_dead_share_day_175"
    base = panel.values("self_organising", last)
    for arm in ("self_organising", "ordinary_ground", "no_own_topics", "neglect"):
        found = [panel.values(arm, m) for m in ("ever_dead_share_day_91", last, "active_28_share_day_91")]
        gap = "" if arm == "self_organising" else points(found[1] - base)
        profit = money(panel.values(arm, "incremental_profit_day_180"))
        rows.append((NAMES[arm], *(share(v) for v in found), gap, profit))
    head = (
        "",
        "ever dead, day 91",
        "ever dead, day 175",
        "posted within 28 days, day 91",
        "day 175 less `self_organising`",
        "profit by day 180, thousand CNY",
    )
    return table(head, rows)


def honeymoon(panel: Panel) -> str:
    """L2: talk per present member early and late."""
    rows = []
    for arm in ("baseline", "no_optimism", "no_topic_depletion"):
        early, later, last = (ask.talk(panel, arm, *days) for days in ((0, 14), (49, 63), (161, 175)))
        levels = (plain(v, scale=0.01) for v in (early, later))
        rows.append((NAMES[arm], *levels, plain(later / early), plain(last / early)))
    head = ("messages per 100 members and day", "weeks 1–2", "weeks 8–9", "8–9 over 1–2", "24–25 over 1–2")
    return table(head, rows)


# --- 7 referral -------------------------------------------------------------------------------------------


def campaigns(panel: Panel) -> str:
    """Referral campaigns: how far, how long, with whom, at what cost."""
    arms = ("referral_burst", "referral_trusted")
    rows: list[tuple[str, ...]] = []

    def row(label: str, made: Callable[[str], str]) -> None:
        rows.append((label, *(made(arm) for arm in arms)))

    def measure(label: str, name: str, places: int = 2) -> None:
        row(label, lambda arm: plain(panel.values(arm, name), places))

    for n, name in enumerate(("first", "second", "last")):
        row(
            f"referred joins, {name} third",
            lambda arm, n=n: plain(ask.thirds(panel, arm, "referred_joins", 1)[n], 0),
        )
    measure("share of joins in the first third", "referred_first_third_share")
    saturated = {arm: panel.values(arm, "referral_saturation_day") for arm in arms}
    measure("saturation day of those runs that saturate", "referral_saturation_day", 0)
    row("saturated in (share of runs; of members)", lambda arm: _both(saturated[arm], lambda v: ~np.isnan(v)))
    measure("attempts spent on exhausted contacts", "contacts_exhausted_share")
    measure("the same, last 28 days", "contacts_exhausted_share_last_28")
    for n in range(3):
        measure(f"K of generation {n}", f"k_generation_{n}")
    row("K of generation 0, fresh contacts", lambda arm: plain(ask.fresh_k(panel, arm, 0)))
    row(
        "subcritical in (share of runs; of members)",
        lambda arm: _both(ask.fresh_k(panel, arm, 0), lambda v: v < 1),
    )
    measure("hunters among the referred", "hunter_share")
    measure("fake accounts", "fake_joins", 0)
    measure("cost per join, CNY", "cac", 0)
    measure("cost per customer kept 90 days, CNY", "cost_per_joiner_kept_90_days", 0)
    return table(("", *(f"`{arm}`" for arm in arms)), rows)


def _both(values: Values, holds: Callable[[np.ndarray], np.ndarray]) -> str:
    return f"{portion(holds(values.default))}; {portion(holds(values.drawn))}"


def decline(panel: Panel) -> str:
    """Last third over first third of a campaign, taken apart into factors that multiply to it."""
    found = {arm: ask.decline(panel, arm) for arm in ask.CAMPAIGNS}
    rows = [(NAMES[arm], *(plain(v) for v in factors.values())) for arm, factors in found.items()]
    signs = ("", "= ", "× ", "× ", "× ")
    names = [sign + name for sign, name in zip(signs, found["spreading"], strict=True)]
    return table(("last third over first", *names), rows)


def ceiling(panel: Panel) -> str:
    """R1: where K is above one, with contacts that run out and without."""
    rows = []
    for arm in ("spreading", "endless"):
        joins = [plain(v, 0) for v in ask.thirds(panel, arm, "referred_joins", 1)]
        late = share(panel.values(arm, "contacts_exhausted_share_last_28"))
        rows.append((NAMES[arm], *joins, late, plain(ask.fresh_k(panel, arm, 0))))
    head = (
        "",
        "joins, first third",
        "second",
        "last",
        "exhausted, last 28 days",
        "K of generation 0, fresh contacts",
    )
    return table(head, rows)


# --- 8 all plans ------------------------------------------------------------------------------------------


def overview(panel: Panel) -> str:
    """Plans side by side."""
    rows = []
    for arm in ALL_PLANS:
        shares = (share(panel.values(arm, f"{m}_day_91")) for m in ("ever_dead_share", "open_rate"))
        hours = plain(panel.values(arm, "operator_hours_day_180"), 0)
        profit = (money(panel.values(arm, f"incremental_profit_day_{day}")) for day in (30, 180))
        rows.append((f"`{arm}`", *shares, hours, *profit))
    head = (
        "",
        "ever dead, day 91",
        "open rate, day 91",
        "operator hours",
        "profit by day 30, thousand CNY",
        "by day 180",
    )
    return table(head, rows)


def orders(panel: Panel) -> str:
    """What the profit of the plans is made of."""
    rows = []
    for arm in ALL_PLANS:
        counts = (plain(panel.values(arm, f"{m}_day_180"), 0) for m in ("orders", "coupon_orders"))
        sums = (plain(panel.values(arm, f"{m}_day_180"), 1, 1000.0) for m in ("contribution_margin", "cost"))
        rows.append((f"`{arm}`", *counts, *sums))
    return table(
        ("by day 180", "orders", "with a coupon", "margin, thousand CNY", "costs, thousand CNY"), rows
    )


def forms(panel: Panel) -> str:
    """Profit of the plans by form of buying: median and quartiles over members, and how many gain."""
    held, rows = panel.draws["submodels.buying"], []
    for arm in ALL_PLANS[:-1]:
        cells = []
        for form in ("multiplicative", "additive"):
            drawn = panel.values(arm, "incremental_profit_day_180").where(held == form).drawn
            middle, *quartiles = (float(q) / 1000.0 for q in np.quantile(drawn, (0.5, 0.25, 0.75)))
            cells += [f"{number(middle, 1, True)} ({span(quartiles, 1, True)})", portion(drawn > 0)]
        rows.append((f"`{arm}`", *cells))
    head = (
        "profit by day 180, thousand CNY",
        "they multiply",
        "members above 0",
        "they add up",
        "members above 0",
    )
    return table(head, rows)


ALL_PLANS = (
    "baseline", "coupon_spam", "mixed_calendar", "value_content", "understaffed", "neglect", "self_organising",
    "no_group",
)  # fmt: skip
NAMES = {
    "reference": "`reference_communities`",
    "reference_large": "the same with 150 members a group",
    "baseline": "`baseline`",
    "no_topic_depletion": "`topic_depletion` off",
    "no_enthusiasm": "`operator_enthusiasm` off",
    "neither": "both off",
    "no_optimism": "`initial_optimism` off",
    "kocs_in_spam": "`coupon_spam`",
    "kocs_in_value": "`value_content`",
    "kocs_in_spam_unlearnt": "`coupon_spam`, `expectation_learning` off",
    "kocs_in_value_unlearnt": "`value_content`, `expectation_learning` off",
    "self_organising": "`self_organising`",
    "ordinary_ground": "same calendar, common ground of `baseline`",
    "no_own_topics": "`own_topics` off",
    "neglect": "`neglect`",
    "referral_burst": "`referral_burst`",
    "referral_trusted": "`referral_trusted`",
    "spreading": "K above one",
    "endless": "K above one, `finite_contacts` off",
}
TABLES: dict[str, Callable[[Panel], str]] = {
    "patterns": lambda panel: patterns(panel, (*DEATHS, *PEOPLE)),
    "spread": lambda panel: patterns(panel, TALK_LEFT),
    **{
        made.__name__: made
        for made in (
            medians, sizes, baseline, carriers, deaths, order_by_theory, profits, crossing, deciders, depths, leaders,
            leaders_by_theory, grounds, honeymoon, campaigns, decline, ceiling, overview, orders, forms,
        )
    },
}  # fmt: skip
