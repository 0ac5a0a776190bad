"""One question and one answer over HTTP: bounded in time and size, checked, or told as a problem."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import httpx
from pydantic import ValidationError

from sync.contract.problem import Family, Problem, Words
from sync.contract.records import Wire

ANSWER_BYTES = 8 << 20
"""A longer answer is none of the centre's."""

A = TypeVar("A", bound=Wire)

logging.getLogger("httpx").setLevel(logging.WARNING)  # a line a request says nothing that our own do not

_LATER = Words(
    zh="暂时连不上中心的系统。您已办的不会丢失，请稍后再试或到窗口办理。",
    en="The centre cannot be reached now. Nothing you did is lost. Please try again later or go to a counter.",
)
_SERVICED = Words(
    zh="本机暂时不能办理这项业务，请使用旁边的设备或到窗口办理。",
    en="This kiosk cannot do this at the moment. Please use the next one or a counter.",
)
_UNKNOWN = Words(
    zh="没有查到您的信息，请到窗口核对。",
    en="No record was found for you. Please ask at a counter.",
)

_NO_SUCH_PATH = "request.unknown"
_ENVELOPE = "signature."
_HEALS = {408, 425, 429}
_NEVER_TAKEN = {400, 409, 413, 415, 422}


class Unreachable(Problem):
    """centre.down without any answer: it says nothing about what was sent."""

    def __init__(self, address: str, detail: str) -> None:
        super().__init__("centre.down", Family.TEMPORARY, resident=_LATER, technician=_down_text(address, detail))


class Exchange:
    """Asks one centre. Redirects and proxies of the environment are not followed: requests are signed."""

    def __init__(self, centre: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._address = centre
        self._client = httpx.AsyncClient(
            base_url=centre,
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # noqa: S113  the whole exchange has one limit, below
            headers={"accept": "application/json", "accept-encoding": "identity"},
        )

    async def ask(
        self,
        answer: type[A],
        method: str,
        target: str,
        body: bytes = b"",
        *,
        limit_s: float,
        headers: Mapping[str, str] | None = None,
    ) -> A:
        """Sends a request and reads the answer as `answer`.

        Args:
            target: path and query, sent exactly like this.
            limit_s: for the whole exchange, connecting included.

        Raises:
            Problem: centre.down (refused, cut, too slow, 5xx), centre.nonsense (not the contract),
                centre.refused (401, 403), centre.unknown (404 in the centre's own words),
                centre.rejected (400, 409, 413, 415, 422 in the centre's own words).
        """
        request = self._client.build_request(method, target, content=body, headers=dict(headers or {}))
        if body:
            request.headers["content-type"] = "application/json"
        try:
            async with asyncio.timeout(limit_s):
                status, content = await self._send(request)
        except TimeoutError:
            raise Unreachable(self._address, f"no answer within {limit_s:g} s") from None
        except httpx.HTTPError as error:
            raise Unreachable(self._address, type(error).__name__) from None
        if status != httpx.codes.OK:
            raise self._refusal(status, content)
        try:
            return answer.model_validate_json(content)
        except ValidationError as error:
            # Only names of fields, never their values: the answer may be about a resident.
            where = {".".join(map(str, fault["loc"][:3])) for fault in error.errors(include_input=False)[:5]}
            raise self.nonsense(
                f"{target.partition('?')[0]}: wrong at {', '.join(sorted(where)) or 'the start'}"
            ) from None

    async def close(self) -> None:
        """Closes the connections."""
        await self._client.aclose()

    async def _send(self, request: httpx.Request) -> tuple[int, bytes]:
        response = await self._client.send(request, stream=True)
        try:
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > ANSWER_BYTES:
                    raise self.nonsense(f"the answer is longer than {ANSWER_BYTES} bytes")
        finally:
            await response.aclose()
        return response.status_code, bytes(content)

    def _refusal(self, status: int, content: bytes) -> Problem:
        said = _Said.read(content)
        reason = (said.technician if said else "").rstrip(".") or "no reason given"
        if status in {401, 403}:
            return Problem(
                "centre.refused",
                Family.PERMANENT,
                resident=_SERVICED,
                technician=(
                    f"{self._address} refuses this kiosk ({status}): {reason}. "
                    "If it is not enrolled: `python -m center enrol-code` there, then `python -m sync enrol CODE` here."
                ),
            )
        if status >= 500 or status in _HEALS:
            return self._down(f"it answers {status}: {reason}")
        if said is not None and status == 404 and said.code != _NO_SUCH_PATH:
            return Problem(
                "centre.unknown",
                Family.EXPECTED,
                resident=_UNKNOWN,
                technician=f"The centre does not know it: {reason}",
            )
        if said is not None and status in _NEVER_TAKEN and not said.code.startswith(_ENVELOPE):
            expected = said.family == Family.EXPECTED
            return Problem(
                "centre.rejected",
                Family.EXPECTED if expected else Family.PERMANENT,
                resident=Words(zh=said.resident, en=_SERVICED.en) if expected and said.resident else _SERVICED,
                technician=f"The centre will never take this request ({status}): {reason}",
            )
        # Whoever answers without the centre's words is not the centre; and what is wrong with nonce or clock
        # is not wrong with the records. Nothing is given up because of either.
        return self.nonsense(f"it answers {status}: {reason}")

    def _down(self, detail: str) -> Problem:
        text = _down_text(self._address, detail)
        return Problem("centre.down", Family.TEMPORARY, resident=_LATER, technician=text)

    def nonsense(self, detail: str) -> Problem:
        """centre.nonsense: whoever answers does not keep to the contract."""
        return Problem(
            "centre.nonsense",
            Family.TEMPORARY,
            resident=_LATER,
            technician=f"{self._address} does not speak our contract: {detail}. Check sync.centre and its version.",
        )


@dataclass(frozen=True)
class _Said:
    """What the centre says about a refusal."""

    code: str = ""
    family: str = ""
    resident: str = ""
    technician: str = ""

    @classmethod
    def read(cls, content: bytes) -> _Said | None:
        """None when these are not the words of a centre."""
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            return None
        if not isinstance(answer, dict):
            return None
        error = answer.get("error")
        if isinstance(error, dict):
            return cls(*(str(error.get(name, ""))[:300] for name in ("code", "family", "resident", "technician")))
        # A framework's own 422; its detail repeats the input, which may be personal.
        return cls() if "detail" in answer and answer["detail"] != "Not Found" else None


def _down_text(address: str, detail: str) -> str:
    return f"{address} cannot be reached: {detail}. Check the cable and sync.centre."


def unknown_person(technician: str) -> Problem:
    """centre.unknown-person: the centre has nothing about this resident."""
    return Problem("centre.unknown-person", Family.EXPECTED, resident=_UNKNOWN, technician=technician)
