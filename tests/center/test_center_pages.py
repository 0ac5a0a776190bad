"""What can be read without a signature: health, and the interface's own description."""

from __future__ import annotations

import httpx
import pytest
from signed_kiosk import problem_of

from center import door


async def test_health_needs_no_signature(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


async def test_every_path_is_described_with_its_failures(http: httpx.AsyncClient) -> None:
    description = (await http.get("/openapi.json")).json()
    assert set(description["paths"]) == door.UNSIGNED | door._SIGNED
    for path, methods in description["paths"].items():
        for operation in methods.values():
            assert operation["summary"]
            assert operation["description"]
            failures = {code: answer for code, answer in operation["responses"].items() if code != "200"}
            assert path in door.UNSIGNED or {"401", "403", "409", "413", "422"} <= set(failures)
            for answer in failures.values():
                schema = answer["content"]["application/json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/ErrorReply"}


async def test_the_page_for_people_loads_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    page = (await http.get("/docs")).text
    assert "POST /v1/social-insurance" in page
    for loading in ("<script", "<link", "src=", "http://", "https://", "@import"):
        assert loading not in page


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", "/v1/enrol", 405)])
async def test_what_is_not_there_is_told_in_the_usual_shape(
    http: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await http.request(method, path)
    assert (answer.status_code, problem_of(answer)["code"]) == (status, "request.unknown")
