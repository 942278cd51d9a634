"""Serves the pages on this computer alone, on a port that is free."""

import threading
import webbrowser

from waitress import create_server

from workflow.web import create_app
from workflow.web.desk import Desk
from workflow.web.door import Door

HOST = "127.0.0.1"
THREADS = 6


class Serving:
    """The pages of a desk, listening on loopback from the moment this is made."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        """Listen; on any free port when none is named."""
        self.door = Door()
        self.app = create_app(desk, self.door)
        self._server = create_server(
            self.app, host=HOST, port=port, threads=THREADS, ident=None
        )
        self.port = int(self._server.effective_port)
        self.door.host = f"{HOST}:{self.port}"
        self._ended = threading.Event()

    def address(self) -> str:
        """An address that opens the pages once."""
        return f"http://{self.door.host}/launch/{self.door.new_key()}"

    def run(self) -> None:
        """Answer until somebody stops it."""
        thread = threading.Thread(target=self._answer, daemon=True)
        thread.start()
        try:
            while not self._ended.wait(0.2):
                continue
        finally:
            self._server.close()

    def stop(self) -> None:
        """End cleanly, once the page that asked for it has its answer."""
        threading.Timer(0.5, self._ended.set).start()

    def _answer(self) -> None:
        try:
            self._server.run()
        except OSError:
            self._ended.set()


def open_browser(address: str) -> bool:
    """Open the browser of whoever is at the computer; whether there was one."""
    return webbrowser.open(address)
