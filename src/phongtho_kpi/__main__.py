"""`python -m phongtho_kpi`, and the program `kpi`."""

import gc
import sys

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run `kpi` with these arguments (left out: those of the command line) and return its exit code."""
    from phongtho_kpi.cli.app import run

    return run(sys.argv[1:] if arguments is None else arguments)


def program() -> int:
    """Run `kpi` as a process: it lives too short for cyclic garbage, and looking for that is a fifth of its time."""
    gc.disable()
    try:
        code = main()
    except KeyboardInterrupt:  # while the libraries were still loading
        return INTERRUPTED
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(program())
