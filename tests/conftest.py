"""For all tests."""

from __future__ import annotations

import signal

# Started in the background by a shell, Python finds SIGINT ignored, and so would every process the tests start and
# then interrupt. With a handler here, they start with the default.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
