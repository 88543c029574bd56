"""Keys with which signatories sign: Ed25519, key files, recovery sheets."""
