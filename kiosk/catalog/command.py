"""`python -m kiosk catalog check|show|search`: is the catalogue sound, what does it say, what does it find."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.catalog.guide import guide
from kiosk.catalog.item import Item
from kiosk.catalog.lint import Severity, lint
from kiosk.catalog.loader import Catalog, load


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the actions and what each takes."""
    parser.add_argument("--items", type=Path, help="folder of item files (default: those of this version)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("check", help="every item file: refused, wrong or unverified; 1 when something must be mended")
    show = actions.add_parser("show", help="the guide of an item")
    show.add_argument("item", help="code, name or alias")
    show.add_argument("--language", choices=("zh", "en"), default="zh", help="default: %(default)s")
    search = actions.add_parser("search", help="items that fit some words, pinyin or first letters")
    search.add_argument("text", help="what somebody would type")
    search.add_argument("--limit", type=int, default=8, help="default: %(default)s")
    for action in actions.choices.values():
        # --json may also stand behind the action, where people put it.
        action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON object on stdout")


def main(args: argparse.Namespace) -> int:
    """Runs the action; 0 good, 1 something is wrong or nothing was found."""
    catalog = load(args.items)
    if args.action == "check":
        return _check(catalog, date.today(), as_json=args.json)
    if args.action == "show":
        return _show(catalog, args.item, args.language, as_json=args.json)
    return _search(catalog, args.text, args.limit, as_json=args.json)


def _check(catalog: Catalog, today: date, *, as_json: bool) -> int:
    findings = lint(catalog, today)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    warnings = [finding for finding in findings if finding.severity is Severity.WARNING]
    good = not (catalog.broken or errors)
    if as_json:
        _print_json(
            {
                "good": good,
                "items": list(catalog.items),
                "broken": [asdict(broken) for broken in catalog.broken],
                "errors": [asdict(finding) for finding in errors],
                "warnings": [asdict(finding) for finding in warnings],
            }
        )
        return 0 if good else 1
    for broken in catalog.broken:
        print(f"refused  {broken.file}: {broken.key}: {broken.reason}")
    for finding in (*errors, *warnings):
        print(f"{finding.severity.value:8} {finding.item}.toml: {finding.key}: {finding.message}")
    refused = len({broken.file for broken in catalog.broken})
    print(f"{len(catalog.items)} items, {refused} files refused, {len(errors)} errors, {len(warnings)} warnings")
    return 0 if good else 1


def _show(catalog: Catalog, wanted: str, language: str, *, as_json: bool) -> int:
    item = catalog.find(wanted)
    if item is None:
        return _nothing(wanted, catalog, as_json=as_json)
    if as_json:
        _print_json(_as_dict(item))
    else:
        print(guide(item, language))
    return 0


def _search(catalog: Catalog, text: str, limit: int, *, as_json: bool) -> int:
    hits = catalog.search(text, limit)
    if as_json:
        rows = [
            {"code": hit.item.code, "name": hit.item.name.zh, "score": hit.score, "matched": hit.matched}
            for hit in hits
        ]
        _print_json({"query": text, "hits": rows})
        return 0 if hits else 1
    if not hits:
        return _nothing(text, catalog, as_json=False)
    for place, hit in enumerate(hits, start=1):
        print(f"{place}. {hit.item.name.zh}  {hit.item.code}  {hit.score:.2f} ({hit.matched})")
    return 0


def _nothing(text: str, catalog: Catalog, *, as_json: bool) -> int:
    if as_json:
        _print_json({"query": text, "found": None})
    print(f"nothing fits {text!r}. There are: {', '.join(catalog.items)}", file=sys.stderr)
    return 1


def _as_dict(item: Item) -> dict[str, Any]:
    return item.model_dump(mode="json", by_alias=True)


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))
