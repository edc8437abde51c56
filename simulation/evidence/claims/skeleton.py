"""The file `grouplife claims --new` writes: a claim of one's own that runs as it stands."""

from __future__ import annotations

import re
from pathlib import Path

from ...errors import UsageError
from ...scenario.library import SUFFIXES

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,29}")
_TEXT = """\
# A claim of your own. It runs as it stands:  grouplife claims {file} --seeds 20 --ensemble 0
# Every word that may stand here: grouplife schema --claim.  说明见 docs/claims-howto.zh.md
id: {name}                       # the file's name without .yaml / 与文件名相同
theme: money                     # lifecycle, content, people, operators, referral, money or context
kind: emergent                   # emergent: no rule of the model says it, so it can be wrong
# source: A magazine             # where it is said; without these three it is your own question
# stated: said                   # said, or implied
# quote: 发券越多，卖得越多
claim: {{en: Deeper coupons bring more profit., zh: 券越大，利润越多。}}
contrast: {{en: The same plan with coupons of 30 % and of 10 %., zh: 同一做法，三成的券对一成的券。}}
teaches: {{en: What does a coupon cost beside its discount?, zh: 券的代价除了折扣还有什么？}}
days: 90
set: {{groups.count: 5, groups.members_at_start: 60, market.people: 3000}}   # in all arms; small is quick
arms:                            # scenarios of the library, or files beside this one; `set` changes a setting
  deep: {{scenario: baseline, set: {{strategy.coupon.depth: 0.3}}, title: {{en: 30 % off, zh: 三成券}}}}
  light: {{scenario: baseline, set: {{strategy.coupon.depth: 0.1}}, title: {{en: 10 % off, zh: 一成券}}}}
measure: incremental_profit_day_90           # docs/measures.md lists them, at any day
effect: {{form: difference, of: deep, against: light}}
expect: above                    # the sign you claim: of is above (or below) against
# min_effect: 0.1                # the smallest effect that counts: fix it before you look
# relative: true                 # ... as a share of the larger arm
knockouts:                       # what may carry it: switched off in all arms
  fatigue: {{set: {{mechanisms.promotion_fatigue: off}}, title: {{en: no fatigue from selling, zh: 促销不令人疲劳}}}}
also: [orders_day_90, mute_share_day_90]     # shown beside it, decides nothing
where:                           # where does it flip?
  - {{path: product.margin, values: [0.3, 0.6]}}
"""


def skeleton(name: str = "my_claim", file: str | None = None) -> str:
    """A commented claim of this id that runs as it stands; file: how the command names it."""
    return _TEXT.format(name=name, file=file or f"{name}.yaml")


def write_skeleton(path: Path) -> Path:
    """Write a claim to begin with. UsageError where a file is there, or its name is no id."""
    if path.suffix not in SUFFIXES:
        path = path.with_name(f"{path.name}.yaml")
    if not _ID.fullmatch(path.stem):
        raise UsageError(
            f"--new: {path.stem!r} cannot be a claim's id, which is the file's name; allowed: a letter, then up to 29 "
            "letters, digits, _ or -"
        )
    if not path.parent.is_dir():
        raise UsageError(f"--new: there is no folder {path.parent}; make it, or name another file")
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(skeleton(path.stem, str(path)))
    except FileExistsError:
        raise UsageError(f"--new: {path} is there; nothing is overwritten, give another name") from None
    except OSError as problem:
        raise UsageError(f"--new: cannot write {path}: {problem.strerror or problem}") from None
    return path
