"""`grouplife workshop`: starts the pages in a process of their own, and ends it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from typing import Annotated, Literal

import typer

from .cli_run import note
from .errors import GrouplifeError, UsageError

LOCAL = ("127.0.0.1", "localhost", "::1")
_PORTS = 20  # looked at for a free one
_START_SECONDS = 60.0


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("workshop")(workshop_command)


def workshop_command(
    port: Annotated[int, typer.Option(help="Port to listen on, 1024 to 65535.")] = 8501,
    address: Annotated[
        str, typer.Option(help="Address to listen on; 127.0.0.1: this computer alone, 0.0.0.0: everybody.")
    ] = "127.0.0.1",
    lang: Annotated[Literal["en", "zh"], typer.Option(help="Language a visitor starts in.")] = "en",
    scenarios: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder with scenarios of your own, beside the library's.", show_default=False
        ),
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the workshop: pages in the browser that show a community live or die as you move its levers.

    Play with a plan, watch one group, compare plans, debate the claims of the trade, compete within a budget.

    Examples:

      grouplife workshop                      # this computer alone, in English

      grouplife workshop --lang zh --port 8600 --no-browser

      grouplife workshop --address 0.0.0.0    # for a room: everybody in the network can open it

      grouplife workshop --scenarios ours/    # with scenarios of your own beside the library's

    It prints the page's address and a second one for the facilitator alone, who may choose the challenge, close,
    reveal and start over. It works without a network and sends nothing anywhere. Votes and leaderboards are kept in
    memory only: Ctrl-C ends it and forgets them. The guide for 90 minutes is docs/workshop.md.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise UsageError("the workshop needs Streamlit: pip install 'grouplife[workshop]'")
    if not 1024 <= port <= 65535:
        raise UsageError(f"--port: given {port}, allowed: 1024 to 65535")
    check_free(address, port)
    environment = {
        **os.environ,
        "GROUPLIFE_WORKSHOP_LANG": lang,
        "GROUPLIFE_WORKSHOP_LEADER": secrets.token_urlsafe(12),
    }
    if scenarios is not None:
        environment["GROUPLIFE_SCENARIOS"] = str(own_scenarios(scenarios))
    if address not in LOCAL:
        who = "everybody who can reach this computer" if address in ("0.0.0.0", "::") else "the network"
        note(
            f"Warning: the workshop listens on {address}, so {who} can open it and use its processor; there is no "
            "password. Without --address only this computer can."
        )
    _serve(address, port, environment, browser)


def own_scenarios(folder: Path) -> Path:
    """The folder, if it is one whose scenarios can join the library's; else UsageError.

    Names the files in it that cannot be read: no page will offer them.
    """
    from .scenario.library import library
    from .scenario.loader import load

    if not folder.is_dir():
        raise UsageError(f"--scenarios: {folder} is no folder")
    before = os.environ.get("GROUPLIFE_SCENARIOS")
    os.environ["GROUPLIFE_SCENARIOS"] = str(folder.resolve())
    try:
        for path in library().values():  # says so where two carry one name
            if path.is_relative_to(folder.resolve()):
                try:
                    load(path)
                except UsageError as wrong:
                    note(f"Warning: {path} cannot be read, so no page offers it: {wrong}")
    finally:
        os.environ.pop("GROUPLIFE_SCENARIOS")
        if before is not None:
            os.environ["GROUPLIFE_SCENARIOS"] = before
    return folder.resolve()


def check_free(address: str, port: int) -> None:
    """UsageError that names the next free port where this one is taken, or that the address is none of ours."""
    try:
        if _free(address, port):
            return
    except OSError as problem:
        raise UsageError(
            f"--address: cannot listen on {address}: {problem.strerror or problem}; "
            "allowed: an address of this computer"
        ) from None
    following = next((p for p in range(port + 1, min(port + _PORTS, 65535)) if _free(address, p)), None)
    hint = f"; {following} is free: --port {following}" if following else "; name another with --port"
    raise UsageError(f"port {port} is taken, perhaps by another workshop{hint}")


def _free(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        if os.name == "posix":  # as servers do: a port whose last user has just left is free
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError as problem:
            if problem.errno in (98, 48, 10048, 13):  # in use (Linux, macOS, Windows), or not ours to use
                return False
            raise
    return True


def _serve(address: str, port: int, environment: dict[str, str], browser: bool) -> None:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(
        address, f"[{address}]" if ":" in address else address
    )
    url = f"http://{shown}:{port}/?lang={environment['GROUPLIFE_WORKSHOP_LANG']}"
    command = [sys.executable, "-m", "simulation.workshop.serve", address, str(port)]
    # its standard input tells the server that we are gone, however we went
    server = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, start_new_session=True)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        _wait_until_up(server, shown.strip("[]"), port)
        note(f"The workshop is at {url}")
        if address not in LOCAL:
            note(f"Others open {_for_others(address, port)}")
        note(f"The facilitator's link, for you alone: {url}&lead={environment['GROUPLIFE_WORKSHOP_LEADER']}")
        note("Ctrl-C ends it.")
        if browser:
            webbrowser.open(url)
        code = server.wait()
        raise GrouplifeError(
            f"the workshop's server ended by itself (exit code {code}); its messages are above"
        )
    except KeyboardInterrupt:
        note("\nThe workshop is closed.")
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(server)


def _for_others(address: str, port: int) -> str:
    """The address by which others in the network find the page, as far as one can tell from here."""
    if address not in ("0.0.0.0", "::"):
        return f"http://{f'[{address}]' if ':' in address else address}:{port}"
    found = "THIS-COMPUTER"
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as trial:
        trial.connect(("192.0.2.1", 9))  # asks the system which way it would send; nothing is sent
        found = trial.getsockname()[0]
    return f"http://{found}:{port}"


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _wait_until_up(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise GrouplifeError(f"the workshop's server did not start (exit code {server.returncode})")
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1.0):
            return
        time.sleep(0.1)
    raise GrouplifeError(f"the workshop's server did not answer within {_START_SECONDS:.0f} seconds")


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server; its workers end with it."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
    if server.stdin is not None:
        with contextlib.suppress(OSError):
            server.stdin.close()
