"""The machine that gardefou runs on."""
