"""Numbers, names and lists as WebAssembly writes them: read with limits, so that no input makes a loop without end."""

from collections.abc import Callable, Iterable

LEB_BYTES = 5  # of a number of 32 bits at most; a relocatable one has exactly so many
LONG_LEB_BYTES = 10  # of one of 64 bits
U32 = 1 << 32


class WasmError(ValueError):
    """An object or module is not what it should be; the message names the place or the thing."""


class ByteReader:
    """Reads on through bytes and stops with WasmError before their end is passed."""

    def __init__(self, data: bytes, what: str):
        self.data, self.what, self.at = data, what, 0

    @property
    def left(self) -> int:
        """Number of bytes that are not read yet."""
        return len(self.data) - self.at

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        if count > self.left:
            raise WasmError(f"{self.what} ends early: {count} bytes are wanted at byte {self.at}, {self.left} are left")
        self.at += count
        return self.data[self.at - count : self.at]

    def byte(self) -> int:
        """Return the next byte."""
        return self.take(1)[0]

    def u32(self) -> int:
        """Return a number without sign (LEB128)."""
        number = 0
        for place in range(LEB_BYTES):
            byte = self.byte()
            number |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                break
        else:
            raise WasmError(f"{self.what} has a number of more than {LEB_BYTES} bytes before byte {self.at}")
        if number >= U32:
            raise WasmError(f"{self.what} has a number of more than 32 bits before byte {self.at}")
        return number

    def s32(self) -> int:
        """Return a number with sign (LEB128)."""
        begin = self.at
        number = 0
        for place in range(LEB_BYTES):
            byte = self.byte()
            number |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                number -= (byte & 0x40) << 7 * place + 1
                break
        else:
            raise WasmError(f"{self.what} has a number of more than {LEB_BYTES} bytes at byte {begin}")
        if not -U32 // 2 <= number < U32 // 2:
            raise WasmError(f"{self.what} has a number of more than 32 bits at byte {begin}")
        return number

    def pass_number(self) -> None:
        """Skip a number of up to 64 bits, whatever its sign."""
        begin = self.at
        for _ in range(LONG_LEB_BYTES):
            if self.byte() < 0x80:
                return
        raise WasmError(f"{self.what} has a number of more than {LONG_LEB_BYTES} bytes at byte {begin}")

    def count(self) -> int:
        """Return the length of a list, which has at least a byte for each item."""
        number = self.u32()
        if number > self.left:
            raise WasmError(
                f"{self.what} claims {number} items before byte {self.at}, but only {self.left} bytes follow"
            )
        return number

    def items[T](self, read: Callable[[], T]) -> list[T]:
        """Return a list, each item read by a function."""
        return [read() for _ in range(self.count())]

    def block(self) -> bytes:
        """Return bytes that stand behind their number."""
        return self.take(self.u32())

    def name(self) -> str:
        """Return a name."""
        raw = self.block()
        try:
            return raw.decode()
        except UnicodeDecodeError:
            raise WasmError(f"{self.what} has a name that is not UTF-8 before byte {self.at}: {raw!r}") from None

    def end(self) -> None:
        """Check that all was read."""
        if self.left:
            raise WasmError(f"{self.what} goes on for {self.left} bytes after its last item")


def u32(number: int) -> bytes:
    """Write a number without sign (LEB128)."""
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def s32(number: int) -> bytes:
    """Write a number with sign (LEB128)."""
    out = bytearray()
    while not -0x40 <= number < 0x40:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number & 0x7F])


def padded(number: int) -> bytes:
    """Write a number, with or without sign, in five bytes, as a relocatable object has it."""
    return bytes([number >> 7 * place & 0x7F | 0x80 for place in range(LEB_BYTES - 1)] + [number >> 28 & 0x7F])


def block(data: bytes) -> bytes:
    """Write bytes behind their number."""
    return u32(len(data)) + data


def name(text: str) -> bytes:
    """Write a name."""
    return block(text.encode())


def items(written: Iterable[bytes]) -> bytes:
    """Write a list behind the number of its items."""
    parts = list(written)
    return u32(len(parts)) + b"".join(parts)
