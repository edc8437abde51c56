"""What a fit says, in plain words, and its tables as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...evidence.log.saving import group_rows, statistics_rows
from ..numbers import Lang, counted, decimals, plain
from .texts import CLASSES, MEASURES, TEXTS, say, statistic_name

if TYPE_CHECKING:
    from ...evidence.log.fit import Fitted

SERIES = (
    ("known", "messages"),
    ("known", "active"),
    ("known", "dead"),
    ("known", "silent"),
    ("all", "messages"),
    ("all", "active"),
)
_GOOD, _FAIR = 0.9, 0.7  # share of the numbers inside from which the fit is called good, fair


def number(value: float | None) -> str:
    """A number with about two figures, or a dash."""
    if value is None or value != value:
        return "–"
    return plain(value, 0 if float(value).is_integer() else decimals([value]))


def state(row: dict[str, Any]) -> str:
    """The key of a group's state."""
    if row["first_message"] is None:
        return "mute"
    if row["stillborn"]:
        return "stillborn"
    if not row["judged"]:
        return "young"
    if row["silent"]:
        return "silent"
    return "dead" if row["status_dead"] else "revived" if row["ever_dead"] else "alive"


def sentences(fitted: Fitted, lang: Lang) -> list[str]:
    """The answer: what the groups did, how well the model fits, what the log tells, what comes."""
    found = [_past(fitted, lang), _fit(fitted, lang), _told(fitted, lang), _next(fitted, lang)]
    return [*found, *([_score(fitted, lang)] if fitted.coverage else [])]


def _past(fitted: Fitted, lang: Lang) -> str:
    rows = group_rows(fitted)
    states = [state(row) for row in rows]
    judged = [row for row in rows if row["judged"] and not row["stillborn"]]
    dead = sum(row["status_dead"] for row in judged)
    ever, silent = sum(row["ever_dead"] for row in judged), sum(row["silent"] for row in judged)
    still, mute, young = (states.count(key) for key in ("stillborn", "mute", "young"))
    history = fitted.history
    first, last, said = history.date(0), history.date(history.days - 1), int(history.messages.sum())
    if lang == "zh":
        text = f"{first} 至 {last}：{len(rows)} 个群、{history.people} 人、{said:,} 条消息。"
        text += f"能判断的 {len(judged)} 个群里，期末 {dead} 个已死（其中 {silent} 个沉默），{ever} 个至少死过一次"
        more = [f"{still} 个从未热起来"] * (still > 0) + [f"{mute} 个没有消息"] * (mute > 0)
        more += [f"{young} 个尚早"] * (young > 0)
        return text + ("；" + "，".join(more) if more else "") + "。"
    text = f"{first} to {last}: {len(rows)} groups, {history.people} people, {said:,} messages. "
    text += (
        f"Of {len(judged)} groups old enough to judge {dead} were dead at the end ({silent} of them silent), "
    )
    text += f"{ever} had been dead at least once"
    more = [f"{still} never got going"] * (still > 0) + [f"{mute} had no message"] * (mute > 0)
    more += [f"{young} are too young to judge"] * (young > 0)
    return text + ("; " + ", ".join(more) if more else "") + "."


def _fit(fitted: Fitted, lang: Lang) -> str:
    rows = statistics_rows(fitted)
    inside = sum(row["inside"] for row in rows)
    share = inside / max(1, len(rows))
    out = [statistic_name(row["family"], row["name"], lang) for row in rows if not row["inside"]][:3]
    members, effective = fitted.ensemble, fitted.fit.ess
    if lang == "zh":
        how = "贴合良好" if share >= _GOOD else "大体贴合" if share >= _FAIR else "贴合较差：结论要打折扣"
        text = f"模型{how}：日志的 {len(rows)} 个数字中 {inside} 个落在其 95% 范围内"
        text += f"（{members} 组参数按日志加权，相当于 {effective:.0f} 组）"
        return text + (f"；之外的有：{'、'.join(out)}。" if out else "。")
    how = (
        "well"
        if share >= _GOOD
        else "roughly"
        if share >= _FAIR
        else "badly: believe what follows accordingly less"
    )
    text = f"The model fits {how}: {inside} of {len(rows)} numbers of the log lie within its 95 % range "
    text += f"({members} sets of parameters weighed by the log, worth {effective:.0f})"
    return text + (f"; outside: {'; '.join(out)}." if out else ".")


def _told(fitted: Fitted, lang: Lang) -> str:
    told = [one.path for one in fitted.learned if one.told]
    total = len(fitted.learned)
    best = max(fitted.theories, key=lambda name: fitted.theories[name]["posterior"], default="")
    share = 100 * fitted.theories[best]["posterior"] if best else 0.0
    if lang == "zh":
        text = f"{total} 个参数中，日志对 {len(told)} 个有所说明"
        text += f"：{'、'.join(told[:4])}" if told else "（单个来看都没有，只是让合适的组合更重）"
        return text + f"。几种消亡理论中，“{_theory(best, lang)}”占权重 {share:.0f}%。"
    text = f"Of {total} parameters the log tells something about {len(told)}"
    text += f": {', '.join(told[:4])}" if told else ", one by one; it only favours sets that go together"
    return text + f". Why talk dies: {_theory(best, lang)} has {share:.0f} % of the weight."


def _theory(name: str, lang: Lang) -> str:
    from ..doubts import THEORIES

    return THEORIES.get(name, {}).get(lang, name)


def _next(fitted: Fitted, lang: Lang) -> str:
    table = fitted.forecast
    rows = table[(table["kind"] == "total") & (table["name"] == "known") & (table["measure"] == "messages")]
    soon, late = rows.iloc[0], rows.iloc[-1]
    dead, quiet = (_last_total(fitted, measure) for measure in ("dead", "silent"))
    groups, months, among = len(fitted.match.groups), len(rows), judged(fitted)
    spans = [
        f"{row['median']:,.0f}（80%：{row['low_80']:,.0f} 至 {row['high_80']:,.0f}）" for row in (soon, late)
    ]
    if lang == "zh":
        return (
            f"接下来 28 天，现有 {groups} 个群预计共写消息 {spans[0]}；第 {months} 个月 {spans[1]}，"
            f"届时能判断的 {among} 个群中有 {dead['median']:.0f} 个已死（80%：{dead['low_80']:.0f} 至 "
            f"{dead['high_80']:.0f}）；{groups} 个群中 {quiet['median']:.0f} 个沉默（80%：{quiet['low_80']:.0f} 至 "
            f"{quiet['high_80']:.0f}）。"
        )
    spans = [
        f"{row['median']:,.0f} (80 %: {row['low_80']:,.0f} to {row['high_80']:,.0f})" for row in (soon, late)
    ]
    return (
        f"In the next 28 days the {counted(groups, 'group')} there are write {spans[0]} messages, "
        f"in month {months} {spans[1]}; then {dead['median']:.0f} of {among} old enough to judge are dead "
        f"(80 %: {dead['low_80']:.0f} to {dead['high_80']:.0f}), {quiet['median']:.0f} of {groups} silent "
        f"(80 %: {quiet['low_80']:.0f} to {quiet['high_80']:.0f})."
    )


def judged(fitted: Fitted) -> int:
    """Of how many of the groups forecast one can say whether they are dead."""
    return int(fitted.history.lives.judgeable[fitted.match.groups].sum())


def _last_total(fitted: Fitted, measure: str) -> Any:
    table = fitted.forecast
    rows = table[(table["kind"] == "total") & (table["name"] == "known") & (table["measure"] == measure)]
    return rows.iloc[-1]


def _score(fitted: Fitted, lang: Lang) -> str:
    entry = next(one for one in fitted.coverage if one["class"] == "total" and one["measure"] == "messages")
    months = int(entry["months"])
    held = [round(entry[f"held_{level}"] * months) for level in (50, 80, 95)]
    if lang == "zh":
        return f"留作检验的 {months} 个月里，总消息数落入 50%、80%、95% 区间的有 {held[0]}、{held[1]}、{held[2]} 个月。"
    return (
        f"Of {counted(months, 'month')} held back, the messages of all groups lay within the 50, 80 and 95 % intervals "
        f"in {held[0]}, {held[1]} and {held[2]}."
    )


# --- tables


def group_table(fitted: Fitted, lang: Lang, most: int) -> tuple[list[str], list[list[str]], list[int]]:
    """(headings, rows, which are numbers) of the groups that talked most."""
    keys = ("group", "since", "members", "messages", "posters", "last_28", "talk_left", "state")
    rows = []
    for row in group_rows(fitted)[:most]:
        left = None if row["talk_left"] != row["talk_left"] else 100 * row["talk_left"]
        rows.append(
            [
                row["group"],
                row["first_message"] or "–",
                f"{row['members']:,}",
                f"{row['messages']:,}",
                f"{row['posters']:,}",
                f"{row['messages_28']:,}",
                "–" if left is None else f"{left:.0f}%",
                say(state(row), lang),
            ]
        )
    return [TEXTS[key][lang] for key in keys], rows, [2, 3, 4, 5, 6]


def forecast_rows(fitted: Fitted, lang: Lang) -> tuple[list[str], list[list[str]], list[int]]:
    """The forecast of all groups together: one row a measure and month."""
    table = fitted.forecast[fitted.forecast["kind"] == "total"]
    head = [say("forecast", lang), say("month", lang), say("median", lang), "50%", "80%", "95%"]
    came = bool(table["observed"].notna().any())
    rows = []
    for scope, measure in SERIES:
        for _, row in table[(table["name"] == scope) & (table["measure"] == measure)].iterrows():
            dash = "–"
            spans = [f"{row[f'low_{level}']:,.0f}{dash}{row[f'high_{level}']:,.0f}" for level in (50, 80, 95)]
            seen = [number(row["observed"])] if came else []
            title = say(f"{scope}_{measure}", lang)
            rows.append([title, f"{row['month']}", f"{row['median']:,.0f}", *spans, *seen])
    return head + ([say("came", lang)] if came else []), rows, [1, 2, 3, 4, 5, 6]


def chance_table(fitted: Fitted, lang: Lang, most: int) -> tuple[list[str], list[list[str]], list[int]]:
    """Each group's chance to be dead, and to be silent, at the end of the forecast: the likeliest to be dead first."""
    table = fitted.forecast[fitted.forecast["kind"] == "group"]
    table = table[table["month"] == table["month"].max()]
    by = {
        measure: table[table["measure"] == measure].set_index("name") for measure in table["measure"].unique()
    }
    silent, said = by["silent"]["mean"], by["messages"]
    dead: Any = by["dead"]["mean"] if "dead" in by else {}
    names = sorted(silent.index, key=lambda name: (-dead.get(name, -1.0), -silent[name]))
    date = f"{table['to'].iloc[0]:%Y-%m-%d}"
    rows = [
        [
            name,
            f"{100 * dead[name]:.0f}%" if name in dead else "–",
            f"{100 * silent[name]:.0f}%",
            f"{said['median'][name]:,.0f} ({said['low_80'][name]:,.0f}–{said['high_80'][name]:,.0f})",
        ]
        for name in names[:most]
    ]
    head = [
        say("group", lang),
        say("dead_by", lang, date=date),
        say("silent_by", lang),
        say("messages_by", lang),
    ]
    return head, rows, [1, 2, 3]


def coverage_table(fitted: Fitted, lang: Lang) -> tuple[list[str], list[list[str]]]:
    """(headings, rows) of how often the intervals held."""
    head = [say("class", lang), say("number", lang), say("month", lang)]
    head += [say("held", lang, level=level) for level in (50, 80, 95)]
    rows = []
    for entry in fitted.coverage:
        cells = [
            f"{100 * entry[f'held_{level}']:.0f}% ({100 * entry[f'claimed_{level}']:.0f}%)"
            for level in (50, 80, 95)
        ]
        rows.append(
            [CLASSES[entry["class"]][lang], MEASURES[entry["measure"]][lang], str(entry["months"]), *cells]
        )
    return head, rows
