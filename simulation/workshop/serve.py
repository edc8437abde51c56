"""The server's process: Streamlit on one address, with our settings; ends when the one who started it is gone.

python -m simulation.workshop.serve ADDRESS PORT
"""

from __future__ import annotations

import contextlib
import os
import runpy
import signal
import sys
import threading
import warnings
from importlib import import_module
from pathlib import Path

from .compute import SEEDS, close_laboratory, laboratory
from .style import FONTS

UPLOAD_MB = 1


def settings(address: str, port: int) -> dict[str, str | tuple[str, ...]]:
    """Streamlit's settings: nothing sent home, nothing watched, no developer's menu, no tracebacks to visitors."""
    chosen: dict[str, str | tuple[str, ...]] = {
        "server.address": address,
        "server.port": str(port),
        "server.headless": "true",  # it opens no browser and asks for no email; the command does the former
        "server.fileWatcherType": "none",
        "server.runOnSave": "false",
        "server.maxUploadSize": str(UPLOAD_MB),
        "server.enableStaticServing": "false",
        # the cookie of the first tells browsers apart; with the second, pages of other sites cannot ask ours
        "server.enableXsrfProtection": "true",
        "server.enableCORS": "true",
        "server.baseUrlPath": "",
        "server.sslCertFile": "",
        "server.sslKeyFile": "",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": "false",
        "client.showSidebarNavigation": "false",
        "logger.level": "warning",
        "logger.hideWelcomeMessage": "true",  # which asks the internet for our address
        "runner.magicEnabled": "false",
        # a full collection after every rerun takes longer than the rerun, and everybody waits for it
        "runner.postScriptGC": "false",
        "theme.base": "light",
        "theme.font": FONTS,
        "theme.primaryColor": "#0b2f55",
    }
    if address in ("127.0.0.1", "localhost", "::1"):
        # another site's name that resolves to us is refused
        chosen["server.allowedHosts"] = ("127.0.0.1", "localhost", "::1")
    return chosen


def flags(address: str, port: int) -> list[str]:
    """The settings as `streamlit run` takes them."""
    return [
        f"--{name}={value}"
        for name, given in settings(address, port).items()
        for value in (given if isinstance(given, tuple) else (given,))
    ]


def main(address: str, port: int) -> None:
    """Serve until terminated."""
    # a server of ours must not be made another by somebody's .streamlit/config.toml or environment
    for name in [name for name in os.environ if name.startswith("STREAMLIT_")]:
        del os.environ[name]
    # means of what no run has are meant; `catch_warnings`, which says so, holds for one thread only
    warnings.simplefilter("ignore", RuntimeWarning)
    threading.Thread(target=_end_with_starter, daemon=True).start()
    # asked where it stands on the internet, by a page of another site, it asks a service there: it stands nowhere
    vars(import_module("streamlit.net_util"))["_external_ip"] = "127.0.0.1"
    laboratory()
    threading.Thread(target=_get_ready, daemon=True).start()
    sys.argv = ["streamlit", "run", str(Path(__file__).with_name("app.py")), *flags(address, port)]
    try:
        with contextlib.suppress(KeyboardInterrupt):
            runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
    finally:
        close_laboratory()


def _get_ready() -> None:
    """What the first visitor will see, before the first visitor comes: the model is loaded, the first page answered."""
    from .answers import charts, differences, sentences
    from .state import State, shelves

    import_module("streamlit.elements.vega_charts")
    scenario = State().scenario()
    shelves()
    runs = laboratory().ask_runs("server", [scenario], range(1, 1 + SEEDS), "ready")
    runs.wait(SEEDS, 180.0)
    now = runs.answers()[0]
    charts(now, now, scenario, "en")
    sentences(differences(now, now), "en")


def _end_with_starter() -> None:
    """The starter holds the other end of our standard input, which closes however it ends."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):  # not sys.stdin, whose lock a leaving interpreter wants
            pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
