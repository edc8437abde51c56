"""The report: one HTML file with everything in it, that opens offline, prints well and fits a telephone."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from .. import __version__
from ..errors import GrouplifeError
from ..experiments.notes import said
from ..scenario.words import difference_lines
from .captions import TITLES, text
from .cautions import cautions
from .definitions import entries
from .doubts import THEORIES, levers, paragraphs, theories
from .figures import FIGURES, NARROW, WIDE
from .figures.canvas import MOST_BANDS, figure_of, line_look
from .fonts import Fonts, fonts_for
from .labels import Labels, labels
from .numbers import LANGUAGES, Lang, known, plain
from .phrases import PHRASES, phrase
from .readings import reading
from .sample import Sample, collect, split_pair
from .svg import data_uri
from .wording import TABLE, measure_title, wording
from .words import Row, key_measures, pairs, sentences, table_rows, tidy

BUDGET = 2_600_000  # bytes of pictures, so that the page stays under 3 MB
MOST_LINES = 40  # of what differs between two plans; the rest is said to be there
MOST_PAIRS = 3  # with more pairs than this only those with the first scenario are shown


def write_report(comparison: Any, path: Path | str, lang: Lang = "en", fonts: Fonts | None = None) -> Path:
    """Write the report of a comparison as one HTML file and return its path.

    lang: "en" or "zh"; fonts: what figures are drawn with, by default what is installed. The file is
    written beside and renamed, so that it is there whole or not at all. Raises GrouplifeError where it
    cannot be written, ValueError for another language.
    """
    path = Path(path)
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # made before the work is done: whoever may not write here should not wait to be told
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(render(comparison, lang, fonts))
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as problem:
        raise GrouplifeError(
            f"cannot write the report to {path}: {problem.strerror or problem}; "
            "give another folder with --out"
        ) from problem
    finally:
        if temporary is not None:
            with suppress(FileNotFoundError):
                os.unlink(temporary)
    return path


def render(comparison: Any, lang: Lang = "en", fonts: Fonts | None = None) -> str:
    """The report of a comparison as HTML text."""
    if lang not in LANGUAGES:
        raise ValueError(f"no report in {lang!r}; there are: {', '.join(LANGUAGES)}")
    sample = collect(comparison)
    names = labels(sample, lang)
    fonts = fonts or fonts_for(lang)

    def say(key: str, **fill: object) -> str:
        return phrase(key, lang, **fill)

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.filters["breakable"] = _breakable
    template = environment.from_string(_asset("report.html"))
    manifest: Mapping[str, Any] = comparison.manifest
    return template.render(
        lang_tag="zh-CN" if lang == "zh" else "en",
        version=__version__,
        css=Markup(_asset("report.css")),  # our own text: no scenario can reach it
        say=say,
        heading=_heading(sample, names, lang),
        sentences=sentences(sample, lang),
        notes=[
            *cautions([sample.scenarios[name] for name in sample.names], lang),
            *said(comparison.notes, lang),
        ],
        plans=_plans(sample, lang),
        contents=[
            (key, say(key))
            for key in ("differences", "pictures", "sure", "plans", "definitions", "appendix", "manifest")
        ],
        tables=_tables(sample, names, lang, key_measures(sample)),
        appendix=_tables(sample, names, lang, TABLE),
        fewer_pairs=len(pairs(sample)) > MOST_PAIRS,
        pictures_how=_pictures_how(sample, lang),
        english_labels=fonts.replaced,
        figures=_figures(sample, names, lang, fonts),
        doubts=paragraphs(sample, comparison.draws, names, lang),
        theories=_theories(sample, comparison.draws, lang),
        levers=levers(sample, comparison.draws, names, lang),
        pairing=_pairing(sample, comparison.pairing, names, lang),
        plan_differences=_plan_differences(sample, names, lang),
        definitions=entries(sample, lang),
        manifest=_manifest(manifest, lang),
        full_texts=_full_texts(manifest, lang),
    )


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _breakable(words: str) -> Markup:
    """Escaped text that may break after an underscore, so that long names fit a telephone."""
    return Markup(str(escape(words)).replace("_", "_<wbr>"))


def _heading(sample: Sample, names: Labels, lang: Lang) -> str:
    spoken = [names.say(name).strip() for name in sample.names]
    if lang == "zh":
        return f"{'、'.join(spoken[:-1])}，还是{spoken[-1]}？"
    return f"{', '.join(spoken[:-1])} or {spoken[-1]}?"


def _plans(sample: Sample, lang: Lang) -> list[dict[str, str]]:
    """The key: each scenario with its line, title and question."""
    plans = []
    for number, name in enumerate(sample.names):
        colour, dashes = line_look(number)
        plans.append(
            {
                "name": name,
                "title": str(sample.spec(name, f"title.{lang}", name)),
                "question": str(sample.spec(name, f"question.{lang}", "")),
                "colour": colour,
                "dashes": "" if dashes == "solid" else " ".join(f"{3 * length:g}" for length in dashes[1]),
            }
        )
    return plans


def _tables(sample: Sample, names: Labels, lang: Lang, measures: Sequence[str]) -> list[dict[str, Any]]:
    """A table a pair of these measures; where there are many pairs, of those with the first scenario."""
    rows = table_rows(sample, lang, measures)
    tables = []
    for pair in _shown_pairs(sample):
        second, first = split_pair(pair, sample.names)
        b, a = names.say(second).strip(), names.say(first).strip()
        heading = phrase("against", lang, b=names.say(second), a=names.say(first))
        found = [_shown(row, second, first, lang) for row in rows if row.pair == pair]
        heading = tidy(heading) if lang == "zh" else heading
        tables.append({"heading": heading, "second": b, "first": a, "rows": found})
    return [table for table in tables if table["rows"]]


def _shown_pairs(sample: Sample) -> list[str]:
    every = pairs(sample)
    if len(every) <= MOST_PAIRS:
        return every
    return [pair for pair in every if split_pair(pair, sample.names)[1] == sample.names[0]]


def _shown(row: Row, second: str, first: str, lang: Lang) -> dict[str, str]:
    title = row.title
    if wording(row.measure).pattern == "groups":
        title += f"（{phrase('unit_groups', lang)}）" if lang == "zh" else f", {phrase('unit_groups', lang)}"
    return {
        "title": title,
        "second": row.values[second],
        "first": row.values[first],
        "words": row.words,
        "doubt": row.doubt,
        "verdict": row.verdict,
    }


def _pictures_how(sample: Sample, lang: Lang) -> str:
    kind = "light_band" if len(sample.names) <= MOST_BANDS else "light_whisker"
    light = phrase(kind if sample.ensemble else "no_light", lang, members=sample.ensemble)
    return phrase("pictures_how", lang, runs=sample.replicates, light=light)


def _figures(sample: Sample, names: Labels, lang: Lang, fonts: Fonts) -> list[dict[str, Any]]:
    found = [_figure(name, sample, names, lang, fonts) for name in FIGURES]
    if sum(len(figure["wide"]) + len(figure["narrow"]) for figure in found) > BUDGET:
        # many plans: telephones get the wide pictures rather than a page too heavy to send
        for figure in found:
            figure["narrow"] = ""
    return found


def _figure(name: str, sample: Sample, names: Labels, lang: Lang, fonts: Fonts) -> dict[str, Any]:
    """A figure twice, for the page and for the telephone, with its title and paragraph."""
    wide, narrow = (
        figure_of(FIGURES[name](sample, lang=lang, width=inches, fonts=fonts, title=False)[0])
        for inches in (WIDE, NARROW)
    )
    width, height = wide.get_size_inches()
    return {
        "name": f"figure-{name}",
        "title": text(TITLES, name, lang),
        "reading": reading(name, sample, names, lang),
        "wide": data_uri(wide),
        "narrow": data_uri(narrow),
        "width": round(96 * width),
        "height": round(96 * height),
    }


def _theories(sample: Sample, draws: Any, lang: Lang) -> dict[str, Any] | None:
    found = theories(sample, draws, lang)
    if found is None:
        return None
    return {
        "verdict": found.verdict,
        "titles": [measure_title(measure, lang) for measure in found.measures],
        "rows": [
            {
                "name": THEORIES.get(row.theory, {}).get(lang, row.theory),
                "members": row.members,
                "cells": [row.values[measure] for measure in found.measures],
            }
            for row in found.rows
        ],
    }


def _pairing(
    sample: Sample, gains: Mapping[str, Mapping[str, Any]], names: Labels, lang: Lang
) -> dict[str, Any]:
    """The variance ratios of the key measures, a column a pair shown."""
    shown = [pair for pair in _shown_pairs(sample) if pair in gains]
    rows = []
    for measure in key_measures(sample):
        ratios = [known(gains[pair].get(measure)) for pair in shown]
        if any(ratio is not None for ratio in ratios):
            values = ["–" if ratio is None else plain(ratio, 1) for ratio in ratios]
            rows.append({"title": measure_title(measure, lang), "cells": values})
    headings = []
    for pair in shown:
        b, a = (names.say(name).strip() for name in split_pair(pair, sample.names))
        headings.append(phrase("against", lang, b=b, a=a))
    return {"pairs": headings, "rows": rows}


def _plan_differences(sample: Sample, names: Labels, lang: Lang) -> list[dict[str, Any]]:
    first = sample.names[0]
    found = []
    for name in sample.names[1:]:
        lines = difference_lines(sample.scenarios[first], sample.scenarios[name], lang)
        heading = phrase("plans_from", lang, a=names.say(first), b=names.say(name))
        rest = len(lines) - MOST_LINES
        found.append(
            {
                "heading": tidy(heading) if lang == "zh" else heading,
                "lines": lines[:MOST_LINES],
                "more": phrase("plans_more", lang, n=rest, a=first, b=name) if rest > 0 else "",
            }
        )
    return found


def _manifest(manifest: Mapping[str, Any], lang: Lang) -> list[tuple[str, str]]:
    """The manifest as rows of heading and value; what has no heading of its own is left to the file."""
    rows = []
    for key in (name[2:] for name in PHRASES if name.startswith("m_")):
        value = manifest.get(key)
        if value not in (None, "", [], {}):
            rows.append((phrase(f"m_{key}", lang), _manifest_value(key, value, lang)))
    return rows


def _manifest_value(key: str, value: Any, lang: Lang) -> str:
    if key == "seeds" and isinstance(value, Mapping):
        first = int(value["first"])
        return phrase("seeds_range", lang, first=first, last=first + int(value["count"]) - 1)
    if key == "duration_seconds":
        return phrase("seconds", lang, n=plain(float(value), 1))
    if key == "scenarios":
        return ", ".join(f"{entry['name']} {entry['hash']}" for entry in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {item}" for name, item in value.items())
    return str(value)


def _full_texts(manifest: Mapping[str, Any], lang: Lang) -> Sequence[dict[str, str]]:
    return [
        {
            "title": phrase("full_text", lang, name=entry["name"], hash=entry["hash"]),
            "text": str(entry["text"]),
        }
        for entry in manifest.get("scenarios", [])
        if isinstance(entry, Mapping) and "text" in entry
    ]
