"""The command `grouplife`: parses, calls the library, prints. No logic of the model lives here."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from . import __version__
from .cli_claims import register as register_claims
from .cli_discover import register as register_discover
from .cli_evidence import register as register_evidence
from .cli_fit import register as register_fit
from .cli_optimise import register as register_optimise
from .cli_plan import register as register_plan
from .cli_report import register as register_report
from .cli_run import register
from .cli_scenarios import register as register_scenarios
from .cli_sensitivity import register as register_sensitivity
from .cli_sweep import register as register_sweep
from .cli_tipping import register as register_tipping
from .cli_workshop import register as register_workshop
from .errors import GrouplifeError, Stopped

_PIPE_CLOSED = 141  # what a shell reports for a program that wrote to a closed pipe


class _PipeClosed(Exception):
    """The reader of our output is gone."""


class _Commands(TyperGroup):
    """Keeps Ctrl-C and closed pipes for `main`, whatever the command line library makes of them."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as signal:
            raise Stopped(*signal.args[:1]) from None
        except BrokenPipeError:
            raise _PipeClosed from None


app = typer.Typer(
    name="grouplife",
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
register(app)
register_claims(app)
register_fit(app)
register_evidence(app)
register_sweep(app)
register_report(app)
register_plan(app)
register_sensitivity(app)
register_discover(app)
register_tipping(app)
register_optimise(app)
register_workshop(app)
register_scenarios(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and leave with its exit code: 0 done, 1 failed, 2 asked wrongly, 130 stopped."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a terminal that cannot show Chinese shows ? and goes on
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = _run(arguments)
    with contextlib.suppress(
        ValueError
    ):  # all is done and said: Ctrl-C while the interpreter leaves changes nothing
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        done = app(
            args=None if arguments is None else list(arguments), prog_name="grouplife", standalone_mode=False
        )
        sys.stdout.flush()
        return done if isinstance(done, int) else 0
    except (Stopped, KeyboardInterrupt) as stop:
        return _complain("stopped", str(stop) or "nothing was written", Stopped.exit_code)
    except GrouplifeError as problem:
        return _complain("error", str(problem), problem.exit_code)
    except (_PipeClosed, BrokenPipeError):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more to say at exit
        return _PIPE_CLOSED
    except MemoryError:
        return _complain("error", "out of memory; make the market, the groups or --workers smaller", 1)
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        return _complain("error", f"{where}{problem.strerror or problem}", 1)
    except Exception as problem:
        if not hasattr(problem, "format_message"):  # not the command line library's own
            raise
        return _complain(
            "error", _asked_wrongly(problem, arguments or sys.argv[1:]), getattr(problem, "exit_code", 2)
        )


def _complain(kind: str, text: str, code: int) -> int:
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    with contextlib.suppress(OSError):
        print(text if text.startswith(f"{kind}: ") else f"{kind}: {text}", file=sys.stderr, flush=True)
    return code


def _asked_wrongly(problem: Any, arguments: Sequence[str]) -> str:
    context = getattr(problem, "ctx", None)
    path = context.command_path if context is not None else "grouplife"
    return f"{_plainly(problem.format_message(), arguments)}\nSee: {path} --help"


def _plainly(text: str, arguments: Sequence[str]) -> str:
    """What the command line library complains of, in the words of our own messages."""
    place = r"Invalid value for (?:'[^']*' / )?'(?P<name>[^']+)': "
    choice = re.fullmatch(
        place + r"(?:Value error, )?(?P<given>'[^']*') is not one of (?P<allowed>.+?)\.?", text, re.S
    )
    if choice:
        allowed = choice["allowed"].replace("'", "")
        return f"{choice['name']}: given {choice['given']}, allowed: {allowed}"
    number = re.fullmatch(place + r".*\bvalid (?P<kind>int|float|number).*", text, re.S)
    if number:
        kind = "a whole number" if number["kind"] == "int" else "a number"
        return f"{number['name']}: given {_given(number['name'], arguments)}, allowed: {kind}"
    if "unexpected extra argument" in text:
        return f"{text}\nAn override is written with = and without spaces: --set product.price=100"
    return text


def _given(option: str, arguments: Sequence[str]) -> str:
    """What was written for an option, as far as it can be found."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == option:
            return repr(following)
        if word.startswith(f"{option}="):
            return repr(word.partition("=")[2])
    return "something else"


@app.callback(invoke_without_command=True)
def grouplife(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """A laboratory for communities in brand-run chat groups: what keeps them alive, and what pays.

    Examples:

      grouplife scenarios

      grouplife compare coupon_spam value_content

      grouplife explain coupon_spam --lang zh

      grouplife new my_plan --from baseline
    """
    if version:
        print(f"grouplife {__version__}")
    elif context.invoked_subcommand is None:
        shown = context.get_help()
        if shown:
            print(shown)


if __name__ == "__main__":
    main()
