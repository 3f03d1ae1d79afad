"""Whether a workbook can be opened within reason: tried in a process of its own, which the system ends where not.

A few bytes can say that a sheet reaches from A1 to XFD1048576, and the reader makes room for all of it: a process
that cannot have so much memory ends at once, without a word, and the worker must not be that one.
"""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MEMORY, MORE = 150_000_000, 40
"""Bytes that any workbook may take, and how many more for each byte of its own."""
SECONDS = 5
"""Of the processor, and one more for each megabyte."""
_LONGEST = 120


def opens(path: Path) -> bool:
    """Whether each sheet of a workbook was read within the limits. What is only damaged was."""
    size = path.stat().st_size
    limits = [str(MEMORY + MORE * size), str(SECONDS + size // 1_000_000)]
    command = [sys.executable, "-I", __file__, str(path), *limits]
    with suppress(subprocess.TimeoutExpired):
        done = subprocess.run(  # noqa: S603 - ourselves
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            timeout=_LONGEST, check=False,
        )  # fmt: skip
        return done.returncode == 0
    return False


def _limit(memory: int, seconds: int) -> None:
    import resource

    with suppress(OSError):  # a system that does not tell how large a process is
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _lower(resource.RLIMIT_AS, pages * resource.getpagesize() + memory)
    _lower(resource.RLIMIT_CPU, seconds)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(limit: int, to: int) -> None:
    import resource

    _, most = resource.getrlimit(limit)
    resource.setrlimit(limit, (to if most == resource.RLIM_INFINITY else min(to, most), most))


def _probe(path: str, memory: str, seconds: str) -> None:
    from python_calamine import CalamineWorkbook

    with suppress(ImportError, ValueError):  # where the system has no such limits
        _limit(int(memory), int(seconds))
    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            book.get_sheet_by_name(name)
    except MemoryError:
        raise
    except Exception:
        return  # cut off or damaged: its format says so


if __name__ == "__main__":
    _probe(*sys.argv[1:])
