"""How much memory a page and its workers hold, after a collection of garbage."""

import json
from typing import Any

MB = 1e6  # bytes
SIZE = "function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0) }"


class MemoryOfAPage:
    """Asks the page and each of its workers over Chromium's protocol."""

    def __init__(self, page: Any):
        self._page = page
        self._protocol = page.context.new_cdp_session(page)
        self._workers: set[str] = set()
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        self._protocol.on("Target.attachedToTarget", lambda event: self._workers.add(event["sessionId"]))
        self._protocol.on("Target.detachedFromTarget", lambda event: self._workers.discard(event["sessionId"]))
        self._protocol.on("Target.receivedMessageFromTarget", self._hear)
        self._protocol.send(
            "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
        )

    def measured(self) -> dict[str, float]:
        """Return MB of the page's heap, of its workers' heaps, of arrays beside them, and of engines' memories."""
        self._protocol.send("HeapProfiler.collectGarbage")
        page = self._protocol.send("Runtime.getHeapUsage")
        workers, engines = [], 0.0
        for worker in sorted(self._workers):
            engines += self._engines(worker)  # collects the garbage too
            workers.append(self._ask(worker, "Runtime.getHeapUsage"))
        return {
            "page": page["usedSize"] / MB,
            f"{len(workers)} workers": sum(one["usedSize"] for one in workers) / MB,
            "arrays": sum(one["backingStorageSize"] for one in (page, *workers)) / MB,
            "engines": engines / MB,
        }

    def _engines(self, worker: str) -> float:
        """Return the bytes of all memories of WebAssembly that a worker holds."""
        kind = self._ask(worker, "Runtime.evaluate", expression="WebAssembly.Memory.prototype", objectGroup="memories")
        found = self._ask(
            worker, "Runtime.queryObjects", prototypeObjectId=kind["result"]["objectId"], objectGroup="memories"
        )
        size = self._ask(
            worker, "Runtime.callFunctionOn", objectId=found["objects"]["objectId"], functionDeclaration=SIZE
        )
        self._ask(worker, "Runtime.releaseObjectGroup", objectGroup="memories")
        return float(size["result"]["value"])

    def _ask(self, worker: str, method: str, **given: str) -> dict[str, Any]:
        self._asked += 1
        number = self._asked
        self._protocol.send(
            "Target.sendMessageToTarget",
            {"sessionId": worker, "message": json.dumps({"id": number, "method": method, "params": given})},
        )
        while number not in self._answers:
            self._page.wait_for_timeout(5)
        return self._answers.pop(number)

    def _hear(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if "id" in message:
            self._answers[message["id"]] = message.get("result", {})
