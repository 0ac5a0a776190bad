"""`python -m kiosk catalog check|list|show|search`: is the catalogue sound, what does it hold, say and find."""

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
from kiosk.catalog.terms import Zone


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the actions and what each takes."""
    parser.add_argument("--items", type=Path, help="folder of item files (default: those of this version)")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("check", help="every item file: refused, wrong or unverified; 1 when something must be mended")
    listing = actions.add_parser("list", help="the items, or those of a zone, a department, or for agents")
    listing.add_argument("--zone", choices=[zone.value for zone in Zone], help="only of this zone")
    listing.add_argument("--dept", metavar="WORDS", help="only of departments with these words in their name")
    listing.add_argument("--delegable", action="store_true", help="only what an agent may do for a resident (代办)")
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
    if args.action == "list":
        return _list(catalog, args.zone, args.dept, delegable=args.delegable, as_json=args.json)
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


def _list(catalog: Catalog, zone: str | None, department: str | None, *, delegable: bool, as_json: bool) -> int:
    wanted = (department or "").casefold()
    found = [
        item
        for item in catalog.items.values()
        if zone in (None, item.zone.value)
        and any(wanted in name.casefold() for name in (item.department.zh, item.department.en))
        and (item.delegable or not delegable)
    ]
    if as_json:
        rows = [
            {
                "code": item.code,
                "name": item.name.zh,
                "zone": item.zone.value,
                "department": item.department.zh,
                "delegable": item.delegable,
            }
            for item in found
        ]
        _print_json({"items": rows})
        return 0
    for item in found:
        note = "  可代办" if item.delegable else ""
        print(f"{item.code}  {item.name.zh}  {item.zone.value}  {item.department.zh}{note}")
    return 0


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
