"""`compsite COMMAND` or `python -m compsite COMMAND`: what `manage.py` is in a clone, where the site is installed."""

import os
import sys

REFUSED = {
    "held": "Somebody else holds the database, and it was waited for as long as may be",
    "slow": "The database took longer than it may",
    "away": "The database cannot be reached",
    "full": "There is no room on the disk, or the database takes no changes",
}
"""Why a command could not go on, by the words of `compsite.refusals`."""


def main() -> None:
    """Django's command line for this site. What passes by itself is one line, unless `--traceback` asks for more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        why = None if "--traceback" in sys.argv else _why(error)
        if not why:
            raise
        said = str(error).strip().partition("\n")[0].rstrip(".")
        sys.exit(f"{REFUSED[why]}: {said}. What was not finished was not written: run it again.")


def _why(error: Exception) -> str:
    from compsite.refusals import why_refused

    return why_refused(error)


if __name__ == "__main__":
    main()
