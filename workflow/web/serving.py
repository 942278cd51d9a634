"""Serves the pages on this computer alone, on a port that is free."""

import logging
import threading
import webbrowser

from waitress import create_server

from workflow.web import create_app
from workflow.web.desk import Desk
from workflow.web.door import Door

HOST = "127.0.0.1"
THREADS = 6
ENDING = 5.0  # seconds that answers under way get when the pages end

# What goes wrong below the pages is Python's words, and can hold a person's: no log.
_BELOW = logging.getLogger("waitress")
_BELOW.addHandler(logging.NullHandler())
_BELOW.propagate = False


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
        self.ended = threading.Event()

    def address(self) -> str:
        """An address that opens the pages once."""
        return f"http://{self.door.host}/launch/{self.door.new_key()}"

    def run(self) -> None:
        """Answer until somebody stops it; who is waiting then still gets an answer."""
        answering = threading.Thread(target=self._answer, daemon=True)
        answering.start()
        try:
            while not self.ended.wait(0.2):
                continue
        finally:
            self._server.task_dispatcher.shutdown(timeout=ENDING)
            self._server.trigger.pull_trigger(self._hang_up)
            answering.join(ENDING)

    def stop(self) -> None:
        """End cleanly, once the page that asked for it has its answer."""
        threading.Timer(0.5, self.ended.set).start()

    def _answer(self) -> None:
        try:
            self._server.run()
        except OSError:
            self.ended.set()

    def _hang_up(self) -> None:
        """Only in the thread that answers: nobody else may close what it waits on."""
        for channel in self._server.active_channels.values():
            channel.close_when_flushed = True
        self._server.close()


def open_browser(address: str) -> bool:
    """Open the browser of whoever is at the computer; whether there was one."""
    return webbrowser.open(address)
