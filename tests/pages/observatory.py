"""Mozilla's HTTP Observatory, by its published scoring (mdn/mdn-http-observatory, `src/grader/charts.js`).

What a site of ours can earn or lose is worked out; where it has something else than the best that we know of, it
loses as much as the worst of that test. The bonus counts from 90 points on, so a single loss of more takes all of it.
"""

import re
from typing import Any

BASE, ENOUGH_FOR_BONUS = 100, 90


def points(page: Any, over_http: Any) -> dict[str, int]:
    """What each test adds or takes, for a page over https and the same address over http."""
    return {
        "content-security-policy": _policy(page["Content-Security-Policy"]),
        "cookies": -40 if page.cookies else 0,
        "cross-origin-resource-policy": 10
        if page.get("Cross-Origin-Resource-Policy") in ("same-origin", "same-site")
        else 0,
        "cross-origin-resource-sharing": -50 if page.get("Access-Control-Allow-Credentials") else 0,
        "redirection": 0 if _leads_to_https(over_http) else -20,
        "referrer-policy": 5 if page.get("Referrer-Policy") == "strict-origin-when-cross-origin" else -5,
        "strict-transport-security": 0 if _max_age(page) >= 15_768_000 else -20,
        "subresource-integrity": _integrity(page.content.decode()),
        "x-content-type-options": 0 if page.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": 5 if "frame-ancestors 'none'" in page["Content-Security-Policy"] else -20,
    }


def score(page: Any, over_http: Any) -> int:
    """The sum: bonuses only where the losses leave 90 points."""
    found = points(page, over_http).values()
    left = BASE + sum(one for one in found if one < 0)
    return left + (sum(one for one in found if one > 0) if left >= ENOUGH_FOR_BONUS else 0)


def _policy(header: str) -> int:
    policy = {name: values for name, *values in (part.split() for part in header.split(";"))}
    sources = {value for values in policy.values() for value in values}
    own = sources <= {"'self'", "'none'"} and policy.get("form-action") in (["'self'"], ["'none'"])
    if not own or "default-src" not in policy:
        return -25
    return 10 if policy["default-src"] == ["'none'"] else 5


def _leads_to_https(answer: Any) -> bool:
    return answer.status_code in (301, 308) and answer["Location"].startswith("https://guide.example/")


def _max_age(page: Any) -> int:
    found = re.search(r"max-age=(\d+)", page.get("Strict-Transport-Security", ""))
    return int(found[1]) if found else 0


def _integrity(html: str) -> int:
    scripts = [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" in tag]
    if not all('src="/' in tag and 'src="//' not in tag for tag in scripts):
        return -50
    return 5 if scripts and all('integrity="sha384-' in tag for tag in scripts) else 0
