"""Headless Chromium showing a page that looks like home: the peer that a web kiosk would be."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.figures import Figures, percentiles
from bench.processes import cpu_percent, memory_mb, tree

PAGE = Path(__file__).with_name("page.html").resolve()
QUIET = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
]
LIMIT_S = 30.0


class Chromium:
    """One browser with one page, driven over its debugging pipe."""

    def __init__(self, profile: str) -> None:
        to_browser, ours_out = os.pipe()
        ours_in, from_browser = os.pipe()
        # The browser reads commands from descriptor 3 and answers on 4.
        shell = f'exec chromium "$@" 3<&{to_browser} 4>&{from_browser}'
        command = ["bash", "-c", shell, "chromium", *QUIET, f"--user-data-dir={profile}"]
        self.began = time.time()
        self.process = subprocess.Popen(
            [*command, "--window-size=1080,1920", PAGE.as_uri()],
            pass_fds=(to_browser, from_browser),
            stderr=subprocess.DEVNULL,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
        os.close(to_browser)
        os.close(from_browser)
        self._out, self._in = ours_out, os.fdopen(ours_in, "rb", buffering=0)
        self._serial, self._rest, self._session = 0, b"", ""

    def attach(self) -> None:
        """Takes hold of the page."""
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            pages = [] if self._session else self._pages()
            if pages:
                self._session = self.call("Target.attachToTarget", targetId=pages[0], flatten=True)["sessionId"]
            if self._session and self.ask("typeof usable") == "object":
                return
        raise TimeoutError("Chromium shows no page")

    def _pages(self) -> list[str]:
        targets = self.call("Target.getTargets")["targetInfos"]
        return [target["targetId"] for target in targets if target["url"] == PAGE.as_uri()]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the DevTools protocol and its result."""
        self._serial += 1
        message: dict[str, Any] = {"id": self._serial, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self._rest:
                chunk = self._in.read(65536)
                if not chunk:
                    raise ConnectionError("Chromium is gone")
                self._rest += chunk
            line, _, self._rest = self._rest.partition(b"\0")
            answer = json.loads(line)
            if answer.get("id") == self._serial:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']['text']}")
        return result["result"].get("value")

    def tap(self, x: int, y: int) -> float:
        """Milliseconds from a finger on the glass to the frame that shows it."""
        self.ask("painted = undefined")
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        took = float(self.ask("whenPainted()"))
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
        return took

    def close(self) -> None:
        """Ends the browser."""
        self.process.terminate()
        self.process.wait(LIMIT_S)
        os.close(self._out)
        self._in.close()


def measure(taps: int, idle_s: float) -> Figures:
    """Starts Chromium cold, touches the page, lets it be."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Chromium(profile)
        try:
            browser.attach()
            usable = browser.ask("usable") - 1000 * browser.began
            tapped = percentiles([browser.tap(280, 700) for _ in range(taps)])
            switched = percentiles([float(browser.ask("switchPage()")) for _ in range(taps)])
            pid = browser.process.pid
            idle = cpu_percent(pid, idle_s)
            return Figures(
                first_frame_ms=usable,
                usable_ms=usable,
                tap_p50_ms=tapped[0],
                tap_p95_ms=tapped[1],
                switch_p50_ms=switched[0],
                switch_p95_ms=switched[1],
                idle_cpu_percent=idle,
                memory_mb=memory_mb(tree(pid)),
                window_memory_mb=None,
            )
        finally:
            browser.close()
