"""The live process: telephony and pages while calls go on; nothing of them is stored (S7)."""
