"""A browser as cheap as can be: one kept connection, a session, the CSRF token of the page."""

import http.client
import re
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"


class Browser:
    """Signed in as one person."""

    def __init__(self, port: int, login: str, password: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._connection.connect()
        self._cookies: dict[str, str] = {"q_lang": "ru"}
        self._token = self._token_of(self.get("/sign-in"))
        status = self.post("/sign-in", {"username": login, "password": password})
        if status != 302:
            raise RuntimeError(f"expected to be signed in as {login}, but the answer is {status}")

    def open(self, path: str) -> None:
        """A page with a form: what is sent next bears its token."""
        self._token = self._token_of(self.get(path))

    def get(self, path: str) -> str:
        self._connection.request("GET", path, headers=self._headers())
        status, body = self._answer()
        if status != 200:
            raise RuntimeError(f"expected {path} to be shown, but the answer is {status}")
        return body.decode()

    def post(self, path: str, values: dict[str, str]) -> int:
        """Status of the answer."""
        body = urlencode({"csrf_token": self._token, **values})
        self._connection.request("POST", path, body, {**self._headers(), "Content-Type": FORM})
        return self._answer()[0]

    def request(self, path: str, values: dict[str, str] | None = None) -> bytes:
        """The bytes of a POST, or of a GET without values, to be sent later as they are."""
        body = b"" if values is None else urlencode({"csrf_token": self._token, **values}).encode()
        lines = [f"{'GET' if values is None else 'POST'} {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in self._headers().items()]
        if body:
            lines += [f"Content-Type: {FORM}", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def close(self) -> None:
        self._connection.close()

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Cookie": cookies, "Accept-Language": "ru", "Accept": "text/html"}

    def _answer(self) -> tuple[int, bytes]:
        answer = self._connection.getresponse()
        body = answer.read()
        for header in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, body

    @staticmethod
    def _token_of(page: str) -> str:
        found = TOKEN.search(page)
        if found is None:
            raise RuntimeError("expected a page with a form, but it has no CSRF token")
        return found[1]
