"""The server's settings: ours, whatever lies in the folder it is started from."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click import unstyle

from simulation.workshop.serve import flags

HOSTILE = """
[server]
enableXsrfProtection = false
enableCORS = false
baseUrlPath = "elsewhere"
sslCertFile = "/tmp/no.pem"
sslKeyFile = "/tmp/no.key"
enableStaticServing = true
maxUploadSize = 5000
address = "0.0.0.0"
[browser]
gatherUsageStats = true
[client]
showErrorDetails = "full"
"""


def test_no_collection_is_made_after_every_rerun() -> None:
    """It takes longer than the rerun, and all sessions wait (docs/decisions/0091)."""
    assert "--runner.postScriptGC=false" in flags("127.0.0.1", 8600)


def test_a_configuration_in_the_working_folder_changes_nothing(tmp_path: Path) -> None:
    if importlib.util.find_spec("streamlit") is None:
        pytest.skip("streamlit is not installed: pip install 'grouplife[workshop]'")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(HOSTILE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show", *flags("127.0.0.1", 8600)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told = unstyle(done.stdout)
    every = tomllib.loads(told[told.index("[global]") :])  # below a sentence
    found = every["server"]
    assert found["enableXsrfProtection"] is True
    assert found["enableCORS"] is True
    assert not any(
        found[name] for name in ("baseUrlPath", "sslCertFile", "sslKeyFile", "enableStaticServing")
    )
    assert (found["address"], found["maxUploadSize"]) == ("127.0.0.1", 1)
    assert every["browser"]["gatherUsageStats"] is False
    assert every["client"]["showErrorDetails"] == "none"
