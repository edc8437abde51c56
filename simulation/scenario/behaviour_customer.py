"""How customers respond: to rival sellers, to what reaches them beside the group, to service, resellers, subscriptions.

Sections of `behaviour.Behaviour`, declared as there: an assumed parameter carries a range of doubt.
"""

# fmt: off
from __future__ import annotations

from .parameter import Section, parameter


class Sellers(Section):
    """Rival sellers of the same need, where market.sellers says there are any."""

    pull: float = parameter(1.0, "1", "Pull of a rival seller on one who does not trust the brand at all, against the brand's own", low=0, high=10, draw=(0.5, 2.0), mechanism="rival_sellers", off=0.0)


class Deciding(Section):
    """Orders that several people must agree to (product.deciders)."""

    each_decides: int = parameter(1, "0 or 1", "1: every decider must say yes, one after another; 0: one is enough", low=0, high=1, source="definition", mechanism="buying_committee", off=0)


class Beside(Section):
    """What reaches one-to-one contacts beside the group: moments and direct messages."""

    moments_rate: float = parameter(0.15, "share of days", "Chance that a contact sees the moments posted that day", low=0, high=1, draw=(0.05, 0.35), mechanism="beside_the_group", off=0.0)
    direct_rate: float = parameter(0.6, "share of days", "Chance that a contact reads the direct messages of that day", low=0, high=1, draw=(0.35, 0.85), mechanism="beside_the_group", off=0.0)
    moments_intrusion: float = parameter(0.5, "1", "Unwanted promotion in moments tires by this much of what it does in a group", low=0, high=1, draw=(0.2, 0.9))
    direct_intrusion: float = parameter(2.0, "1", "Unwanted promotion in a direct message tires by this many times what it does in a group", low=1, high=10, draw=(1.3, 4.0))
    block_rate: float = parameter(0.02, "per unwanted direct message read", "Hazard that a contact blocks the operator", low=0, high=1, draw=(0.005, 0.05))


class ServiceContact(Section):
    """What one personal contact by an operator does (strategy.one_to_one)."""

    trust: float = parameter(0.05, "share of what is missing per contact", "Trust gained", low=0, high=1, draw=(0.02, 0.12), mechanism="one_to_one_service", off=0.0)
    satisfaction: float = parameter(0.05, "share of what is missing per contact", "Satisfaction gained", low=0, high=1, draw=(0.01, 0.12), mechanism="one_to_one_service", off=0.0)
    recall: float = parameter(0.5, "share of what is missing per contact", "The brand is brought to mind", low=0, high=1, draw=(0.25, 0.8), mechanism="one_to_one_service", off=0.0)
    offer_lift: float = parameter(2.0, "1", "Hazard added that day by an offer that fits a full need", low=0, high=20, draw=(0.5, 4.0), mechanism="one_to_one_service", off=0.0)


class Reselling(Section):
    """Resellers' pitches to contacts of theirs outside the groups."""

    pitch_rate: float = parameter(0.15, "pitches per day", "Pitches of a fully trusting reseller", low=0, high=1, draw=(0.05, 0.4), mechanism="reselling", off=0.0)
    word: float = parameter(0.6, "share", "How much of a reseller's trust a new client takes over, per unit of tie", low=0, high=1, draw=(0.3, 0.9))
    recall: float = parameter(0.5, "share of what is missing per pitch", "A pitch brings the brand to mind", low=0, high=1, draw=(0.25, 0.8))


class Subscribing(Section):
    """Signing a subscription that is on offer."""

    rate: float = parameter(0.1, "per visit", "Signing by the fully trusting whom the theme concerns fully, before the price is looked at", low=0, high=5, draw=(0.03, 0.3), mechanism="subscription", off=0.0)
    threshold: float = parameter(0.4, "share", "Trust up to which nobody binds themselves", low=0, high=1, draw=(0.25, 0.6))
