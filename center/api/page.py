"""Shows an OpenAPI description as one plain page, without scripts and without a network."""

from __future__ import annotations

import json
from html import escape
from typing import Any

_STYLE = (
    "body{font:16px/1.6 sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}"
    "pre{background:#f4f4f4;padding:1rem;overflow:auto}"
    "td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}"
)


def page(description: dict[str, Any]) -> str:
    """The whole description: paths with their answers first, then the messages they carry."""
    title = escape(description["info"]["title"])
    parts = [
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>',
        f"<h1>{title}</h1>{_text(description['info'].get('description', ''))}",
        '<p>For machines: <a href="/openapi.json">/openapi.json</a></p>',
    ]
    parts += [
        _operation(method, path, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]
    parts.append("<h2>Messages</h2>")
    for name, schema in description["components"]["schemas"].items():
        shown = escape(json.dumps(schema, ensure_ascii=False, indent=2))
        parts.append(f'<h3 id="{escape(name)}">{escape(name)}</h3><pre>{shown}</pre>')
    return "".join(parts)


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><th>{escape(status)}<td>{escape(answer['description'])}<td>{_message(answer)}"
        for status, answer in operation["responses"].items()
    )
    takes = _message(operation.get("requestBody", {}))
    return (
        f"<h2>{method.upper()} {escape(path)}</h2><p><b>{escape(operation['summary'])}</b></p>"
        f"{_text(operation.get('description', ''))}<p>Takes: {takes or 'no body'}</p><table>{rows}</table>"
    )


def _message(holder: dict[str, Any]) -> str:
    schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return f'<a href="#{escape(name)}">{escape(name)}</a>' if name else ""


def _text(words: str) -> str:
    return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in words.split("\n\n") if paragraph)
