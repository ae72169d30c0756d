import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from diastole.web.application import make_app
from tests.html_page import HtmlPage

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

        with ThreadPoolExecutor(1) as pool:  # the driver of a browser runs a loop in this thread
            return pool.submit(asyncio.run, call()).result()

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def page(self, path):
        return HtmlPage(self.get(path).text)

    def post(self, path, **more):
        return self.request("POST", path, **more)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def client():
    return Client(make_app())


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"
