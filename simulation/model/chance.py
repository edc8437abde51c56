"""Keyed chance: every random number is a function of (key, stream, clock, slot, slot2), never of what was drawn before.

Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"). A draw does not
depend on who else exists, on the number of cores or on the strategy, so two scenarios with one key are the same
people with the same luck. One call yields four uniforms; decisions taken together share a call.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from . import compiled as _compiled  # noqa: F401  (sets the cache folder before anything is decorated)
from .compiled import rule

# One named stream per decision. Numbers are part of reproducibility: never reuse or reorder them.
TRAITS, TASTES, BIRTH, THRESHOLDS = 1, 2, 3, 4
CIRCLE_HOUSEHOLD, CIRCLE_WORK, CIRCLE_INTEREST, CIRCLE_TOPIC = 5, 6, 7, 8
GROUP_TRAITS, GROUP_CHOICE, OPERATOR_TRAITS = 10, 11, 13
PUBLIC_RANK, PUBLIC_COUNT, ROOM, STRANGER = 14, 15, 16, 17
POST_MADE, TOPIC_EVENT = 20, 21
LOOK, TALK, KOC_POST, INVITE, ACCEPT, INVITE_ORDER, CLICK = 30, 31, 32, 33, 34, 35, 36
ORDER_THRESHOLD, KOC_CHOICE = 40, 41
# what customers buy, and what reaches them beside the group
BASKET, DECIDERS, CONTACT, BESIDE, SERVED, SERVICE = 70, 71, 72, 73, 74, 75
PITCH, PITCH_ORDER, RESELLER_CHOICE, SUBSCRIPTION = 76, 77, 78, 79
COMES, CHANNEL_RANK, CHANNEL_COUNT, GATE, PLATFORM = 50, 51, 52, 53, 54
ANSWER, LAUNCH, SURVEY, WELCOME = 60, 61, 62, 63

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_LOW, _32 = np.uint64(0xFFFFFFFF), np.uint64(32)


@numba.njit("UniTuple(u8, 4)(u8, u8, u8, u8, u8, u8)", cache=True, nogil=True, error_model="numpy")
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Philox 4x32-10: counter (c0..c3) and key (k0, k1) of 32-bit words to four 32-bit words."""
    for _ in range(10):
        p0 = c0 * _M0
        p1 = c2 * _M1
        c0 = (p1 >> _32) ^ c1 ^ k0
        c1 = p1 & _LOW
        c2 = (p0 >> _32) ^ c3 ^ k1
        c3 = p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3


@numba.njit("UniTuple(f8, 4)(i8, i8, i8, i8, i8)", cache=True, nogil=True, error_model="numpy")
def uniforms(key: int, stream: int, clock: int, slot: int, slot2: int) -> tuple[float, float, float, float]:
    """Four independent uniforms in (0, 1) for one decision.

    key: of the run; stream: which decision; clock: day, or days since joining; slot: whose; slot2: with whom, or which.
    """
    a, b, c, d = philox(
        np.uint64(slot) & _LOW,
        np.uint64(clock) & _LOW,
        np.uint64(stream) & _LOW,
        np.uint64(slot2) & _LOW,
        np.uint64(key) & _LOW,
        (np.uint64(key) >> _32) & _LOW,
    )
    scale = 2.0**-32
    return (
        (float(a) + 0.5) * scale,
        (float(b) + 0.5) * scale,
        (float(c) + 0.5) * scale,
        (float(d) + 0.5) * scale,
    )


@rule
def poisson(u: float, mean: float) -> int:
    """Poisson count by inverse distribution function: monotone in u and in the mean (at most 50; mean 0..20)."""
    if mean <= 0.0:
        return 0
    mean = min(mean, 20.0)
    term = math.exp(-mean)
    total = term
    count = 0
    while u > total and count < 50:
        count += 1
        term *= mean / count
        total += term
    return count


@rule
def exponential(u: float) -> float:
    """Unit exponential by its inverse survival function: a life-long threshold for an accumulating hazard."""
    return -math.log(u)


@rule
def normal_pair(u1: float, u2: float) -> tuple[float, float]:
    """Two independent standard normals (Box & Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(u1))
    angle = 2.0 * math.pi * u2
    return radius * math.cos(angle), radius * math.sin(angle)
