"""The headers of every response, and those of pages in which hearts run."""

from fastapi.responses import HTMLResponse

from diastole.faces.pages.living import script_hashes

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
LIVING = f"{POLICY}; script-src 'self' {' '.join(script_hashes())} 'wasm-unsafe-eval'; worker-src blob:"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with "no-referrer" the server could not tell which page sent a form
    "Cache-Control": "no-store",
}


def living_page(text: str) -> HTMLResponse:
    """Return a page in which hearts run: its browser may run the engine and the scripts of `PROGRAMS`, nothing else."""
    return HTMLResponse(text, headers={"Content-Security-Policy": LIVING})
