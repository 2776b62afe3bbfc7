"""One window for each file: a second start hands its files to the first and ends."""

import hashlib
import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from crm.app_dirs import user_name

PATIENCE_MS = 2000


def server_name(path: Path) -> str:
    """Return the name under which the window of a file of this user listens."""
    return "cluster-desk-" + hashlib.sha256(f"{user_name()}\0{path.resolve()}".encode()).hexdigest()[:24]


class Doorbell(QObject):
    """Listens for later starts with the same file; `rung` carries the files they brought, maybe none."""

    rung = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = server_name(path)
        # This program holds the file's lock, so whoever left this name behind has crashed.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def is_listening(self) -> bool:
        """Say whether later starts will be heard."""
        return self._server.isListening()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    @Slot()
    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setParent(self)
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._take(socket)

    @Slot()
    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket) and socket.canReadLine():
            self._take(socket)

    def _take(self, socket: QLocalSocket) -> None:
        try:
            files = [Path(str(name)) for name in json.loads(bytes(socket.readLine().data()))]
        except (ValueError, TypeError):
            files = []
        socket.write(b"ok\n")
        socket.flush()
        socket.disconnectFromServer()
        self.rung.emit(files)


def ring(path: Path, files: list[Path]) -> bool:
    """Bring the window that has `path` open to the front, with `files` to import; False where none answers."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(path))
    if not socket.waitForConnected(PATIENCE_MS):
        return False
    socket.write(json.dumps([str(file.resolve()) for file in files]).encode() + b"\n")
    return socket.waitForBytesWritten(PATIENCE_MS) and socket.waitForReadyRead(PATIENCE_MS)
