"""`compsite COMMAND` or `python -m compsite COMMAND`: what `manage.py` is in a clone, where the site is installed."""

import os
import sys


def main() -> None:
    """Django's command line for this site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "compsite.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
