"""A visitor of the workshop without a browser: what a browser would send and read, and none of its drawing.

Ten browsers on the computer that serves them measure ten browsers. In a room each has a computer of its own; what they
share is the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

RUNS = re.compile(r'data-runs="(\d+)"')
POLL_SECONDS = 0.5  # as the page asks


class Wire:
    """One connection. sliders: by label, what moves them; runs: that the page shows, -1 until it shows any."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.sliders: dict[str, Any] = {}
        self.values: dict[str, int] = {}  # by id of the slider
        self.fragment = ""
        self.runs = -1
        self.fresh = asyncio.Event()  # an answer stands on the page since the last lever
        self.full = 0  # runs of the whole page begun
        self.after = 1  # the one from which on an answer is to the last lever

    async def ask(self, fragment: str = "") -> None:
        """Have the page, or a part of it, drawn with the levers as they are."""
        message = BackMsg()
        client = message.rerun_script
        client.query_string = "lang=en"
        client.fragment_id = fragment
        for id_, value in self.values.items():
            one = client.widget_states.widgets.add()
            one.id = id_
            one.double_array_value.data.append(value)
        await self.socket.send(message.SerializeToString())

    async def move(self, label: str, by: int) -> float:
        """Seconds from a lever moved until the answer is there."""
        slider = self.sliders[label]
        self.values[slider.id] = int(self.values.get(slider.id, slider.default[0])) + by
        self.fresh.clear()
        self.runs, self.after = -1, self.full + 1
        start = time.perf_counter()
        await self.ask()
        await asyncio.wait_for(self.fresh.wait(), 120)
        return time.perf_counter() - start

    async def read(self) -> None:
        """Take in what the server says, and ask again as the page would."""
        poll: asyncio.Task[None] | None = None
        async for raw in self.socket:
            message = ForwardMsg()
            message.ParseFromString(raw)
            kind = message.WhichOneof("type")
            if kind == "new_session" and not message.metadata.run.fragment_ids:
                self.full += 1
            elif kind == "delta":
                self._delta(message.delta)
            elif kind == "script_finished":
                if poll is not None:
                    poll.cancel()
                poll = asyncio.create_task(self._later()) if self.runs < 30 and self.fragment else None

    async def _later(self) -> None:
        await asyncio.sleep(POLL_SECONDS)
        await self.ask(self.fragment)

    def _delta(self, delta: Any) -> None:
        element = delta.new_element
        if element.WhichOneof("type") == "slider":
            self.sliders[element.slider.label] = element.slider
        elif element.WhichOneof("type") == "html" and (found := RUNS.search(element.html.body)):
            if delta.fragment_id:
                self.fragment = delta.fragment_id
            if self.full >= self.after:
                self.runs = int(found[1])
                if self.runs > 0:
                    self.fresh.set()


@contextlib.asynccontextmanager
async def visitors(url: str, people: int) -> AsyncIterator[list[Wire]]:
    """So many, each with the first answer on the page."""
    from websockets.asyncio.client import connect

    address = url.replace("http", "ws") + "/_stcore/stream"
    sockets = [
        await connect(address, subprotocols=["streamlit"], origin=url, max_size=None)  # type: ignore[list-item,arg-type]
        for _ in range(people)
    ]
    all_of_them = [Wire(socket) for socket in sockets]
    readers = [asyncio.create_task(one.read()) for one in all_of_them]
    try:
        for one in all_of_them:
            await one.ask()
        for one in all_of_them:
            await asyncio.wait_for(one.fresh.wait(), 120)
        yield all_of_them
    finally:
        for reader in readers:
            reader.cancel()
        for socket in sockets:
            await socket.close()


async def room(url: str, people: int, turns: int, levers: tuple[str, ...]) -> list[float]:
    """Seconds until each answer, all people moving a lever at once, so many times."""
    waits: list[float] = []
    async with visitors(url, people) as all_of_them:
        for turn in range(turns):
            await asyncio.sleep(20.0)  # people look at what came
            moves = [
                one.move(levers[k % len(levers)], 1 + k // len(levers) + turn)
                for k, one in enumerate(all_of_them)
            ]
            waits += await asyncio.gather(*moves)
    return waits


async def play_on(
    url: str, people: int, moves: int, levers: tuple[str, ...], tell: Callable[[int], None]
) -> None:
    """Have people move levers to and fro, each as soon as the last answer is there; `tell(moves made)` now and then."""
    lots = random.Random(1)
    made, told = 0, 0
    tell(0)
    async with visitors(url, people) as all_of_them:
        while made < moves:
            turn = []
            for one in all_of_them:
                slider = one.sliders[lots.choice(levers)]
                now = int(one.values.get(slider.id, slider.default[0]))
                ends = [k for k in range(int(slider.min), int(slider.max) + 1) if k != now]
                turn.append(one.move(slider.label, lots.choice(ends) - now))
            await asyncio.gather(*turn)
            made += len(turn)
            if made - told >= moves / 10 or made >= moves:
                tell(made)
                told = made
