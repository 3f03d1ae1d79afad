"""Comparisons of roles by their general average, asked for by address, by form and by HTMX."""

HTMX = {"HX-Request": "true", "HX-Target": "comparison"}


def compared(*roles: str) -> str:
    return "/compare/" + "/vs/".join(f"{role}.average" for role in roles) + "/"


def form(*roles: str) -> dict[str, list[str]]:
    return {"subject": [f"{role}.average" for role in roles]}
