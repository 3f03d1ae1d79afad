"""`python -m tests.imports.reading_hostile FOLDER`: reads each file of a folder as an import does, within limits.

The limits are the system's own: 150 megabytes more than the process has when it begins, and 5 seconds of its time a
file. What goes beyond ends it. Writes a line a file: its name, and what became of it.
"""

import json
import os
import resource
import sys
from pathlib import Path

MEMORY, SECONDS = 150_000_000, 5


def read(path: Path) -> str:
    """What becomes of a file."""
    from salaries.imports.files import lines
    from salaries.imports.reading import FileRefused
    from salaries.imports.uploads import on_disk, plain_name, refusal

    name, content = plain_name(path.name), path.read_bytes()
    if said := refusal(name, content):
        return said
    try:
        with on_disk(name, content) as file:
            return f"{sum(1 for _ in lines(file))} rows"
    except FileRefused as refused:
        return str(refused)


def main(folder: Path) -> None:
    """Read what is good first, so that everything is loaded, then the rest within the limits."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    import django

    django.setup()
    for good in sorted((folder / "good").iterdir()):
        read(good)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY,) * 2)
    for path in sorted((folder / "hostile").iterdir()):
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))
        sys.stdout.write(json.dumps([path.name, read(path)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
