"""One module per clause: `refusal(request)` says why the clause forbids it, or None."""
