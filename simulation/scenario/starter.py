"""The commented file that `grouplife new` writes."""

from __future__ import annotations

import json

from .schema import Scenario
from .strategy import CalendarEntry
from .yaml_lines import read_yaml

_TEMPLATE = """\
# yaml-language-server: $schema=schema.json
# Editors check and complete this file once you have run here:  grouplife schema --out schema.json
# Write only what differs from {parent}; delete what you do not change.
# Read it back in words:  grouplife explain {file}
# Hold it against its parent:  grouplife compare {parent} {file}
name: {name}
title: {{en: {title}, zh: {title}}}
question:
  en: What becomes of the community under this plan?
  zh: 采用这个方案，社群会怎样？
extends: {parent}

strategy:
  # The calendar of {parent}; what you write here replaces it as a whole.
  # Kinds of post: {kinds}.
  # How often: per_day, per_week, or on_days: [7, 30] for single days. Numbers are for each group.
  calendar:{calendar}

  # coupon: {{depth: {depth:g}}}  # share off the list price, 0 to 0.9
  # kocs: {{per_group: 3, choose: behaviour, from_day: 14, care: 1}}  # members whose word moves others
  # referral: {{start: 30, length: 21, bait_inviter: 10, bait_friend: 10, pay_on: first_order}}  # CNY
  # moderation: {{strictness: {strictness:g}}}  # 0: anything goes, 1: hardly anything
  # growth: {{public_per_day: {public:g}, cost_per_join: {cost:g}}}  # from public channels, CNY each
  # service: {{answer: on}}  # operators answer questions as their hours allow

# operators: {{groups_per_operator: {span}, hours_per_day: {hours:g}}}

# What changes on the way: on a day, or once something an operator can see has been so for some days.
# timeline:
#   - on: 60
#     set:
#       strategy.coupon.depth: 0.1
#   - when: {{measure: member_messages, below: 5, for: 7}}
#     set:
#       strategy.moderation.strictness: 0.2

# A mechanism switched off shows what it is worth (all of them: grouplife schema).
# mechanisms: {{topic_depletion: off}}
"""


def starter(name: str, parent: Scenario, extends: str, file: str) -> str:
    """Text of a scenario file that says the same as its parent, ready to be changed.

    name: of the new scenario; extends: how the file refers to the parent; file: its path, for the comments.
    """
    entries = "".join(f"\n    - {_entry(entry)}" for entry in parent.strategy.calendar)
    return _TEMPLATE.format(
        name=_safe(name),
        title=_safe(name.replace("_", " ").capitalize()),
        parent=_safe(extends),
        file=file,
        kinds=", ".join(parent.content),
        calendar=entries or " []",
        depth=parent.strategy.coupon.depth,
        strictness=parent.strategy.moderation.strictness,
        public=parent.strategy.growth.public_per_day,
        cost=parent.strategy.growth.cost_per_join,
        span=parent.operators.groups_per_operator,
        hours=parent.operators.hours_per_day,
    )


def _entry(entry: CalendarEntry) -> str:
    via = "" if entry.via == "group" else f", via: {entry.via}"
    if entry.on_days is not None:
        return f"{{post: {entry.post}, on_days: [{', '.join(map(str, entry.on_days))}]{via}}}"
    name = "per_day" if entry.per_day is not None else "per_week"
    return f"{{post: {entry.post}, {name}: {getattr(entry, name):g}{via}}}"


def _safe(text: str) -> str:
    """A text as YAML reads it back: quoted unless it is a plain word."""
    plain = all(c.isalnum() or c in "_-./ " for c in text) and not text.startswith(("-", " ", "."))
    return text if plain and read_yaml(text, "name").data == text else json.dumps(text, ensure_ascii=False)
