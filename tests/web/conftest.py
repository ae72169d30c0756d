import asyncio

import httpx
import pytest

from diastole.web.application import make_app

ADDRESS = "http://127.0.0.1:8000"


class Client:
    """Calls an application in this process."""

    def __init__(self, app):
        self.app = app

    def request(self, method, path, **more):
        async def call():
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                return await client.request(method, path, **more)

        return asyncio.run(call())

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, **more):
        return self.request("POST", path, **more)


@pytest.fixture(scope="session")
def client():
    return Client(make_app())


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"
