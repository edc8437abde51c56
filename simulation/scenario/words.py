"""What a scenario says, in sentences a strategist understands, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .labels import CHOICES, MEASURES, field_name, kind_name, pick, rhythm, value_text
from .mechanisms import ABOUT, PARAMETERS
from .schema import Change, Scenario
from .views import diff
from .words_arrive import campaign_limits, founders, newcomers
from .words_customer import customer_sentences, selling_sentences
from .words_team import operator_lines, post_lines, product_lines, service_lines

Say = Callable[[str, str], str]


@dataclass(frozen=True)
class Chapter:
    """A heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


def explain(scenario: Scenario, lang: str = "en", parent: Scenario | None = None) -> list[Chapter]:
    """What a scenario says, chapter by chapter; with a parent, also what differs from it. lang: en or zh."""

    def say(en: str, zh: str) -> str:
        return pick((en, zh), lang)

    chapters = [
        Chapter(say("People and groups", "人与群"), _groups(scenario, say)),
        Chapter(say("Product", "产品"), _product(scenario, say)),
    ]
    if scenario.groups.open:
        chapters += [
            Chapter(say("What is posted in each group", "每个群发什么"), _calendar(scenario, say, lang)),
            Chapter(say("Operators", "运营"), _operators(scenario, say, lang)),
            Chapter(say("Programmes", "打法"), _programmes(scenario, say)),
        ]
    if scenario.timeline:
        told = tuple(_change(scenario, change, say, lang) for change in scenario.timeline)
        chapters.append(Chapter(say("What changes on the way", "中途变化"), told))
    chapters.append(
        Chapter(say("How people are taken to respond", "对人的假设"), _theory(scenario, say, lang))
    )
    if parent is not None:
        heading = say(f"What differs from {parent.name}", f"与 {parent.name} 的不同")
        chapters.append(Chapter(heading, difference_lines(parent, scenario, lang) or (say("nothing", "无"),)))
    return chapters


def difference_lines(a: Scenario, b: Scenario, lang: str = "en") -> tuple[str, ...]:
    """What differs between two scenarios, one line a difference: name: value in a → value in b.

    Calendars that are not the same entries with other numbers, and timelines, are shown whole.
    """

    def say(en: str, zh: str) -> str:
        return pick((en, zh), lang)

    found = diff(a, b)
    whole = {
        part: texts
        for part, texts in (
            ("strategy.calendar", (_posts(a, lang), _posts(b, lang))),
            ("timeline", (_changes(a, say, lang), _changes(b, say, lang))),
        )
        if any(path == part or path.startswith(f"{part}[") for path, _, _ in found)
        and (part == "timeline" or any(path.endswith("]") or path == part for path, _, _ in found))
    }
    lines, colon = [], say(": ", "：")
    for path, old, new in found:
        part = path.partition("[")[0]
        if part in whole:
            before, after = whole[part]
            lines.append(f"{field_name(part, lang)}{colon}{before} → {after}")
        elif path.startswith("mechanisms."):
            name = path.partition(".")[2]
            about = pick(ABOUT[name], lang)
            on, off = f"{name} switched on ({about})", f"{name} switched off ({about})"
            lines.append(say(on if new else off, f"{'打开' if new else '关闭'}机制：{about}"))
        else:
            before, after = value_text(path, old, lang), value_text(path, new, lang)
            lines.append(f"{field_name(path, lang)}{colon}{before} → {after}")
    return tuple(dict.fromkeys(lines))


def _posts(s: Scenario, lang: str) -> str:
    """The calendar in one line."""
    posts = [value_text("", entry.model_dump(), lang) for entry in s.strategy.calendar]
    return pick((", ", "，"), lang).join(posts) or pick(("no posts", "不发内容"), lang)


def _changes(s: Scenario, say: Say, lang: str) -> str:
    """The timeline in one line."""
    told = [_change(s, change, say, lang) for change in s.timeline]
    return say(" ", "").join(told) or say("no changes", "无变化")


def _groups(s: Scenario, say: Say) -> tuple[str, ...]:
    g = s.groups
    market = say(
        f"A market of {s.market.people:,} people, followed over {s.days} days.",
        f"市场共 {s.market.people:,} 人，模拟 {s.days} 天。",
    )
    if not g.open:
        counterfactual = say(
            "No group is opened: the same people buy at their background rate. This is what "
            "every plan is held against.",
            "不建群：同样的人按自己的自然频率购买，是所有方案的对照。",
        )
        return market, counterfactual
    who = say("customers", "老客") if g.customers else say("strangers to the brand", "不认识品牌的新人")
    lasting = g.count - s.strategy.funnel.classes
    start = say(
        f"{lasting:,} groups start with about {g.members_at_start} {who} each "
        f"(some {lasting * g.members_at_start:,} together); a group holds at most {g.cap}.",
        f"{lasting:,} 个群，每群起始约 {g.members_at_start} 名{who}（共约 "
        f"{lasting * g.members_at_start:,} 人），"
        f"每群上限 {g.cap} 人。",
    )
    words = (
        ("hardly any", "几乎没有")
        if g.common_ground < 0.4
        else ("little", "较少")
        if g.common_ground < 0.8
        else None
    )
    words = words or (("ordinary", "一般") if g.common_ground <= 1.25 else ("strong", "较多"))
    words = ("very strong", "很多") if g.common_ground >= 2.5 else words
    ground = say(
        f"Their common ground is {words[0]} ({g.common_ground:g}; 1 is ordinary).",
        f"成员的共同点{words[1]}（{g.common_ground:g}，1 为一般）。",
    )
    return market, start, ground, *founders(s, say)


def _product(s: Scenario, say: Say) -> tuple[str, ...]:
    p = s.product
    return (
        say(
            f"It costs {p.price:g} CNY, of which {p.price * p.margin:g} CNY ({p.margin:.0%}) are margin; "
            f"the need comes back about every {p.need_interval:g} days.",
            f"售价 {p.price:g} 元，毛利 {p.price * p.margin:g} 元（{p.margin:.0%}）；需求约每 "
            f"{p.need_interval:g} 天出现一次。",
        ),
        say(
            f"Its quality is {p.quality:g}: an order "
            + (
                "pleases."
                if p.quality > 0.55
                else "disappoints."
                if p.quality < 0.45
                else "neither pleases nor disappoints."
            ),
            f"质量 {p.quality:g}："
            + ("买后满意。" if p.quality > 0.55 else "买后失望。" if p.quality < 0.45 else "买后无感。"),
        ),
        *selling_sentences(s, say),
        *product_lines(s, say),
    )


def _calendar(s: Scenario, say: Say, lang: str) -> tuple[str, ...]:
    entries = s.strategy.calendar
    if not any(entry.rate or entry.on_days for entry in entries):
        return (say("Operators post nothing.", "运营不发任何内容。"),)
    lines = []
    for entry in entries:
        kind = s.content[entry.post]
        deal = s.strategy.coupon.depth
        off = say(f" ({deal:.0%} off)", f"（优惠 {deal:.0%}）") if kind.coupon else ""
        colon = say(": ", "：")
        lines.append(f"{kind_name(entry.post, lang)}{off}{colon}{rhythm(entry.model_dump(), lang)}")
    rate = sum(entry.rate for entry in entries)
    if rate > 0:
        load = sum(entry.rate * s.content[entry.post].load for entry in entries) / rate
        selling = sum(entry.rate for entry in entries if s.content[entry.post].load >= 0.5) / rate
        lines.append(
            say(
                f"Together {7 * rate:.3g} post{'' if 7 * rate == 1 else 's'} a week, "
                f"{selling:.0%} of them selling "
                f"(promotional load {load:.2g} a post; 1 is a plain advertisement).",
                f"合计每周 {7 * rate:.3g} 条，其中 {selling:.0%} 是推销（每条推销负担 {load:.2g}，"
                f"1 为一条普通广告）。",
            )
        )
    return (*lines, *post_lines(s, say, lang))


def posting_hours(s: Scenario) -> float:
    """Hours a day one operator needs to make and post what the calendar asks; nothing else counted."""
    groups = min(s.operators.groups_per_operator, s.groups.count)
    work = s.behaviour.workload
    recipients = s.groups.contacts_share * s.groups.members_at_start * groups
    each = {"group": work.posting * groups, "moments": work.posting, "direct": work.direct * recipients}
    return sum(entry.rate * (s.content[entry.post].hours + each[entry.via]) for entry in s.strategy.calendar)


def switched_off(s: Scenario) -> list[str]:
    """Names of the mechanisms that are off."""
    return [name for name in ABOUT if not getattr(s.mechanisms, name)]


def _operators(s: Scenario, say: Say, lang: str) -> tuple[str, ...]:
    o = s.operators
    people = -(-s.groups.count // o.groups_per_operator)
    noun = "operator runs" if people == 1 else "operators run"
    lines = [
        say(
            f"{people:,} {noun} {s.groups.count:,} groups ({o.groups_per_operator} each at most), "
            f"{o.hours_per_day:g} hours a day at {o.wage:g} CNY an hour.",
            f"{people:,} 名运营管理 {s.groups.count:,} 个群（每人至多 {o.groups_per_operator} 个），"
            f"每天 {o.hours_per_day:g} 小时，每小时 {o.wage:g} 元。",
        )
    ]
    need, have = posting_hours(s), o.hours_per_day
    verdict = ("more than there are", "不够用") if need > have else ("nearly all of them", "几乎用尽")
    verdict = verdict if need > 0.8 * have else ("which leaves time for answers", "还有时间答疑")
    if not s.behaviour.workload.scarce or "operator_hours" in switched_off(s):
        verdict = ("but hours are taken as unlimited", "但假设工时不限")
    lines.append(
        say(
            f"Making and posting the calendar takes about {need:.1f} of these hours, {verdict[0]}.",
            f"制作和发布日历内容每天约需 {need:.1f} 小时，{verdict[1]}。",
        )
    )
    if s.strategy.service.answer:
        lines.append(say("They answer members' questions as time allows.", "有时间就答复成员的问题。"))
    else:
        lines.append(say("They leave members' questions unanswered.", "不答复成员的问题。"))
    lines += service_lines(s, say)
    strict = s.strategy.moderation.strictness
    word = (
        ("lenient", "宽松") if strict < 0.2 else ("ordinary", "一般") if strict <= 0.5 else ("strict", "严格")
    )
    lines.append(
        say(f"Moderation is {word[0]} ({strict:g} of 1).", f"群管理{word[1]}（{strict:g}，最高 1）。"),
    )
    return (*lines, *operator_lines(s, say, lang))


def _programmes(s: Scenario, say: Say) -> tuple[str, ...]:
    lines = []
    k = s.strategy.kocs
    if k.per_group:
        if k.planted:
            whence = say("brought in from outside", "由外部安插")
        else:
            whence = say(f"chosen {CHOICES[k.choose][0]}", f"{CHOICES[k.choose][1]}选出")
        lines.append(
            say(
                f"{k.per_group} KOCs in each group from day {k.from_day}, {whence}, with "
                f"{k.care:.0%} of ordinary care "
                f"and {k.pay:g} CNY a day each.",
                f"第 {k.from_day} 天起每群 {k.per_group} 名 KOC（{whence}），维护程度 "
                f"{k.care:.0%}，每人每天 {k.pay:g} 元。",
            )
        )
    else:
        lines.append(say("No KOCs.", "没有 KOC。"))
    r = s.strategy.referral
    if r.length:
        rules = ("wide open to", "很容易被利用") if r.loophole > 0.6 else ("fairly safe from", "较难被利用")
        rules = rules if not 0.3 <= r.loophole <= 0.6 else ("somewhat open to", "有一定漏洞")
        lines.append(
            say(
                f"A referral campaign from day {r.start} on, for {r.length} days: {r.bait_inviter:g} "
                f"CNY for the inviter, "
                f"{r.bait_friend:g} CNY for the friend, paid on {CHOICES[r.pay_on][0]}; rules "
                f"{rules[0]} fake accounts; "
                f"{r.cost_per_day:g} CNY a day to run.",
                f"裂变活动第 {r.start} 天起，为期 {r.length} 天：邀请人 {r.bait_inviter:g} 元，"
                f"被邀请人 {r.bait_friend:g} 元，"
                f"{CHOICES[r.pay_on][1]}后发放；规则{rules[1]}（假号）；每天固定成本 {r.cost_per_day:g} 元。",
            )
        )
    else:
        lines.append(say("No referral campaign.", "没有裂变活动。"))
    if r.length:
        lines += campaign_limits(s, say)
    g = s.strategy.growth
    if g.public_per_day:
        lines.append(
            say(
                f"{g.public_per_day:g} newcomers a day from public channels (all groups), at "
                f"{g.cost_per_join:g} CNY each "
                "to begin with.",
                f"公域每天新增 {g.public_per_day:g} 人（所有群合计），起始获客成本每人 "
                f"{g.cost_per_join:g} 元。",
            )
        )
    elif not g.channels and not g.bursts:
        lines.append(say("Nobody is bought in from public channels.", "不从公域引流。"))
    return (*lines, *newcomers(s, say), *customer_sentences(s, say))


def _change(s: Scenario, change: Change, say: Say, lang: str) -> str:
    made = say(", ", "，").join(_setting(s, path, value, lang) for path, value in change.set.items())
    if change.on is not None:
        return say(f"On day {change.on}: {made}.", f"第 {change.on} 天：{made}。")
    when = change.when
    if when is None:
        return made
    limit = when.below if when.below is not None else when.above
    side = say("below", "低于") if when.below is not None else say("above", "高于")
    measure = pick(MEASURES[when.measure], lang)
    if when.for_ == 1:
        return say(f"Once {measure} are {side} {limit:g}: {made}.", f"当{measure}{side} {limit:g}：{made}。")
    return say(
        f"Once {measure} stay {side} {limit:g} for {when.for_} days in a row: {made}.",
        f"当{measure}连续 {when.for_} 天{side} {limit:g}：{made}。",
    )


def _setting(s: Scenario, path: str, value: Any, lang: str) -> str:
    """One thing a timeline entry sets, named by the kind of post where it is in the calendar."""
    head, _, last = path.rpartition(".")
    if head.startswith("strategy.calendar[") and last in ("per_day", "per_week", "on_days"):
        number = int(head[len("strategy.calendar[") : -1])
        if number < len(s.strategy.calendar):
            return f"{kind_name(s.strategy.calendar[number].post, lang)} {rhythm({last: value}, lang)}"
    return f"{field_name(path, lang)} {value_text(path, value, lang)}"


def _theory(s: Scenario, say: Say, lang: str) -> tuple[str, ...]:
    death, buying = pick(CHOICES[s.submodels.death], lang), pick(CHOICES[s.submodels.buying], lang)
    lines = [
        say(f"Talk dies because {death}; for buying, {buying}.", f"群聊消亡因为{death}；购买由{buying}决定。")
    ]
    if s.fits:
        lines.append(say(f"Ensembles draw from the fits in {s.fits}.", f"参数集合取自拟合表 {s.fits}。"))
    off = [name for name in ABOUT if not getattr(s.mechanisms, name)]
    lines += [say(f"Switched off: {name} ({ABOUT[name][0]})", f"关闭机制：{ABOUT[name][1]}") for name in off]
    for path, standard, own in diff(Scenario(), s):
        note = PARAMETERS.get(path)
        if note is not None:
            about = f" ({note.about})" if lang == "en" else ""
            lines.append(f"{path}: {own:g} {note.unit}, {say('usually', '通常')} {standard:g}{about}")
    return tuple(lines)
