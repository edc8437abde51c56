"""The report of a folder of runs: one HTML file that opens offline, in the style of a comparison's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from ... import __version__
from ...errors import GrouplifeError
from ...experiments.reading import Results
from ...experiments.save import scenarios_of
from ...model.definitions import measure as definition
from ..cautions import cautions
from ..definitions import KOCS, unit_text
from ..figures.canvas import MOST_BANDS, NARROW, WIDE
from ..fonts import Fonts, fonts_for
from ..glossary import with_glossary
from ..numbers import Lang
from ..page import BUDGET, _asset, _breakable, _full_texts, _manifest, _plans
from ..svg import data_uri
from ..wording import measure_title, split_day
from ..words import tidy
from . import tables
from .factors import Factor, name_of
from .figures import by_factor, by_level, lines_of, side_by_side
from .heat import heat
from .sentences import sentences
from .shape import Asked, asked_of
from .texts import say
from .values import heading_of

#: Panels of small multiples; with more levels two levers are drawn as a map. Levers and uncertainties drawn.
_PANELS, _FACTORS = 4, 6
#: Measures drawn against what is not controlled.
_WORLDS = 3
#: Combinations of what is not controlled below which their spread says little of what is plausible.
_FEW_WORLDS = 8
#: Combinations from which on the best of them is told to have had luck.
_MANY = 8


def render_runs(
    results: Results, lang: Lang = "en", measures: Sequence[str] = (), fonts: Fonts | None = None
) -> str:
    """The report of a sweep or of one scenario's runs as HTML text.

    measures: to show, by default those the plan names, else the usual ones. Raises UsageError for a measure that is
    unknown or was not kept, GrouplifeError where a table is missing or cannot be read.
    """
    fonts = fonts or fonts_for(lang)
    asked = asked_of(results, tuple(measures))
    pairs = tables.pairs_of(asked, lang)
    worlds = tables.pairs_of(asked, lang, uncertain=True) if asked.uncertain else []
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["breakable"] = _breakable
    shown = asked.laid.measures
    page_text = environment.from_string(_asset("runs.html")).render(
        lang_tag="zh-CN" if lang == "zh" else "en",
        version=__version__,
        css=Markup(_asset("report.css")),  # our own text: no scenario can reach it
        say=lambda key, **fill: say(key, lang, **fill),
        kicker=say("kicker" if asked.planned else "kicker_run", lang),
        heading=_heading(asked, lang),
        sentences=sentences(asked, pairs, lang),
        notes=_notes(asked, lang),
        plans=_plans(asked.sample, lang),
        how=_how(asked, lang),
        english_labels=fonts.replaced,
        figures=_light(_figures(asked, fonts, lang)),
        pairs=tables.difference_tables(pairs, shown, lang),
        pairs_title=say("differences_none" if asked.kind == "none" else "differences_levers", lang),
        pairs_how=say("differences_how_none" if asked.kind == "none" else "differences_how", lang),
        pairs_more=_more(pairs, lang),
        world_figures=_light(_world_figures(asked, fonts, lang)),
        world_pairs=tables.difference_tables(worlds, shown, lang),
        world_pairs_more=_more(worlds, lang),
        members=say("members_only", lang, n=asked.laid.members) if asked.laid.members else "",
        levels=tables.level_tables(asked, lang),
        failures=tables.failures(asked, lang),
        definitions=[_entry(name, lang) for name in shown],
        manifest=_made(asked, lang),
        full_texts=_texts(asked, lang),
    )
    return with_glossary(page_text, lang)


# ---------------------------------------------------------------------------------------- words


def _heading(asked: Asked, lang: Lang) -> str:
    question = (asked.laid.results.manifest.get("plan") or {}).get("question")
    if isinstance(question, Mapping) and question.get(lang):
        return str(question[lang])
    names = asked.names(lang)
    scenarios = _listed([names.say(name).strip() for name in asked.laid.scenarios[:4]], lang)
    if len(asked.laid.scenarios) > 4:
        scenarios += " …"
    if not asked.levers:
        key = "heading_one" if len(asked.laid.scenarios) == 1 else "heading_none"
        return _tidied(say(key, lang, scenarios=scenarios), lang)
    levers = [name_of(one, lang) for one in asked.levers[:3]]
    if len(asked.levers) > 3:
        levers.append(say("more_levers", lang, n=len(asked.levers) - 3))
    key = "heading_levers" if len(levers) == 1 else "heading_many"
    return _tidied(say(key, lang, levers=_listed(levers, lang), scenarios=scenarios), lang)


def _tidied(text: str, lang: Lang) -> str:
    return tidy(text) if lang == "zh" else text


def _listed(parts: Sequence[str], lang: Lang) -> str:
    if lang == "zh":
        return "、".join(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _how(asked: Asked, lang: Lang) -> str:
    """How the figures are read."""
    text = say("how_luck", lang, seeds=f"{len(asked.laid.seeds):,}")
    if asked.worlds > 1:
        what = [name_of(one, lang) for one in asked.uncertain]
        what += [say("members", lang, n=asked.laid.members)] if asked.laid.members else []
        text += say("how_worlds", lang, worlds=asked.worlds, what=_listed(what, lang))
        if len(asked.laid.scenarios) > MOST_BANDS and asked.kind != "none":
            text += say("how_bands", lang)
    else:
        text += say("how_no_worlds" if asked.planned else "how_run", lang)
    if asked.kind == "many":
        text += say("averaged", lang)
    if any(one.parted for one in (*asked.levers, *asked.uncertain)):
        text += say("parts", lang)
    if asked.findings.drawn:
        text += say("drawn", lang)
    return text


def _notes(asked: Asked, lang: Lang) -> list[str]:
    """What a reader should know before anything else."""
    results = asked.laid.results
    found = [remark[lang] for remark in results.remarks]
    plan = results.manifest.get("plan") or {}
    told = [note.get(lang, "") for note in plan.get("notes", ()) if isinstance(note, Mapping)]
    found += told or (list(map(str, results.manifest.get("notes", ()))) if not plan else [])
    left = len((results.manifest.get("sweep") or {}).get("open", ()))
    if left:
        found.append(say("open", lang, n=left))
    if 1 < asked.worlds < _FEW_WORLDS:
        found.append(say("few_worlds", lang, n=asked.worlds))
    combinations = len(asked.laid.scenarios) * len(asked.laid.points)
    if asked.combined and asked.levers and combinations >= _MANY:
        found.append(say("winner", lang, n=combinations))
    try:
        arms = list(scenarios_of(results).values())
    except GrouplifeError:
        return found  # another version's scenarios: what could be said of them is left out
    return [*found, *(cautions(arms, lang) if arms else [])]


def _more(pairs: Sequence[tables.Pair], lang: Lang) -> str:
    rest = len(pairs) - tables.MOST_PAIRS
    return say("more_tables", lang, n=rest) if rest > 0 else ""


def _entry(name: str, lang: Lang) -> dict[str, str]:
    one = definition(name)
    extra = KOCS[lang] if split_day(name)[0] == "dead_share" else ""
    return {
        "name": name, "title": measure_title(name, lang), "text": one.definition[lang] + extra,
        "unit": unit_text(one.unit, lang), "seen": say(one.observability, lang), "formula": one.formula,
    }  # fmt: skip


def _made(asked: Asked, lang: Lang) -> list[tuple[str, str]]:
    """How this was made, as rows."""
    manifest = asked.laid.results.manifest
    plan, sweep = manifest.get("plan") or {}, manifest.get("sweep") or {}
    rows = _manifest({**manifest, "out": str(asked.laid.results.path)}, lang)
    if plan:
        rows.insert(1, (say("plan", lang), str(plan.get("name", ""))))
        rows.insert(2, (say("plan_hash", lang), str(plan.get("hash", ""))))
    counts = {"runs": asked.laid.runs, "failed": asked.laid.failed, "missing": int(sweep.get("missing", 0))}
    made = {key: f"{count:,}" for key, count in counts.items()}
    return [*rows, (say("runs_made", lang), say("runs_text", lang, **made))]


def _texts(asked: Asked, lang: Lang) -> list[dict[str, str]]:
    manifest = asked.laid.results.manifest
    plan = str((manifest.get("plan") or {}).get("text", ""))
    first = [{"title": say("plan_text", lang), "text": plan}] if plan else []
    return [*first, *_full_texts(manifest, lang)]


# ---------------------------------------------------------------------------------------- pictures


def _figures(asked: Asked, fonts: Fonts, lang: Lang) -> list[dict[str, Any]]:
    measures = asked.laid.measures
    if not measures:
        return []
    if asked.kind == "none":
        read = say("fig_side_read", lang)
        return [_drawn(say("fig_side", lang), read, lambda width: side_by_side(asked, fonts, width))]
    if asked.kind == "one":
        factor = asked.levers[0]
        title = say("fig_one", lang, lever=name_of(factor, lang))
        title = title[:1].upper() + title[1:]
        return [_drawn(title, say("fig_one_read", lang), lambda width: lines_of(asked, factor, fonts, width))]
    if asked.kind == "cross":
        return [_crossed(asked, measure, fonts, lang) for measure in measures]
    chosen = asked.strongest()[:_FACTORS]
    return [_marginal(asked, measure, chosen, fonts, lang, False) for measure in measures]


def _crossed(asked: Asked, measure: str, fonts: Fonts, lang: Lang) -> dict[str, Any]:
    """Two levers: small multiples where one has few values, else a map."""
    few, many = sorted(asked.levers, key=lambda one: (one.ordered, len(one.levels)))
    names = {"measure": heading_of(measure, lang)}
    if len(few.levels) <= _PANELS:
        each = name_of(few, lang)
        title = say("fig_cross", lang, along=name_of(many, lang), each=each, **names)
        read = say("fig_cross_read", lang, each=each)
        return _drawn(title, read, lambda width: by_level(asked, measure, many, few, fonts, width))
    title = say("fig_heat", lang, across=name_of(many, lang), up=name_of(few, lang), **names)
    return _drawn(
        title, say("fig_heat_read", lang), lambda width: heat(asked, measure, many, few, fonts, width)
    )


def _world_figures(asked: Asked, fonts: Fonts, lang: Lang) -> list[dict[str, Any]]:
    if not asked.uncertain:
        return []
    chosen = asked.strongest(uncertain=True)[:_FACTORS]
    return [_marginal(asked, measure, chosen, fonts, lang, True) for measure in asked.laid.measures[:_WORLDS]]


def _marginal(
    asked: Asked, measure: str, chosen: Sequence[Factor], fonts: Fonts, lang: Lang, uncertain: bool
) -> dict[str, Any]:
    key = "fig_worlds" if uncertain else "fig_many"
    title, read = say(key, lang, measure=heading_of(measure, lang)), say(f"{key}_read", lang)
    return _drawn(title, read, lambda width: by_factor(asked, measure, chosen, fonts, width, uncertain))


def _drawn(title: str, reading: str, draw: Callable[[float], Figure]) -> dict[str, Any]:
    """A figure for a page and for a telephone."""
    wide, narrow = draw(WIDE), draw(NARROW)
    width, height = wide.get_size_inches()
    return {
        "title": title, "reading": reading, "wide": data_uri(wide), "narrow": data_uri(narrow),
        "width": round(96 * width), "height": round(96 * height),
    }  # fmt: skip


def _light(figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the pictures for telephones where all together would make too heavy a page."""
    if sum(len(one["wide"]) + len(one["narrow"]) for one in figures) > BUDGET / 2:
        for one in figures:
            one["narrow"] = ""
    return figures
